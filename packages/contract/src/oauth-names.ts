/** Names the OAuth registries gave to grants, token types and header values. */

/** RFC 8693 §2.1. */
export const TOKEN_EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** RFC 6749 §6. */
export const REFRESH_TOKEN_GRANT = 'refresh_token'

/** RFC 6749 §4.4: a program in its own name. */
export const CLIENT_CREDENTIALS_GRANT = 'client_credentials'

/**
 * Ours, an extension grant (RFC 6749 §4.5): a confidential client of the same makers hands over the email address and the
 * password a person typed into its own form. docs/decisions/0007 says why it is not the `password` grant.
 */
export const FIRST_PARTY_PASSWORD_GRANT = 'urn:latchkey:params:oauth:grant-type:first-party-password'

/** RFC 8693 §3. */
export const ID_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:id_token'

/** RFC 8693 §3. */
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token'

/** RFC 9068 §2.1: the `typ` header of an access JWT. */
export const ACCESS_JWT_TYP = 'at+jwt'

/** Every grant the token endpoint knows. */
export const GRANTS = [
  TOKEN_EXCHANGE_GRANT,
  REFRESH_TOKEN_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  FIRST_PARTY_PASSWORD_GRANT,
] as const

export type Grant = (typeof GRANTS)[number]

/**
 * CAEP Interoperability Profile §2.7.3: a receiver reads its streams and their events, or makes and changes streams too. Programs have
 * them in their own name; no token of a person carries one.
 */
export const MACHINE_SCOPES = ['ssf.read', 'ssf.manage'] as const

export type MachineScope = (typeof MACHINE_SCOPES)[number]
