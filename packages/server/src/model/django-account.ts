import type { DjangoId, UserId } from './ids.js'
import type { Millis } from './time.js'
import type { User } from './user.js'

/** What the primary keys of new accounts are. */
export type DjangoIdKind = 'integer' | 'uuid'

/** Who a user is to frontends that were written for a Django backend. */
export interface DjangoAccount {
  readonly userId: UserId
  /** The primary key. */
  readonly id: DjangoId
  readonly username: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  /** By which provider the account was made, where the backend wrote that down. */
  readonly authProvider: string | null
  readonly lastLoginAt: Millis | null
  readonly joinedAt: Millis
  /**
   * Since when tokens of the former backend that nobody has shown until then open no session: all were ended, or the account was here
   * before, and the key may have been another's there. Null while they do.
   */
  readonly formerEndedAt: Millis | null
}

/** A person as frontends know them that were written for a Django backend. */
export interface DjangoUser {
  /** The primary key: a number, or a UUID. */
  readonly id: number | string
  readonly username: string
  /** Empty when there is none, as Django writes it. */
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly isStaff: boolean
  readonly isSuperuser: boolean
  readonly isActive: boolean
  /** `2026-11-21T04:01:21.964000Z`, with the six digits Python writes. */
  readonly dateJoined: string
  readonly lastLogin: string | null
}

/** The roles that stand for Django's two flags. */
export const STAFF_ROLE = 'staff'
export const SUPERUSER_ROLE = 'superuser'

export const toDjangoUser = (user: User, account: DjangoAccount): DjangoUser => ({
  id: toDjangoKey(account),
  username: account.username ?? '',
  email: user.email ?? '',
  firstName: account.firstName ?? '',
  lastName: account.lastName ?? '',
  isStaff: user.roles.includes(STAFF_ROLE),
  isSuperuser: user.roles.includes(SUPERUSER_ROLE),
  isActive: user.suspendedAt === null,
  dateJoined: toPythonMoment(account.joinedAt),
  lastLogin: account.lastLoginAt === null ? null : toPythonMoment(account.lastLoginAt),
})

/** The primary key as JSON has it: numbers as numbers. */
export const toDjangoKey = ({ id }: Pick<DjangoAccount, 'id'>): number | string =>
  /^\d+$/.test(id) ? Number(id) : id

/** A moment as Python writes it: `2026-11-21T04:01:21.964000Z`. */
export const toPythonMoment = (moment: Millis): string => new Date(moment).toISOString().replace(/Z$/, '000Z')
