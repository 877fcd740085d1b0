import { LONG_AGO } from '../model/identity.js'
import { ID_RANDOM_BYTES, newUserId, type UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import {
  type Claims,
  type Holders,
  type ImportBatch,
  type ImportRecord,
  identityKey,
} from '../ports/imports.js'
import type { Secrets } from '../ports/secrets.js'
import { type Candidate, CLAIM_STRENGTH, identityOf } from './candidate.js'
import { isLinked, linkedDigest } from './digest.js'
import type { ImportedIdentity } from './imported-user.js'
import type { Note } from './note.js'

/** Somebody, and what they are to be here. */
export interface Settled {
  readonly candidate: Candidate
  readonly userId: UserId
  readonly digest: string
  readonly outcome: 'new' | 'linked' | 'unchanged' | 'renewed'
  /** When somebody known was imported last. */
  readonly before: ImportRecord | undefined
  /** Whether the address is theirs, and proven. */
  readonly provesAddress: boolean
  readonly names: readonly string[]
  readonly identities: readonly ImportedIdentity[]
  readonly username: string | null
  /** Somebody else here who has the primary key. */
  readonly djangoIdHolder: UserId | null
  readonly notes: readonly Note[]
}

export interface SettleDeps {
  readonly secrets: Secrets
  readonly batch: ImportBatch
  readonly source: string
  readonly now: Millis
}

/** People with the text that tells whether there is anything new about them. */
export type Entrant = { readonly candidate: Candidate; readonly digest: string }

/**
 * Who is who here? For each: known from an earlier import; else the user who has one of the identities; else, when both have
 * proved it, the user with the address; else somebody new. One user here is one person of a source at most.
 */
export const settle = async (deps: SettleDeps, entrants: readonly Entrant[]): Promise<readonly Settled[]> => {
  const { batch, source } = deps
  const records = new Map(
    (
      await batch.findImported(
        source,
        entrants.map(({ candidate }) => candidate.sourceId),
      )
    ).map((record) => [record.sourceId, record]),
  )
  const isUnchanged = ({ candidate, digest }: Entrant): boolean => {
    const before = records.get(candidate.sourceId)?.digest
    return before !== undefined && (before === digest || before === linkedDigest(digest))
  }
  const holders = await batch.findHolders(claimsOf(entrants.filter((entrant) => !isUnchanged(entrant))))
  const matched = new Set(
    await batch.findUsersOf(source, [...holders.identities.values(), ...holders.addressKeys.values()]),
  )
  return entrants.map((entrant) => {
    const before = records.get(entrant.candidate.sourceId)
    if (before !== undefined && isUnchanged(entrant)) return asUnchanged(entrant, before)
    const match = before === undefined ? findMatch(entrant.candidate, holders, matched) : undefined
    if (match !== undefined) matched.add(match.userId)
    return settleOne(deps, entrant, { before, match, holders })
  })
}

const claimsOf = (entrants: readonly Entrant[]): Claims => {
  const people = entrants.map(({ candidate }) => candidate)
  return {
    addressKeys: people.flatMap(({ address }) => (address === null ? [] : [address.key])),
    identities: people.flatMap(({ identities }) => identities.map(identityOf)),
    names: people.flatMap(({ names }) => names.map(({ name }) => name)),
    accountIds: people.flatMap(({ django }) => (django === null ? [] : [django.id])),
    usernames: people.flatMap(({ django }) => (django?.username ? [django.username] : [])),
  }
}

interface Match {
  readonly userId: UserId
  readonly note: Note
}

const findMatch = (
  { address, identities }: Candidate,
  holders: Holders,
  matched: ReadonlySet<UserId>,
): Match | undefined => {
  for (const identity of identities) {
    const userId = holders.identities.get(identityKey(identity))
    if (userId !== undefined && !matched.has(userId))
      return { userId, note: { kind: 'linked_by_identity', detail: userId } }
  }
  if (address === null || address.strength === CLAIM_STRENGTH.nobody) return undefined
  const userId = holders.addressKeys.get(address.key)
  if (userId === undefined || matched.has(userId)) return undefined
  return { userId, note: { kind: 'linked_by_address', detail: userId } }
}

const settleOne = (
  { secrets, now }: SettleDeps,
  { candidate, digest }: Entrant,
  found: {
    readonly before: ImportRecord | undefined
    readonly match: Match | undefined
    readonly holders: Holders
  },
): Settled => {
  const { before, match, holders } = found
  const userId = before?.userId ?? match?.userId ?? newUserId(now, secrets.randomHex(ID_RANDOM_BYTES))
  const linked = match !== undefined || (before !== undefined && isLinked(before.digest))
  const notes: Note[] = match === undefined ? [...candidate.notes] : [...candidate.notes, match.note]
  const isFree = (holder: UserId | undefined, kind?: Note['kind']): boolean => {
    if (holder === undefined || holder === userId) return true
    if (kind !== undefined) notes.push({ kind, detail: holder })
    return false
  }
  const { address, django } = candidate
  const djangoIdHolder = django === null ? undefined : holders.accountIds.get(django.id)
  const provesAddress =
    address !== null &&
    isFree(holders.addressKeys.get(address.key), 'address_held') &&
    address.strength > CLAIM_STRENGTH.nobody
  if (match !== undefined) notes.push({ kind: 'password_kept_here' })
  if (candidate.sessions.length > 0 && (linked || candidate.suspended))
    notes.push({ kind: linked ? 'session_left' : 'session_suspended' })
  return {
    candidate,
    userId,
    digest: linked ? linkedDigest(digest) : digest,
    outcome: before !== undefined ? 'renewed' : match !== undefined ? 'linked' : 'new',
    before,
    provesAddress,
    names: candidate.names
      .filter(({ name }) => isFree(holders.names.get(name), 'name_held'))
      .map(({ name }) => name),
    identities: candidate.identities.filter((identity) => {
      const holder = holders.identities.get(identityKey(identity))
      if (!isFree(holder, 'identity_held')) return false
      return linked ? isHeld(identity, holder, notes) : isNewSince(identity, before, holders, notes)
    }),
    username: django?.username && isFree(holders.usernames.get(django.username)) ? django.username : null,
    djangoIdHolder: isFree(djangoIdHolder, 'django_id_held') ? null : (djangoIdHolder ?? null),
    notes,
  }
}

/** Whoever had the account there may have linked theirs to it: into an account that was here it comes by its own proof alone. */
const isHeld = (identity: ImportedIdentity, holder: UserId | undefined, notes: Note[]): boolean => {
  if (holder === undefined) notes.push({ kind: 'identity_left', detail: identity.provider })
  return holder !== undefined
}

/** One that was there at the last import may have been unlinked here since: it does not come back. */
const isNewSince = (
  identity: ImportedIdentity,
  before: ImportRecord | undefined,
  holders: Holders,
  notes: Note[],
): boolean => {
  if (before === undefined) return true
  if (holders.identities.has(identityKey(identity))) return false
  if ((identity.createdAt ?? LONG_AGO) > before.importedAt) return true
  notes.push({ kind: 'identity_after_import', detail: identity.provider })
  return false
}

const asUnchanged = ({ candidate, digest }: Entrant, before: ImportRecord): Settled => ({
  candidate,
  userId: before.userId,
  digest,
  outcome: 'unchanged',
  before,
  provesAddress: false,
  names: [],
  identities: [],
  username: null,
  djangoIdHolder: null,
  notes: candidate.notes,
})
