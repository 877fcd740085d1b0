import type { DjangoAccount, DjangoIdKind } from '../../../model/django-account.js'
import { type DjangoId, parseDjangoId } from '../../../model/ids.js'
import type { User } from '../../../model/user.js'
import type { Clock } from '../../../ports/clock.js'
import type { Secrets } from '../../../ports/secrets.js'
import type { TransactionalStores } from '../../../ports/storage.js'

export interface HoldDjangoAccountDeps {
  readonly secrets: Secrets
  readonly clock: Clock
  readonly userIds: DjangoIdKind
}

/** Each round ends or sees what another process has just committed. More than a few means a bug. */
const MAX_ROUNDS = 32

/** User → the account that Django's frontends know; made when there is none. */
export const holdDjangoAccount = async (
  deps: HoldDjangoAccountDeps,
  { djangoAccounts }: Pick<TransactionalStores, 'djangoAccounts'>,
  user: User,
): Promise<DjangoAccount> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const account = await djangoAccounts.create(
      {
        userId: user.id,
        username: usernameOf(user),
        ...namesOf(user),
        authProvider: null,
        lastLoginAt: null,
        joinedAt: user.createdAt,
      },
      deps.clock.now(),
      deps.userIds === 'uuid' ? newUuid(deps.secrets) : undefined,
    )
    if (account !== 'changed') return account
  }
  throw new Error('others kept taking the primary key of a new account')
}

const LONGEST_USERNAME = 150
const DEFAULT_USERNAME = 'user'

/** As allauth chooses it: the part of the address before the @, of letters that Django's usernames may have. */
const usernameOf = ({ email }: User): string => {
  const local = email?.slice(0, email.lastIndexOf('@')).toLowerCase() ?? ''
  return local.replaceAll(/[^a-z0-9.+_-]/g, '').slice(0, LONGEST_USERNAME) || DEFAULT_USERNAME
}

/** Django has two names where people have one; the last word is taken for the family's. */
const namesOf = ({ name }: User): Pick<DjangoAccount, 'firstName' | 'lastName'> => {
  const words = name?.trim().split(/\s+/) ?? []
  const lastName = words.length > 1 ? (words.pop() ?? null) : null
  return { firstName: words.length === 0 ? null : words.join(' '), lastName }
}

const UUID_BYTES = 16

/** RFC 9562 §5.4. */
const newUuid = (secrets: Secrets): DjangoId => {
  const hex = secrets.randomHex(UUID_BYTES)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const text = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
  const id = parseDjangoId(text)
  if (id === undefined) throw new Error(`${text} is no UUID`)
  return id
}
