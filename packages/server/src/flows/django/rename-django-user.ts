import { AuthError } from '@latchkey/contract'
import type { DjangoAccount } from '../../model/django-account.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import type { CurrentSession } from '../steps/current-of.js'
import { holdCurrentUser } from '../steps/hold-current-user.js'

export interface RenameDjangoUserDeps {
  readonly storage: Transactions
  readonly clock: Clock
}

/** What is there is changed, what is undefined stays. */
export interface DjangoNames {
  readonly username: string | undefined
  readonly firstName: string | undefined
  readonly lastName: string | undefined
}

/**
 * Other names for somebody at the Django door. The username is a name to sign in with, so the new one takes the place of the old.
 *
 * @returns the account as it is now; `taken` when another has the username, and nothing is changed
 * @throws AuthError `not_signed_in` when the session was ended meanwhile
 */
export const renameDjangoUser = (
  { storage, clock }: RenameDjangoUserDeps,
  current: CurrentSession,
  names: DjangoNames,
): Promise<DjangoAccount | 'taken'> =>
  storage.transaction(async (stores) => {
    const user = await holdCurrentUser(stores, current)
    const account = await stores.djangoAccounts.hold(user.id)
    if (account === undefined) throw new AuthError('not_signed_in', { detail: `${user.id} has no account` })
    const outcome = await stores.djangoAccounts.rename(
      user.id,
      {
        username: names.username ?? account.username,
        firstName: names.firstName ?? account.firstName,
        lastName: names.lastName ?? account.lastName,
      },
      clock.now(),
    )
    if (outcome === 'taken') return 'taken'
    return (await stores.djangoAccounts.findByUser(user.id)) ?? account
  })
