import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { startServer } from '../server-process.mjs'

const SESSIONS_PER_LIST = 2 ** 20
/** How many of a hundred have ended. */
const ENDED_OF_HUNDRED = 1
const KIBIBYTE = 1_024

/** So many rows as `number`, from 0. */
const counting = (count) =>
  `with recursive counting (number) as (select 0 union all select number + 1 from counting where number < ${count - 1})`

/**
 * So many sessions that live, and ends of one in a hundred, scattered. Lists are made of the ends; of the sessions, all rows are there for a
 * million, the first and the last for more.
 */
function fill(file, sessions) {
  const database = new SqliteDatabase(file)
  const now = Date.now()
  const rows = sessions > 1_000_000 ? 2 : sessions
  const between = rows === 2 ? sessions - 1 : 1
  const ends = (sessions * ENDED_OF_HUNDRED) / 100
  // Nobody waits for the disk here: what is measured comes after.
  database.pragma('synchronous = OFF')
  database.exec(`begin;
    insert into users (id, created_at, updated_at) values ('usr_bench', 0, 0);
    insert into sessions (id, user_id, client_id, scope, audience, amr, authenticated_at, created_at, last_used_at,
        expires_at, generation, remembered, number)
      ${counting(rows)} select printf('ses_%032d', number), 'usr_bench', 'web', 'openid', 'http://localhost:8000', 'fed', ${now},
        ${now}, ${now}, ${now + 86_400_000}, 0, 0, number * ${between} from counting;
    insert into security_events (type, user_id, session_id, session_number, reason, occurred_at)
      ${counting(ends)} select 'session-revoked', 'usr_bench', printf('ses_%032d', number), (number * 7919 * 100) % ${sessions},
        'signed_out', ${now} from counting;
    commit`)
  database.close()
}

const timed = async (work) => {
  const startedAt = performance.now()
  const answer = await work()
  return { milliseconds: performance.now() - startedAt, answer }
}

async function askOf(sessions) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-lists-'))
  try {
    // Makes the tables.
    await (await startServer('latchkey', { folder })).stop()
    fill(join(folder, 'latchkey.db'), sessions)
    const server = await startServer('latchkey', { folder })
    const lists = Math.ceil(sessions / SESSIONS_PER_LIST)
    let first = 0
    let kept = 0
    let size = 0
    for (let list = 0; list < lists; list += 1) {
      const get = async (headers = {}) => {
        const response = await fetch(`${server.url}/status-lists/${list}`, { headers })
        if (response.status !== 200 && response.status !== 304) throw new Error(await response.text())
        return { etag: response.headers.get('etag'), text: await response.text() }
      }
      const made = await timed(() => get())
      const again = await timed(() => get({ 'if-none-match': made.answer.etag }))
      first += made.milliseconds
      kept += again.milliseconds
      size += made.answer.text.length
    }
    await server.stop()
    const each = (sum) => (sum / lists).toFixed(1)
    return {
      question: `status lists of ${sessions.toLocaleString('en-US')} sessions of which ${ENDED_OF_HUNDRED} % have ended: ${lists}`,
      value: `${each(first)} ms to read, make and fetch one, ${each(kept)} ms once it is kept, ${(size / lists / KIBIBYTE).toFixed(1)} KiB each`,
      aimText: 'one < 1000 ms',
      met: first / lists < 1_000,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What it costs to make the lists of a server that has many sessions, and to fetch them. */
export const askStatusLists = async () => [await askOf(1_000_000), await askOf(10_000_000)]
