import { AuthError, type RetriedCount } from '@latchkey/contract'
import { parseStreamId } from '../../model/ids.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RetryDeadLettersDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** Has everything sent once more that the receiver of a stream refused. @throws AuthError `target_unknown` where it refused nothing */
export const retryDeadLetters = async (
  deps: RetryDeadLettersDeps,
  by: Operator,
  text: string,
): Promise<RetriedCount> => {
  const id = parseStreamId(text)
  if (id === undefined) throw new AuthError('target_unknown')
  return deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    const due = await stores.deadLetters.retry(id)
    if (due === 0) throw new AuthError('target_unknown', { detail: id })
    await noteAct(deps, stores, by, { action: 'dead_letter.retried', target: id, detail: { due } })
    return { due }
  })
}
