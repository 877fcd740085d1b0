import type { Secrets } from '../ports/secrets.js'
import type { Candidate } from './candidate.js'

/** What stands for the password of somebody who had an account here before: it is never looked at again. */
const LINKED = 'linked'
const NO_PASSWORD = '-'

/**
 * What was imported of somebody, in two parts: everything but the password, and the password. While both are the same there is
 * nothing to do.
 */
export const digestOf = (secrets: Pick<Secrets, 'hash'>, candidate: Candidate): string => {
  const { notes: _, passwordHash, ...rest } = candidate
  const password = passwordHash === null ? NO_PASSWORD : secrets.hash(passwordHash)
  return `${secrets.hash(JSON.stringify(rest))}.${password}`
}

/** The same, of somebody who is linked to a user that was here before. */
export const linkedDigest = (digest: string): string => `${digest.split('.')[0]}.${LINKED}`

/** Whether this is the digest of somebody who is linked to a user that was here before. */
export const isLinked = (digest: string): boolean => digest.endsWith(`.${LINKED}`)

export const passwordPart = (digest: string): string => digest.split('.')[1] ?? NO_PASSWORD
export const hadPassword = (digest: string): boolean =>
  passwordPart(digest) !== NO_PASSWORD && !isLinked(digest)
