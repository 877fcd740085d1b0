/** The path below which a twin answers: empty at the root of a server. */
export const pathPrefixOf = (url: string): string => new URL(url).pathname.replace(/\/$/, '')
