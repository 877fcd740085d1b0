import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import { openStorage } from '../packages/server/dist/storage/sql/open-database.js'
import { startPostgres } from './postgres.mjs'

/**
 * How long do operators wait for a list or a search, when there are a million people with two sessions each?
 * `node bench/admin-lists.mjs [sqlite|postgres]`; BENCH_PEOPLE says how many. The floor, in the same run, is reading as many people by their ids.
 */
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 1_000_000)
const ROUNDS = 100
const LIMIT = 25
const INDEXED_AT_ONCE = 2_000
const FIRST = [
  'Ada',
  'Grace',
  'José',
  'Łukasz',
  'Anna',
  'Annika',
  'Otto',
  'Zoë',
  'Mehmet',
  'Søren',
  'Ines',
  'Wei',
]
const LAST = [
  'Lovelace',
  'Hopper',
  'García',
  'Nowak',
  'Schmidt',
  'Ångström',
  'Yılmaz',
  'Jensen',
  'Rossi',
  'Li',
]
const NOW = Date.UTC(2026, 10, 21)
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const policy = { idleLimit: 1e12, absoluteLimit: 1e12, refreshGrace: 0 }

const pick = (list, isSqlite) =>
  isSqlite
    ? `json_extract('${JSON.stringify(list)}', '$[' || (n.value % ${list.length}) || ']')`
    : `('${JSON.stringify(list)}'::jsonb ->> (n.value % ${list.length})::int)`

/** Rows of one statement a table: what a server would have written one by one. */
function seeding(isSqlite, from, to) {
  const numbers = isSqlite
    ? `(with recursive n(value) as (select ${from} union all select value + 1 from n where value < ${to - 1}) select value from n) as n`
    : `generate_series(${from}::bigint, ${to - 1}) as n(value)`
  const hex = (text, width) =>
    isSqlite ? `printf('%0${width}x', ${text})` : `lpad(to_hex((${text})::bigint), ${width}, '0')`
  const at = `${NOW - PEOPLE * 1_000} + n.value * 1000`
  const id = (prefix, salt) => `'${prefix}_' || ${hex(at, 12)} || ${hex(`n.value * 7919 + ${salt}`, 20)}`
  const name = `${pick(FIRST, isSqlite)} || ' ' || ${pick(LAST, isSqlite)} || ' ' || n.value`
  const session = (salt, client) =>
    `insert into sessions (id, user_id, client_id, scope, audience, amr, authenticated_at, created_at, last_used_at, expires_at, generation, remembered)
     select ${id('ses', salt)}, ${id('usr', 0)}, ${client}, 'openid', 'https://api.example', 'pwd', ${at}, ${at}, ${at}, ${NOW * 2}, 0, 0 from ${numbers}`
  return [
    `insert into users (id, email, email_key, email_verified_at, name, profile, roles, suspended_at, created_at, updated_at)
     select ${id('usr', 0)}, 'p' || n.value || '@people.example',
       case when n.value % 10 > 0 then 'p' || n.value || '@people.example' end, case when n.value % 10 > 0 then 1 end, ${name}, '{}',
       case when n.value % 1000 = 0 then '["editor"]' else '["customer"]' end, case when n.value % 500 = 0 then 1 end, ${at}, ${at} from ${numbers}`,
    `insert into identities (provider, subject, user_id, created_at, last_used_at)
     select case when n.value % 50 = 0 then 'github' else 'google' end, 'sub' || n.value, ${id('usr', 0)}, 0, 0 from ${numbers}`,
    session(1, `'browser'`),
    session(2, `case when n.value % 2000 = 0 then 'rare' else 'mobile' end`),
  ]
}

const lists = {
  'everybody, first page': { filter: () => ({}) },
  'everybody, a page in the middle': { filter: () => ({}), middle: true },
  suspended: { filter: () => ({ status: 'suspended' }) },
  unconfirmed: { filter: () => ({ status: 'unconfirmed' }) },
  'a role that few have': { filter: () => ({ role: 'editor' }) },
  'a role that all have': { filter: () => ({ role: 'customer' }) },
  'a provider': { filter: () => ({ provider: 'github' }) },
  'a range of time': { filter: (n) => ({ createdFrom: NOW - n * 1_000, createdBefore: NOW - n * 500 }) },
  'suspended with a role nobody has': { filter: () => ({ status: 'suspended', role: 'nobody' }) },
  'search: one letter': { filter: () => ({ search: 'a' }) },
  'search: a common word': { filter: () => ({ search: 'example' }) },
  'search: beginning of a name': { filter: () => ({ search: 'lova' }) },
  'search: two common words': { filter: () => ({ search: 'ada lov' }) },
  'search: a common word and a rare one': { filter: (n) => ({ search: `people ${n}` }) },
  'search: whole address': { filter: (n) => ({ search: `p${n}@people.example` }) },
  'search: subject': { filter: (n) => ({ search: `sub${n}` }) },
  'search: nobody': { filter: (n) => ({ search: `ada qqq${n}` }) },
  'search: common, with a role nobody has': { filter: () => ({ search: 'a', role: 'nobody' }) },
}
const sessionLists = {
  sessions: () => ({}),
  'sessions of a client that few have': () => ({ clientId: 'rare' }),
  'sessions of a client that half have': () => ({ clientId: 'mobile' }),
  'sessions since an hour': () => ({ since: NOW - 3_600_000 }),
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]

async function time(work) {
  const taken = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now()
    await work(round)
    taken.push(performance.now() - begun)
  }
  taken.sort((a, b) => a - b)
  return { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) }
}

async function ask(kind) {
  const isSqlite = kind === 'sqlite'
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-lists-'))
  const postgres = isSqlite ? undefined : await startPostgres()
  const file = join(folder, 'latchkey.db')
  const storage = openStorage(isSqlite ? { kind, file } : { kind, url: postgres.url }, silent)
  try {
    await storage.migrate(NOW)
    await seed(isSqlite, { file, url: postgres?.url })
    const begun = performance.now()
    while ((await storage.userDirectory.indexWords(INDEXED_AT_ONCE)) > 0);
    console.log(`${kind}: words of ${PEOPLE} people in ${Math.round((performance.now() - begun) / 1_000)} s`)
    if (!isSqlite) await onPostgres(postgres.url, ['vacuum analyze'])
    const page = { after: null, limit: LIMIT }
    const { users } = await storage.userDirectory.find({}, page)
    const print = (name, { p50, p99 }) =>
      console.log(
        `${kind} | ${name} | p50 ${p50.toFixed(1)} ms | p99 ${p99.toFixed(1)} ms | ${p99 < 100 ? 'yes' : 'NO'}`,
      )
    print(
      `floor: ${LIMIT} people by their ids`,
      await time(() => storage.userDirectory.read(users.map(({ id }) => id))),
    )
    const middle = {
      id: `usr_${(NOW - PEOPLE * 500).toString(16).padStart(12, '0')}${'0'.repeat(20)}`,
      createdAt: null,
      word: null,
    }
    for (const [name, { filter, middle: isMiddle }] of Object.entries(lists)) {
      const at = isMiddle ? { ...page, after: middle } : page
      print(name, await time((round) => storage.userDirectory.find(filter((round * 7_919) % PEOPLE), at)))
    }
    const when = { policy, now: NOW }
    for (const [name, filter] of Object.entries(sessionLists))
      print(name, await time(() => storage.sessionDirectory.find(filter(), page, when)))
    print('holders of a role', await time(() => storage.userDirectory.countHolders('customer', 1_001)))
  } finally {
    await storage.close()
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function seed(isSqlite, { file, url }) {
  const PART = 100_000
  const texts = []
  for (let from = 0; from < PEOPLE; from += PART)
    texts.push(...seeding(isSqlite, from, Math.min(from + PART, PEOPLE)))
  if (!isSqlite) return onPostgres(url, texts)
  const connection = new SqliteDatabase(file)
  connection.pragma('synchronous = OFF')
  for (const text of texts) {
    // SQLite numbers sessions by a counter that goes up with each; here it is told at the end.
    connection.exec(text)
  }
  connection.close()
}

async function onPostgres(url, texts) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const text of texts) await client.query(text)
  } finally {
    await client.end()
  }
}

const [wanted] = process.argv.slice(2)
for (const kind of ['sqlite', 'postgres']) if (wanted === undefined || wanted === kind) await ask(kind)
