import { hash, randomBytes } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { identityKey } from '../ports/imports.js'
import type { Candidate } from './candidate.js'

/** What only one person can have. */
type Mark = 'entered' | 'met' | 'linked'
type Prize = 'address' | 'identity' | 'name' | 'username'

/**
 * Who of a source gets what several of its people claim: whose claim is the better one, else who signed in there later, else who
 * has the lower id. It is decided over the whole source before anything is written, so that it does not hang on where a batch
 * begins, or on how often the import was broken off.
 */
export interface Elections {
  /** Enters somebody's claims. @returns false when somebody with this id has come before */
  enter(candidate: Candidate): boolean
  /** Notes that somebody has come, once everybody has been entered. @returns false when somebody with this id has come before */
  meet(sourceId: string): boolean
  isEntered(sourceId: string): boolean
  /** Notes that somebody has an account here already. */
  markLinked(sourceId: string): void
  isLinked(sourceId: string): boolean
  /** How many people there are. */
  count(): number
  /** The id of who gets it. */
  winnerOf(prize: Prize, key: string): string | undefined
  close(): void
}

const KEY_BYTES = 16
const CACHE_KIB = 65_536
const GROUP = 20_000

/** A database of SQLite's own, on the disk and without a name: it is gone when this process is, and its keys are hashes. */
export const holdElections = (): Elections => {
  const database = new SqliteDatabase('')
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma(`cache_size = -${CACHE_KIB}`)
  database.exec(`create table claims (
    prize blob primary key, strength integer not null, last_login integer not null, rank text not null,
    winner text not null
  ) without rowid`)
  const insertFirst = database.prepare("insert into claims values (?, 0, 0, '', ?) on conflict do nothing")
  const claim = database.prepare(`insert into claims values (?, ?, ?, ?, ?) on conflict do update
    set strength = excluded.strength, last_login = excluded.last_login, rank = excluded.rank, winner = excluded.winner
    where excluded.strength > strength
      or (excluded.strength = strength and excluded.last_login > last_login)
      or (excluded.strength = strength and excluded.last_login = last_login and excluded.rank < rank)`)
  const find = database.prepare('select winner from claims where prize = ?').pluck()
  // Nobody who fills in a form of the old system can make two keys meet.
  const salt = randomBytes(KEY_BYTES).toString('hex')
  const keyOf = (prize: Prize | Mark, key: string): Buffer =>
    hash('sha256', `${salt} ${prize} ${key}`, 'buffer').subarray(0, KEY_BYTES)
  const mark = (as: Mark, sourceId: string): boolean => insertFirst.run(keyOf(as, sourceId), '').changes > 0
  const isMarked = (as: Mark, sourceId: string): boolean => find.get(keyOf(as, sourceId)) !== undefined
  let people = 0
  database.exec('BEGIN')

  return {
    enter: (candidate) => {
      if (!mark('entered', candidate.sourceId)) return false
      people += 1
      if (people % GROUP === 0) database.exec('COMMIT; BEGIN')
      for (const { prize, key, strength } of claimsOf(candidate)) {
        claim.run(
          keyOf(prize, key),
          strength,
          candidate.lastLoginAt ?? 0,
          rankOf(candidate.sourceId),
          candidate.sourceId,
        )
      }
      return true
    },
    meet: (sourceId) => mark('met', sourceId),
    isEntered: (sourceId) => isMarked('entered', sourceId),
    markLinked: (sourceId) => mark('linked', sourceId),
    isLinked: (sourceId) => isMarked('linked', sourceId),
    count: () => people,
    winnerOf: (prize, key) => {
      const winner: unknown = find.get(keyOf(prize, key))
      return typeof winner === 'string' ? winner : undefined
    },
    close: () => database.close(),
  }
}

const claimsOf = (candidate: Candidate) => [
  ...(candidate.address !== null && candidate.address.strength > 0
    ? [{ prize: 'address', key: candidate.address.key, strength: candidate.address.strength } as const]
    : []),
  ...candidate.identities.map(
    (identity) => ({ prize: 'identity', key: identityKey(identity), strength: 0 }) as const,
  ),
  ...candidate.names.map(({ name, strength }) => ({ prize: 'name', key: name, strength }) as const),
  ...(candidate.django?.username
    ? [{ prize: 'username', key: candidate.django.username, strength: 0 } as const]
    : []),
]

const DIGITS = 20

/** Numbers by their size, and before everything else. */
const rankOf = (sourceId: string): string =>
  /^\d{1,20}$/.test(sourceId) ? sourceId.padStart(DIGITS, '0') : `~${sourceId}`
