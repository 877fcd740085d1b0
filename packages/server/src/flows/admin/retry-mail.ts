import { AuthError } from '@latchkey/contract'
import { parseMailId } from '../../model/ids.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RetryMailDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly mailRound: MailRound
  readonly clock: Clock
}

/** Has a message that waits or was given up tried now. @throws AuthError `target_unknown`, also for one that has gone out */
export const retryMail = async (deps: RetryMailDeps, by: Operator, text: string): Promise<void> => {
  const id = parseMailId(text)
  if (id === undefined) throw new AuthError('target_unknown')
  await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    if ((await stores.outboxInspection.retry(id, deps.clock.now())) === 'unknown')
      throw new AuthError('target_unknown', { detail: id })
    await noteAct(deps, stores, by, { action: 'mail.retried', target: id })
  })
  deps.mailRound.soon()
}
