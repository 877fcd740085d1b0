import { readMoment } from '../read-moment.js'
import type { Found } from '../source.js'
import { groupBy, pagesOf, type Row } from '../tables/source-tables.js'
import type { DjangoDatabase } from './django-database.js'
import { type DjangoSession, openDjangoSession } from './django-session.js'

const TABLE = 'django_session'

/** The sessions of people who are signed in to the old backend. Without its secret nobody can say whose they are. */
export async function* readSessions(
  database: DjangoDatabase,
  secretKey: string | undefined,
): AsyncGenerator<Found> {
  if (!database.tables.has(TABLE)) return
  if (secretKey === undefined) {
    const count = await database.source.count(TABLE)
    if (count > 0) yield { type: 'remark', kind: 'session_secret_missing', count }
    return
  }
  let isEmpty = true
  let verified = 0
  let left = 0
  for await (const rows of pagesOf(database.source, TABLE, 'session_key')) {
    const opened = rows.map((row) => ({
      row,
      session: openDjangoSession(secretKey, row['session_data'] ?? ''),
    }))
    isEmpty = false
    const passwords = await readPasswords(
      database,
      opened.flatMap(({ session }) => (typeof session === 'string' ? [] : session.userId)),
    )
    for (const { row, session } of opened) {
      const found = typeof session === 'string' ? undefined : toFound(row, session, passwords)
      if (session !== 'foreign') verified += 1
      if (found === undefined) left += 1
      else yield found
    }
  }
  // One that verifies tells that the secret is the right one; that none does, that it hardly is.
  if (left > 0)
    yield { type: 'remark', kind: verified > 0 ? 'session_unverified' : 'session_secret_other', count: left }
  // A secret that opens none of them does not tell who has signed out there.
  if (isEmpty || verified > 0) yield { type: 'all_sessions', form: 'django_session' }
}

const readPasswords = async (
  { source, users }: DjangoDatabase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Row[]>> => {
  const [someone] = await source.page({ table: users.name, key: users.primaryKey, after: null, limit: 1 })
  const shape = SHAPES.find((known) => known.test(someone?.[users.primaryKey] ?? ''))
  // A column of numbers or UUIDs is not asked for anything else: PostgreSQL takes that for an error.
  const asked = [...new Set(ids)].filter((id) => shape?.test(id) ?? /^[^\0]{1,255}$/.test(id))
  return groupBy(await source.rowsWhere(users.name, users.primaryKey, asked), users.primaryKey)
}

const SHAPES = [/^\d{1,18}$/, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i]

const SESSION_KEY = /^[a-z0-9]{8,40}$/

const toFound = (
  row: Row,
  session: DjangoSession,
  passwords: ReadonlyMap<string, readonly Row[]>,
): Found | undefined => {
  const text = row['session_key'] ?? ''
  const expiresAt = readMoment(row['expire_date'])
  const stored = passwords.get(session.userId)?.[0]?.['password']
  if (!SESSION_KEY.test(text) || expiresAt === null || stored == null || !session.isOfPassword(stored))
    return undefined
  return {
    type: 'session',
    sourceId: session.userId,
    session: { form: 'django_session', text, createdAt: session.savedAt, expiresAt },
  }
}
