import type { Address } from '../model/address.js'
import type { DjangoAccount } from '../model/django-account.js'
import type { Identity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import type { NewSession } from '../model/session.js'
import type { Millis } from '../model/time.js'

/** Somebody of another system who was imported before. */
export interface ImportRecord {
  readonly sourceId: string
  readonly userId: UserId
  /** What was imported; the same text when there is nothing new. */
  readonly digest: string
  readonly importedAt: Millis
  /** Which roles of the user came from there: they go when they are taken away there. */
  readonly roles: readonly string[]
}

/** What of a user an import writes. An address that is not proven is something the person said. */
export interface ImportedProfile {
  readonly id: UserId
  readonly address: (Address & { readonly proven: boolean }) | null
  readonly name: string | null
  readonly picture: string | null
  readonly roles: readonly string[]
  readonly suspended: boolean
  readonly createdAt: Millis
}

export interface ImportedIdentityRow extends Identity {
  readonly userId: UserId
  readonly email: string | null
  readonly name: string | null
  readonly createdAt: Millis
  readonly lastUsedAt: Millis
}

/** What an import adds. What is taken in the meantime is left out, but for users: they are new. */
export interface Additions {
  readonly users: readonly ImportedProfile[]
  readonly passwords: readonly { readonly userId: UserId; readonly hash: string }[]
  readonly identities: readonly ImportedIdentityRow[]
  readonly tokens: readonly (Identity & { readonly sealed: string })[]
  readonly names: readonly { readonly userId: UserId; readonly name: string }[]
  readonly accounts: readonly DjangoAccount[]
  readonly records: readonly Omit<ImportRecord, 'importedAt'>[]
}

/**
 * What an import renews, of users who are as the import at `importedAt` left them: nobody has changed them, set a password or ended
 * all their sessions here since. A password that nobody set here is renewed whatever else was changed.
 */
export interface Renewals {
  readonly users: readonly (ImportedProfile & { readonly importedAt: Millis })[]
  /** `hash` undefined: the password is what it was; null: there is none any more. */
  readonly passwords: readonly {
    readonly userId: UserId
    readonly hash: string | null | undefined
    readonly importedAt: Millis
  }[]
  readonly accounts: readonly DjangoAccount[]
}

/** Which of the renewals were done; nobody had changed these. */
export interface Renewed {
  readonly users: ReadonlySet<UserId>
  readonly passwords: ReadonlySet<UserId>
}

/** What people of a source say is theirs, and is here held by one user at most. */
export interface Claims {
  readonly addressKeys: readonly string[]
  readonly identities: readonly Identity[]
  readonly names: readonly string[]
  readonly accountIds: readonly string[]
  readonly usernames: readonly string[]
}

/** Who here holds what is claimed. */
export interface Holders {
  readonly addressKeys: ReadonlyMap<string, UserId>
  /** By {@link identityKey}. */
  readonly identities: ReadonlyMap<string, UserId>
  readonly names: ReadonlyMap<string, UserId>
  readonly accountIds: ReadonlyMap<string, UserId>
  readonly usernames: ReadonlyMap<string, UserId>
}

/** An identity as a key of {@link Holders}. */
export const identityKey = ({ provider, subject }: Identity): string => `${provider} ${subject}`

/** How a Django backend carries a session. */
export type FormerForm = 'drf_token' | 'django_session'

/** A session of a former backend; one opaque token holds it. */
export type FormerSession = NewSession & { readonly opaqueHash: string; readonly form: FormerForm }

export interface RoleChange {
  readonly userId: UserId
  readonly given: readonly string[]
  readonly taken: readonly string[]
}

/** The verbs of one transaction of an import. */
export interface ImportBatch {
  findImported(source: string, sourceIds: readonly string[]): Promise<readonly ImportRecord[]>
  /** Who of them was imported, and has deleted the account here since. */
  findDeleted(source: string, sourceIds: readonly string[]): Promise<ReadonlySet<string>>
  findHolders(claims: Claims): Promise<Holders>
  /** Which of these users were imported from this source, or are linked to somebody there. */
  findUsersOf(source: string, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>
  /** Holds users until the transaction ends: nobody changes them, or proves that they are theirs, meanwhile. */
  hold(userIds: readonly UserId[]): Promise<void>
  add(source: string, additions: Additions, now: Millis): Promise<void>
  renew(renewals: Renewals, now: Millis): Promise<Renewed>
  /** Replaces the names people sign in with. */
  dropNames(userIds: readonly UserId[]): Promise<void>
  /**
   * Gives users roles and takes others away, and with that gives them a later `updatedAt`.
   *
   * @returns which roles users were given that they did not have
   */
  changeRoles(changes: readonly RoleChange[], now: Millis): Promise<ReadonlyMap<UserId, readonly string[]>>
  /** @returns who was not suspended before */
  suspend(userIds: readonly UserId[], now: Millis): Promise<ReadonlySet<UserId>>
  /** From now on no token of a former backend opens a session of these users, unless it did before. */
  endFormerTokens(userIds: readonly UserId[], now: Millis): Promise<void>
  /** That, and ends all sessions that these users opened at a former backend, as `revoked`. */
  endFormerSessions(userIds: readonly UserId[], now: Millis): Promise<void>
  /**
   * Adds sessions that were never imported from this source before: one that was ended here does not come back.
   *
   * @returns how many there were
   */
  addSessions(source: string, sessions: readonly FormerSession[], now: Millis): Promise<number>
  /** Sessions imported from this source that have not ended, in the order of their hashes, behind the one that was last. */
  listSessions(
    source: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly Pick<FormerSession, 'opaqueHash' | 'form'>[]>
  /** Ends sessions, as `revoked`. */
  endSessions(opaqueHashes: readonly string[], now: Millis): Promise<void>
  /** @returns how many were not known to be spent */
  addSpentProofs(proofs: readonly { readonly key: string; readonly expiresAt: Millis }[]): Promise<number>
}

/** Bulk work of imports. */
export interface Imports {
  /** Runs `work` while no other import may run, in no process. `busy`: one does; nothing was done. */
  alone(work: () => Promise<void>): Promise<'done' | 'busy'>
  /** One transaction, which may run again from the beginning. With `commit` false everything is undone at its end. */
  batch<Result>(commit: boolean, work: (batch: ImportBatch) => Promise<Result>): Promise<Result>
}
