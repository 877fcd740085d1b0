import type { AccountView } from '@latchkey/contract'
import { toMoment } from '../model/time.js'
import { toAccountUser, type User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'

export interface ReadAccountDeps {
  readonly accounts: Pick<Accounts, 'findPassword' | 'listIdentities'>
}

/** A user's account: who they are, and the ways in which they can sign in. */
export const readAccount = async ({ accounts }: ReadAccountDeps, user: User): Promise<AccountView> => {
  const [password, identities] = await Promise.all([
    accounts.findPassword(user.id),
    accounts.listIdentities(user.id),
  ])
  return {
    user: toAccountUser(user),
    hasPassword: password !== undefined,
    identities: identities.map(({ provider, email, createdAt, lastUsedAt }) => ({
      provider,
      email,
      createdAt: toMoment(createdAt),
      lastUsedAt: toMoment(lastUsedAt),
    })),
  }
}
