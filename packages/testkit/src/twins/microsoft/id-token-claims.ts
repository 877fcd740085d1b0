import { createHash, randomUUID } from 'node:crypto'
import type { Grant } from '../../grants/grant.js'
import { type Millis, toNumericDate } from '../../time.js'
import type { MicrosoftPerson } from './microsoft-person.js'
import { issuerOfTenant } from './tenants.js'

/** What is known of a token before anybody signed in. */
export interface MicrosoftTokenFrame {
  readonly url: string
  readonly issuedAt: Millis
  readonly lifetime: Millis
}

/** Pairwise: the same account has another subject in every application (OIDC Core §8.1). */
export const pairwiseSubject = ({ tid, oid }: MicrosoftPerson, clientId: string): string =>
  createHash('sha256').update(`${tid}\n${oid}\n${clientId}`).digest('base64url')

const emailClaims = ({ email, emailDomainOwnerVerified }: MicrosoftPerson) =>
  email === undefined
    ? {}
    : { email, ...(emailDomainOwnerVerified !== undefined && { xms_edov: emailDomainOwnerVerified }) }

/**
 * The claims of an ID token as Microsoft writes them (version 2.0). There is no `email_verified`, and `email` may be
 * anybody's: any administrator of any tenant can write it.
 * https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
 * https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
 *
 *     { "ver": "2.0", "iss": "…/6f1d0c4e-…/v2.0", "tid": "6f1d0c4e-…", "aud": "…", "sub": "…", "oid": "3c5f8a12-…",
 *       "name": "Tomás Okafor", "preferred_username": "…", "email": "…", "xms_edov": true, "uti": "…", … }
 */
export const idTokenClaims = (
  { url, issuedAt, lifetime }: MicrosoftTokenFrame,
  { person, request }: Grant<MicrosoftPerson>,
): Record<string, unknown> => ({
  ver: '2.0',
  iss: issuerOfTenant(url, person.tid),
  aud: request.clientId,
  sub: pairwiseSubject(person, request.clientId),
  tid: person.tid,
  iat: toNumericDate(issuedAt),
  nbf: toNumericDate(issuedAt),
  exp: toNumericDate(issuedAt + lifetime),
  uti: randomUUID(),
  ...(request.scopes.includes('profile') && {
    oid: person.oid,
    name: person.name,
    preferred_username: person.preferredUsername,
  }),
  ...(request.scopes.includes('email') && emailClaims(person)),
})
