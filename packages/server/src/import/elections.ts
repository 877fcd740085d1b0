import { hash, randomBytes } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { identityKey } from '../ports/imports.js'
import type { Candidate } from './candidate.js'

/** What only one person can have. */
type Prize = 'address' | 'identity' | 'name' | 'username'

/**
 * Who of a source gets what several of its people claim: whose claim is the better one, else who signed in there later, else who
 * has the lower id. It is decided over the whole source before anything is written, so that it does not hang on where a batch
 * begins, or on how often the import was broken off.
 */
export interface Elections {
  /** Enters somebody's claims. */
  enter(candidate: Candidate): void
  /** How many have been entered. */
  count(): number
  /** Decides, once everybody has been entered. What follows is asked afterwards. */
  decide(): void
  /** Whether nobody with this id has come before, since it was decided. */
  meet(sourceId: string): boolean
  /** The id of who gets what several claim; undefined for what at most one does. */
  winnerOf(prize: Prize, key: string): string | undefined
  /** Notes that somebody has an account here already. */
  markLinked(sourceId: string): void
  isLinked(sourceId: string): boolean
  /** Notes that somebody may not sign in. */
  markSuspended(sourceId: string): void
  isSuspended(sourceId: string): boolean
  /** Notes that the source still has a session. */
  markSession(opaqueHash: string): void
  hasSession(opaqueHash: string): boolean
  close(): void
}

const KEY_BYTES = 16
const CACHE_KIB = 65_536
const GROUP = 20_000

/**
 * A database of SQLite's own, on the disk and without a name: it is gone when this process is, and its keys are hashes. Claims are
 * written one behind the other and sorted once; looked up are only those few that several people make.
 */
export const holdElections = (): Elections => {
  const database = new SqliteDatabase('')
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma(`cache_size = -${CACHE_KIB}`)
  database.exec(SCHEMA)
  const insertPerson = database.prepare('insert into people (key, id) values (?, ?)')
  const insertClaim = database.prepare('insert into claims values (?, ?, ?, ?)')
  const insertMark = database.prepare('insert into marks values (?) on conflict do nothing')
  const selectMark = database.prepare('select 1 from marks where key = ?').pluck()
  const selectTwice = database.prepare('select 1 from twice where key = ?').pluck()
  const selectWinner = database.prepare('select winner from winners where prize = ?').pluck()
  // Nobody who fills in a form of the old system can make two keys meet.
  const salt = randomBytes(KEY_BYTES).toString('hex')
  const keyOf = (of: Prize | 'id' | 'met' | 'linked' | 'suspended' | 'session', key: string): Buffer =>
    hash('sha256', `${salt} ${of} ${key}`, 'buffer').subarray(0, KEY_BYTES)
  let people = 0
  database.exec('BEGIN')

  return {
    enter: (candidate) => {
      people += 1
      const { sourceId, lastLoginAt } = candidate
      const { lastInsertRowid: person } = insertPerson.run(keyOf('id', sourceId), sourceId)
      for (const { prize, key, strength } of claimsOf(candidate))
        insertClaim.run(keyOf(prize, key), strength, lastLoginAt ?? 0, person)
      if (people % GROUP === 0) database.exec('COMMIT; BEGIN')
    },
    count: () => people,
    decide: () => {
      database.exec(DECISION)
    },
    meet: (sourceId) =>
      selectTwice.get(keyOf('id', sourceId)) === undefined ||
      insertMark.run(keyOf('met', sourceId)).changes > 0,
    winnerOf: (prize, key) => {
      const winner: unknown = selectWinner.get(keyOf(prize, key))
      return typeof winner === 'string' ? winner : undefined
    },
    markLinked: (sourceId) => {
      insertMark.run(keyOf('linked', sourceId))
    },
    isLinked: (sourceId) => selectMark.get(keyOf('linked', sourceId)) !== undefined,
    markSuspended: (sourceId) => {
      insertMark.run(keyOf('suspended', sourceId))
    },
    isSuspended: (sourceId) => selectMark.get(keyOf('suspended', sourceId)) !== undefined,
    markSession: (opaqueHash) => {
      insertMark.run(keyOf('session', opaqueHash))
    },
    hasSession: (opaqueHash) => selectMark.get(keyOf('session', opaqueHash)) !== undefined,
    close: () => database.close(),
  }
}

const SCHEMA = `
  create table people (person integer primary key, key blob not null, id text not null);
  create table claims (prize blob not null, strength integer not null, last_login integer not null, person integer not null);
  create table twice (key blob primary key, first integer not null) without rowid;
  create table winners (prize blob primary key, winner text not null) without rowid;
  create table marks (key blob primary key) without rowid;`

/** Whoever comes second under an id claims nothing. Of ids that are numbers the smaller is lower, and all are before the others. */
const DECISION = `
  insert into twice select key, min(person) from people group by key having count(*) > 1;
  delete from claims where exists (select 1 from twice) and person in (
    select person from people join twice using (key) where person > first);
  insert into winners
    select prize, id from (
      select prize, id, row_number() over (
        partition by prize
        order by strength desc, last_login desc, id glob '*[^0-9]*', iif(id glob '*[^0-9]*', 0, length(id)), id
      ) as place
      from claims join people using (person)
      where prize in (select prize from claims group by prize having count(*) > 1)
    ) where place = 1;
  drop table claims;
  drop table people;`

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
