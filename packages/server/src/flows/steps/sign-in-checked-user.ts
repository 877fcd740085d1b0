import { AuthError } from '@latchkey/contract'
import type { Session } from '../../model/session.js'
import { type HookCaller, type HookProof, toHookSession, toHookUser } from '../../model/told-to-hooks.js'
import type { User } from '../../model/user.js'
import type { Hooks } from '../../ports/hooks.js'
import type { TransactionalStores, Transactions } from '../../ports/storage.js'
import { type NoteRefusalDeps, notingRefusal } from '../../sign-in/note-refusal.js'
import type { CheckedPassword } from '../../sign-in/password/check-password.js'
import { expectAllowed } from './expect-allowed.js'
import { holdCheckedUser } from './hold-checked-user.js'
import { noteSignIn } from './note-own-act.js'

export interface SignInCheckedUserDeps extends NoteRefusalDeps {
  readonly storage: Transactions
  readonly hooks: Hooks
}

/** How hooks see somebody with a password. */
export const BY_PASSWORD: HookProof = { kind: 'password' }

/**
 * A password that was checked → whatever `open` opens for its user: the one way in for passwords, at every door.
 *
 * @param open runs inside the transaction
 * @throws AuthError `credentials_wrong` when it is another by now, `hook_denied`, `hook_failed`
 */
export const signInCheckedUser = async <Result extends { readonly user: User; readonly session: Session }>(
  deps: SignInCheckedUserDeps,
  { checked, caller }: { readonly checked: CheckedPassword; readonly caller: HookCaller },
  open: (stores: TransactionalStores, user: User) => Promise<Result>,
): Promise<Result> => {
  const about = { user: toHookUser(checked.user), proof: BY_PASSWORD, caller }
  const openAllowed = async (): Promise<Result> => {
    expectAllowed('beforeSignIn', await deps.hooks.beforeSignIn(about))
    return deps.storage.transaction(async (stores) => {
      const user = await holdCheckedUser(stores, checked)
      if (user === undefined) throw new AuthError('credentials_wrong', { detail: 'changed meanwhile' })
      const opened = await open(stores, user)
      await noteSignIn(deps, stores, { session: opened.session, caller, by: 'password' })
      return opened
    })
  }
  const whose = async () => checked.user.id
  const opened = await openAllowed().catch(notingRefusal(deps, { by: 'password', caller, whose }))
  const { user, session } = opened
  deps.hooks.afterSignIn({ ...about, user: toHookUser(user), session: toHookSession(session) })
  return opened
}
