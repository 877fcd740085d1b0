import type { AccountExport } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Transactions } from '../../ports/storage.js'
import { type ExportAccountDeps, exportAccount } from '../export-account.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export type ExportUserDeps = ExportAccountDeps & { readonly storage: Transactions; readonly roles: Roles }

/**
 * Everything that is kept about somebody, but for secrets, for who asks for it another way than by their account. It is noted before it is read:
 * whoever has it is in the history.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`
 */
export const exportUser = async (
  deps: ExportUserDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string },
): Promise<AccountExport> => {
  const user = await deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    await noteAct(deps, stores, by, { action: 'user.exported', userId: target.id, reason: request.reason })
    return target
  })
  return exportAccount(deps, user)
}
