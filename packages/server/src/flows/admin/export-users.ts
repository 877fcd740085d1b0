import type { ExportedPerson } from '@latchkey/contract'
import type { ListPlace } from '../../model/list-place.js'
import type { Roles } from '../../model/roles.js'
import { toMoment, toMomentOrNull } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { Transactions } from '../../ports/storage.js'
import type { UserDirectory } from '../../ports/user-directory.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { OperatingCommand } from './steps/operator.js'

export interface ExportUsersDeps {
  readonly accounts: Pick<Accounts, 'findPassword' | 'listIdentities' | 'listLoginNames'>
  readonly djangoAccounts: Pick<DjangoAccounts, 'findByUser'>
  readonly userDirectory: Pick<UserDirectory, 'find'>
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** @param withHashes whether password hashes come along, by which people can leave with their passwords */
export interface ExportUsersWish {
  readonly withHashes: boolean
  readonly reason: string
}

const AT_ONCE = 100

/**
 * Everybody, the youngest first, a page at a time: who is added or goes meanwhile hides nobody else. Noted before it is read. For the command line,
 * where hashes are at hand anyway.
 */
export async function* exportUsers(
  deps: ExportUsersDeps,
  by: OperatingCommand,
  { withHashes, reason }: ExportUsersWish,
): AsyncGenerator<ExportedPerson> {
  await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    await noteAct(deps, stores, by, {
      action: 'user.exported',
      reason,
      detail: { everybody: true, hashes: withHashes },
    })
  })
  let after: ListPlace | null = null
  do {
    const { users, next } = await deps.userDirectory.find({}, { after, limit: AT_ONCE })
    for (const user of users) yield describePerson(deps, user, withHashes)
    after = next
  } while (after !== null)
}

const describePerson = async (
  { accounts, djangoAccounts }: ExportUsersDeps,
  user: User,
  withHashes: boolean,
): Promise<ExportedPerson> => {
  const [identities, names, django, password] = await Promise.all([
    accounts.listIdentities(user.id),
    accounts.listLoginNames(user.id),
    djangoAccounts.findByUser(user.id),
    withHashes ? accounts.findPassword(user.id) : undefined,
  ])
  return {
    id: user.id,
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    username: names[0] ?? null,
    name: user.name,
    first_name: django?.firstName || null,
    last_name: django?.lastName || null,
    picture: user.picture,
    suspended: user.suspendedAt !== null,
    created_at: toMoment(user.createdAt),
    last_login_at: toMomentOrNull(django?.lastLoginAt ?? null),
    roles: [...user.roles],
    identities: identities.map(({ provider, subject, email }) => ({ provider, subject, email })),
    django_id: django?.id ?? null,
    sign_in_names: [...names],
    profile: user.profile,
    ...(withHashes && { password_hash: password?.hash ?? null }),
  }
}
