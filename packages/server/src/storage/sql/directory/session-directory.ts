import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import { livenessOf, type Session } from '../../../model/session.js'
import type { Millis } from '../../../model/time.js'
import type { SessionDirectory, SessionFilter } from '../../../ports/session-directory.js'
import type { Connection } from '../database.js'
import { toSession } from '../session-statements.js'
import { statement } from '../statement.js'
import type { SessionRow } from '../tables.js'
import { lookedAt, ROUNDS } from './looked-at.js'

/** Above every id, and below it, in whatever order a database has its letters. */
const BEHIND_ALL = `ses_${'g'.repeat(32)}`
const TIME_DIGITS = 12

export const sessionDirectoryOn = (connection: Connection): SessionDirectory => ({
  find: async (filter, { after, limit }, { policy, now }) => {
    const found: Session[] = []
    let at = after?.id ?? BEHIND_ALL
    for (let round = 0; round < ROUNDS; round += 1) {
      const size = lookedAt(limit, round)
      const read = await readBehind(connection, filter, { after: at, limit: size })
      const live = read.filter(
        (session) => fits(filter, session) && livenessOf(session, policy, now) === 'live',
      )
      found.push(...live)
      const last = read.at(-1)
      if (found.length > limit || last === undefined || read.length < size) {
        const sessions = found.slice(0, limit)
        const end = found.length > limit ? sessions.at(-1) : undefined
        return { sessions, next: end === undefined ? null : placeOf(end.id) }
      }
      at = last.id
    }
    return { sessions: found, next: placeOf(at) }
  },
  countLive: async (now, most) => {
    const [row] = await connection.run(countLive, { now, most: most + 1 })
    return { count: Number(row?.live ?? 0), more: Number(row?.seen ?? 0) > most }
  },
})

const placeOf = (id: string) => ({ id, createdAt: null, word: null })

const fits = ({ userId, clientId }: SessionFilter, session: Session): boolean =>
  (userId === undefined || session.userId === userId) &&
  (clientId === undefined || session.clientId === clientId)

/** By the index of the condition that leaves the fewest: ids begin with their time of birth. */
const readBehind = async (
  connection: Connection,
  { userId, clientId, since = 0 }: SessionFilter,
  page: Pick<Behind, 'after' | 'limit'>,
): Promise<readonly Session[]> => {
  const from = `ses_${since.toString(16).padStart(TIME_DIGITS, '0')}`
  const behind = { ...page, from }
  const rows =
    userId !== undefined
      ? await connection.run(selectOfUser, { ...behind, userId })
      : clientId !== undefined
        ? await connection.run(selectOfClient, { ...behind, clientId })
        : await connection.run(selectAll, behind)
  return rows.map(toSession)
}

interface Behind {
  readonly after: string
  readonly from: string
  readonly limit: number
}

const select = <Condition extends object>(where: (given: Condition) => ReturnType<typeof sql>) =>
  statement((db, given: Behind & Condition) => ({
    compile: () =>
      sql<SessionRow>`
        select * from sessions where ${where(given)} id < ${given.after} and id >= ${given.from}
        order by id desc limit ${given.limit}`.compile(db),
  }))

const selectAll = select(() => sql``)
const selectOfUser = select(({ userId }: { readonly userId: UserId }) => sql`user_id = ${userId} and`)
// Those that have ended are looked at as well, and kept for a time: so the bound is on what is read.
const countLive = statement((db, given: { readonly now: Millis; readonly most: number }) => ({
  compile: () =>
    sql<{ seen: number; live: number }>`
      select count(*) as seen, count(case when ended_at is null and key_name is null then 1 end) as live from
        (select ended_at, key_name from sessions where expires_at > ${given.now} order by expires_at desc limit ${given.most}) as looked_at`.compile(
      db,
    ),
}))

/** Both columns stand in the order, so that there is one index for it: by `id` alone PostgreSQL would pass everybody else's sessions. */
const selectOfClient = statement((db, given: Behind & { readonly clientId: string }) => ({
  compile: () =>
    sql<SessionRow>`
      select * from sessions where ended_at is null
        and (client_id, id) < (${given.clientId}, ${given.after}) and (client_id, id) >= (${given.clientId}, ${given.from})
      order by client_id desc, id desc limit ${given.limit}`.compile(db),
}))
