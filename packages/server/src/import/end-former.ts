import type { Millis } from '../model/time.js'
import type { ImportBatch } from '../ports/imports.js'
import { isLinked, passwordPart } from './digest.js'
import type { Settled } from './settle.js'

/**
 * Tokens that name people by a primary key say nothing of who held them when the account was another's, here or there; and those of
 * whoever changed the password there were taken from a thief, for all we know.
 */
export const endFormer = async (
  batch: ImportBatch,
  settled: readonly Settled[],
  now: Millis,
): Promise<void> => {
  const mistakable = settled.flatMap(({ userId, outcome, digest, candidate, djangoIdHolder }) => [
    ...(outcome !== 'unchanged' && isLinked(digest) && candidate.django !== null ? [userId] : []),
    ...(djangoIdHolder === null ? [] : [djangoIdHolder]),
  ])
  await batch.endFormerTokens([...new Set(mistakable)], now)
  await batch.endFormerSessions(
    settled.filter(hasNewPassword).map(({ userId }) => userId),
    now,
  )
}

/** Whether somebody known has another password there than at the last import. */
export const hasNewPassword = ({ outcome, before, digest }: Settled): boolean =>
  outcome === 'renewed' &&
  before !== undefined &&
  !isLinked(digest) &&
  passwordPart(before.digest) !== passwordPart(digest)
