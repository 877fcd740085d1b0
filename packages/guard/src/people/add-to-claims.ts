type Claims = Readonly<Record<string, unknown>>

/** What may change between a token and userinfo, and what says that it was proven (OIDC Core §5.1). */
const PROVEN = [
  { name: 'email', verified: 'email_verified' },
  { name: 'phone_number', verified: 'phone_number_verified' },
] as const

/**
 * What a token says, and what userinfo says beside it; the token has the last word. Whether an address is proven is taken from whoever named
 * that address: the token may still name one that was given up since, and userinfo the one that was proven.
 */
export const addToClaims = (claims: Claims, said: Claims): Claims => {
  const together: Record<string, unknown> = { ...said, ...claims }
  for (const { name, verified } of PROVEN) {
    const source = claims[name] === undefined ? said : claims
    const proof = source[verified] ?? (claims[name] === said[name] ? said[verified] : undefined)
    if (proof === undefined) delete together[verified]
    else together[verified] = proof
  }
  return Object.freeze(together)
}
