import { randomUUID } from 'node:crypto'
import { type Millis, toNumericDate } from '../../time.js'
import type { Person } from './person.js'
import { personClaims } from './person-claims.js'

/** Who an ID token is about, whom it is for, and how long it lives. */
export interface IdTokenSubject {
  readonly issuer: string
  readonly clientId: string
  readonly person: Person
  readonly scopes: readonly string[]
  readonly issuedAt: Millis
  readonly lifetime: Millis
}

/**
 * The claims of an ID token as Google writes them (OIDC Core §2). `jti` is random, so that no two
 * tokens are the same text even within one second.
 *
 *     { "iss": "http://localhost:4100", "aud": "latchkey-development", "azp": "latchkey-development",
 *       "sub": "1…", "email": "mara_lindqvist@gmail.com", "email_verified": true, …,
 *       "iat": 1790000000, "exp": 1790003600, "jti": "…" }
 */
export const idTokenClaims = (subject: IdTokenSubject): Record<string, unknown> => ({
  iss: subject.issuer,
  azp: subject.clientId,
  aud: subject.clientId,
  ...personClaims(subject.person, subject.scopes),
  iat: toNumericDate(subject.issuedAt),
  exp: toNumericDate(subject.issuedAt + subject.lifetime),
  jti: randomUUID(),
})
