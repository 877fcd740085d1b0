import { wrongClaims } from '../issuers/read-claims.js'
import type { JwtPayload } from '../jwt/check-claims.js'
import { quote } from '../jwt/jwt-failure.js'

/** SHA-256, base64url. */
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/

/**
 * The thumbprint of the key that a token is bound to (RFC 9449 §6.1, §6.2); undefined for a bearer token.
 *
 * @throws AuthError `token_claims_invalid` when it is bound in a way that cannot be checked here, such as to a TLS certificate: to take it
 * for a bearer token would undo what its issuer did to protect it
 */
export const boundKeyOf = ({ cnf }: JwtPayload): string | undefined => {
  if (cnf === undefined) return undefined
  const { jkt } = Object(cnf) as { readonly jkt?: unknown }
  if (typeof jkt === 'string' && THUMBPRINT.test(jkt)) return jkt
  throw wrongClaims(`cnf must have a jkt, saw ${quote(cnf)}`)
}
