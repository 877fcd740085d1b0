import type { NewPerson } from '@latchkey/guard'
import type { Database } from 'better-sqlite3'

/** Somebody this API has seen. Times are ISO 8601, UTC. */
export interface Person {
  /** Whose todos are whose: the same at every sign-in, and never that of somebody else. */
  id: string
  name?: string
  firstSeenAt: string
}

export interface PersonStore {
  /** Finds who is there already, by issuer and subject, or makes a row: one, however many ask at once. */
  welcome(person: NewPerson): Person
}

interface PersonRow {
  id: string
  name: string | null
  first_seen_at: number
}

export function createPersonStore(database: Database, now: () => number = Date.now): PersonStore {
  const welcome = database.prepare<[string, string, string, string | null, number], PersonRow>(
    `INSERT INTO people (issuer, subject, id, name, first_seen_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (issuer, subject) DO UPDATE SET name = coalesce(excluded.name, name) RETURNING *`,
  )
  return {
    welcome({ issuer, subject, claims, principal }) {
      const name = typeof claims['name'] === 'string' ? claims['name'] : null
      const row = welcome.get(issuer, subject, principal.userId, name, now())
      if (row === undefined) throw new TypeError('SQLite returned no row for an INSERT … RETURNING')
      return {
        id: row.id,
        ...(row.name !== null && { name: row.name }),
        firstSeenAt: new Date(row.first_seen_at).toISOString(),
      }
    },
  }
}
