import type { EndedOrigin, OriginKeys } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { EndedOrigins } from '../../ports/ended-origins.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

export const endedOriginsOn = (connection: Connection): EndedOrigins => ({
  note: async (origin, endedAt, expiresAt) => {
    for (const key of endedKeys(origin)) await connection.run(upsertEnd, { key, endedAt, expiresAt })
  },
  covers: async (keys, provedAt) =>
    (await connection.run(selectEnds, { ...coveringKeys(keys), provedAt })).length > 0,
})

const person = (subject: string): string => `person ${subject}`
const session = (of: string): string => `session ${of}`
/** Of a person and a session: that one, and those of the person of which no session is known. */
const both = (subject: string, of: string): string => `person ${subject} session ${of}`
const unnamed = (subject: string): string => `person ${subject} without session`

const endedKeys = ({ subject, session: of }: EndedOrigin): readonly string[] => {
  if (subject === null) return [session(of)]
  return of === null ? [person(subject)] : [both(subject, of), unnamed(subject)]
}

/** Of what there is none, there is no end. */
const NONE = ''

const coveringKeys = ({ subject, session: of }: OriginKeys): CoveringKeys => ({
  ofPerson: person(subject),
  ofUnnamed: of === null ? unnamed(subject) : NONE,
  ofSession: of === null ? NONE : session(of),
  ofBoth: of === null ? NONE : both(subject, of),
})

interface CoveringKeys {
  readonly ofPerson: string
  readonly ofUnnamed: string
  readonly ofSession: string
  readonly ofBoth: string
}

const upsertEnd = statement((db, given: { key: string; endedAt: Millis; expiresAt: Millis }) =>
  db
    .insertInto('ended_origins')
    .values({ key: given.key, ended_at: given.endedAt, expires_at: given.expiresAt })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((row) => ({
          ended_at: row.ref('excluded.ended_at'),
          expires_at: row.ref('excluded.expires_at'),
        }))
        .whereRef('ended_origins.ended_at', '<', 'excluded.ended_at'),
    ),
)

/** A session there that has ended does not begin again, whatever the time; a person signs in again. */
const selectEnds = statement((db, given: CoveringKeys & { provedAt: Millis }) =>
  db
    .selectFrom('ended_origins')
    .select('key')
    .where((row) =>
      row.or([
        row('key', 'in', [given.ofSession, given.ofBoth]),
        row.and([row('key', 'in', [given.ofPerson, given.ofUnnamed]), row('ended_at', '>', given.provedAt)]),
      ]),
    ),
)
