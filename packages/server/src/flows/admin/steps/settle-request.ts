import { AuthError } from '@latchkey/contract'
import { DAY } from '../../../model/time.js'
import type { Clock } from '../../../ports/clock.js'
import type { RequestClaim } from '../../../ports/kept-answers.js'
import type { Secrets } from '../../../ports/secrets.js'
import type { TransactionalStores } from '../../../ports/storage.js'

/** For what an answer is sealed: under another key than anything else. */
export const KEPT_ANSWER = 'kept answer'
const KEPT_FOR = 1 * DAY
/** Requests that may come again are those that make something. */
export const CREATED = 201

/**
 * Keeps what a request is answered, in the transaction of what it tells of: a request that comes again either finds both or neither.
 *
 * @param claim undefined for a request that does not say that it may come again
 * @throws AuthError `request_under_way` when another attempt has taken over, which undoes this one
 */
export const settleRequest = async (
  { secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock },
  { keptAnswers }: Pick<TransactionalStores, 'keptAnswers'>,
  { claim, body }: { readonly claim: RequestClaim | undefined; readonly body: unknown },
): Promise<void> => {
  if (claim === undefined) return
  const sealed = secrets.seal(KEPT_ANSWER, JSON.stringify(body))
  const outcome = await keptAnswers.settle(claim, { status: CREATED, sealed }, clock.now() + KEPT_FOR)
  if (outcome === 'lost') throw new AuthError('request_under_way', { detail: 'another attempt took over' })
}
