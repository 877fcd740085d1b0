import type { AccessTokenClaims } from '@latchkey/contract'

/** Signs access JWTs with whichever key is current. */
export interface AccessTokenSigner {
  /** @returns a compact JWS with `typ: at+jwt` (RFC 9068 §2.1) */
  sign(claims: AccessTokenClaims): string
}
