import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'

/** The moment at which the rows below end. */
export const NOW = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000
const PART = 100_000
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
const REFUSALS = ['invalid_credentials', 'email_unconfirmed', 'user_suspended', 'too_many_attempts']

/** The moment at which the person of this number signed up: one a second, the last at {@link NOW}. */
export const bornAt = (number, people) => NOW - (people - number) * 1_000

/** Half the id of the person of this number, by which pages begin. */
export const idAt = (number, people) =>
  `usr_${bornAt(number, people).toString(16).padStart(12, '0')}${'0'.repeat(20)}`

/** Statements that write what servers would have written one by one: people, an identity and two sessions for each, and as many entries of history, messages and deliveries. */
function* statementsFor(isSqlite, people) {
  yield isSqlite ? 'drop trigger audit_entries_begin' : 'drop trigger audit_entries_begin on audit_entries'
  for (let from = 0; from < people; from += PART)
    yield* partOf(isSqlite, { people, from, to: Math.min(from + PART, people) })
  yield `update counters set value = ${people} where name = 'audit_entries'`
  const hours = isSqlite
    ? '(with recursive n(value) as (select 0 union all select value + 1 from n where value < 719) select value from n) as n'
    : 'generate_series(0::bigint, 719) as n(value)'
  for (const [action, refusal] of [
    ['session.opened', ''],
    ['user.signed_up', ''],
    ...REFUSALS.map((one) => ['session.refused', one]),
  ])
    yield `insert into audit_counts (hour, action, refusal, count)
     select ${NOW - 30 * DAY} + n.value * 3600000, '${action}', '${refusal}', 100 + n.value from ${hours}`
}

function partOf(isSqlite, { people, from, to }) {
  const numbers = isSqlite
    ? `(with recursive n(value) as (select ${from} union all select value + 1 from n where value < ${to - 1}) select value from n) as n`
    : `generate_series(${from}::bigint, ${to - 1}) as n(value)`
  const hex = (text, width) =>
    isSqlite ? `printf('%0${width}x', ${text})` : `lpad(to_hex((${text})::bigint), ${width}, '0')`
  const pick = (list) =>
    isSqlite
      ? `json_extract('${JSON.stringify(list)}', '$[' || (n.value % ${list.length}) || ']')`
      : `('${JSON.stringify(list)}'::jsonb ->> (n.value % ${list.length})::int)`
  const at = `${NOW - people * 1_000} + n.value * 1000`
  const id = (prefix, salt) => `'${prefix}_' || ${hex(at, 12)} || ${hex(`n.value * 7919 + ${salt}`, 20)}`
  const name = `${pick(FIRST)} || ' ' || ${pick(LAST)} || ' ' || n.value`
  const address = `'p' || n.value || '@people.example'`
  const session = (salt, client) =>
    `insert into sessions (id, user_id, client_id, scope, audience, amr, authenticated_at, created_at, last_used_at, expires_at, generation, remembered)
     select ${id('ses', salt)}, ${id('usr', 0)}, ${client}, 'openid', 'https://api.example', 'pwd', ${at}, ${at}, ${at}, ${NOW * 2}, 0, 0 from ${numbers}`
  return [
    `insert into users (id, email, email_key, email_verified_at, name, profile, roles, suspended_at, created_at, updated_at)
     select ${id('usr', 0)}, ${address},
       case when n.value % 10 > 0 then ${address} end, case when n.value % 10 > 0 then 1 end, ${name}, '{}',
       case when n.value % 1000 = 0 then '["editor"]' else '["customer"]' end, case when n.value % 500 = 0 then 1 end, ${at}, ${at} from ${numbers}`,
    `insert into identities (provider, subject, user_id, created_at, last_used_at)
     select case when n.value % 50 = 0 then 'github' else 'google' end, 'sub' || n.value, ${id('usr', 0)}, 0, 0 from ${numbers}`,
    session(1, `'browser'`),
    session(2, `case when n.value % 2000 = 0 then 'rare' else 'mobile' end`),
    `insert into audit_entries (position, link, action, actor_kind, actor_id, user_id, refusal, network, occurred_at)
     select n.value + 1, 'link', case when n.value % 5 = 0 then 'session.refused' else 'session.opened' end, 'user', ${id('usr', 0)}, ${id('usr', 0)},
       case when n.value % 5 = 0 then ${pick(REFUSALS)} end, '198.51.' || (n.value % 250) || '.' || (n.value % 256), ${at} from ${numbers}`,
    `insert into mails (id, recipient, recipient_key, locale, kind, details, created_at, attempts, next_attempt_at, outcome, settled_at)
     select ${id('mail', 0)}, ${address}, ${address}, 'en', 'password_changed', '{}', ${at}, 1, case when n.value % 10000 = 7 then ${at} end,
       case when n.value % 10000 = 7 then null when n.value % 1000 = 5 then 'failed' else 'sent' end, case when n.value % 10000 <> 7 then ${at} end from ${numbers}`,
    `insert into webhook_deliveries (id, webhook_id, position, type, body, state, attempts, created_at, last_attempt_at, last_status, expires_at)
     select ${id('evt', 0)}, 'whk_1', n.value + 1, 'session.opened', '{}', case when n.value % 1000 = 3 then 'failed' else 'delivered' end, 1, ${at}, ${at}, 204, ${NOW * 2} from ${numbers}`,
  ]
}

/** @param where `{ file }` of SQLite, or `{ url }` of PostgreSQL, with a schema and without rows */
export async function seedOperators({ file, url }, people) {
  if (file === undefined) return runOnPostgres(url, statementsFor(false, people))
  const connection = new SqliteDatabase(file)
  connection.pragma('synchronous = OFF')
  for (const text of statementsFor(true, people)) connection.exec(text)
  connection.close()
}

export async function runOnPostgres(url, texts) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const text of texts) await client.query(text)
  } finally {
    await client.end()
  }
}
