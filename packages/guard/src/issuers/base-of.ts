/** A host, or where development runs one, an origin → the origin, without a slash at its end. */
export const baseOf = (domain: string): string =>
  /^https?:\/\//.test(String(domain)) ? domain.replace(/\/$/, '') : `https://${domain}`
