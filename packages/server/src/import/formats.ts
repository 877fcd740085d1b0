/** What people can be imported from. */
export const FORMATS = ['django', 'auth0', 'keycloak', 'better-auth', 'next-auth', 'csv', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]
