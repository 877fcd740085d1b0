import { AuthError } from '@latchkey/contract'

/** At most 255 ASCII characters (OIDC Core §2). Other providers' ids are digits and letters. */
const SUBJECT_SHAPE = /^[\x20-\x7e]{1,255}$/

/** The name of a person at a provider. @throws AuthError `proof_claims_invalid` when it is none that could be kept */
export const checkSubject = (providerId: string, subject: unknown): string => {
  if (typeof subject === 'string' && SUBJECT_SHAPE.test(subject)) return subject
  throw new AuthError('proof_claims_invalid', { detail: `${providerId}: sub` })
}
