import { describe, expect, test } from 'vitest'
import { checkDatabase } from '../../src/configuration/check-environment.js'
import type { AuditFilter } from '../../src/model/audit-filter.js'
import type { WebhookId } from '../../src/model/ids.js'
import type { UserFilter } from '../../src/ports/user-directory.js'
import { findEntries } from '../../src/storage/sql/audit/find-entries.js'
import type { Connection, Database } from '../../src/storage/sql/database.js'
import { openPostgres } from '../../src/storage/sql/dialects/postgres.js'
import { openSqlite } from '../../src/storage/sql/dialects/sqlite.js'
import { exactMatches } from '../../src/storage/sql/directory/exact-matches.js'
import { sessionDirectoryOn } from '../../src/storage/sql/directory/session-directory.js'
import { countWords, walkFor, walkWords } from '../../src/storage/sql/directory/walks.js'
import { outboxInspectionOn } from '../../src/storage/sql/outbox.js'
import { statement } from '../../src/storage/sql/statement.js'
import { webhookDeliveriesOn } from '../../src/storage/sql/webhook-deliveries.js'
import { selectDue, selectWaiting } from '../../src/storage/sql/webhook-turns.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { NOW, openStores, POLICY } from '../fixtures/stores.js'

const openRaw = ({ url }: TestDatabase): Database => {
  const settings = checkDatabase(url, (at, problem) => {
    throw new Error(`${at}: ${problem}`)
  })
  return settings.kind === 'sqlite'
    ? openSqlite(settings.file)
    : openPostgres(settings.url, { onIdleError: () => {} })
}

/** A connection that says how each statement would be run, and finds nothing. */
const explaining = (database: Database, plans: string[]): Connection => ({
  dialect: database.dialect,
  run: async (asked, parameters) => {
    const how = database.dialect.name === 'sqlite' ? 'explain query plan' : 'explain'
    const explained = statement<typeof parameters, Record<string, string>>((db, given) => ({
      compile: () => {
        const compiled = asked.build(db, given).compile()
        return { ...compiled, sql: `${how} ${compiled.sql}` }
      },
    }))
    plans.push(
      ...(await database.run(explained, parameters)).map((row) => row['detail'] ?? row['QUERY PLAN'] ?? ''),
    )
    return []
  },
})

/** One of a hundred, of whose deliveries few wait. */
const WEBHOOK = 'whk_7' as WebhookId

/** Enough rows that PostgreSQL does not read a whole table because it is small. */
const seed = async (database: TestDatabase, isPostgres: boolean): Promise<void> => {
  const numbers = isPostgres
    ? 'generate_series(0, 19999) as n(value)'
    : '(with recursive n(value) as (select 0 union all select value + 1 from n where value < 19999) select value from n) as n'
  const id = isPostgres ? `'usr_' || lpad(to_hex(n.value), 32, '0')` : `'usr_' || printf('%032x', n.value)`
  const session = id.replace("'usr_'", "'ses_'")
  const sql = [
    `insert into users (id, created_at, updated_at, profile, roles, suspended_at, name) select ${id}, n.value, 0, '{}', case when n.value % 50 = 0 then '["editor"]' else '[]' end, case when n.value % 100 = 0 then 1 end, 'Ada' from ${numbers}`,
    `insert into identities (provider, subject, user_id, created_at, last_used_at) select case when n.value % 20 = 0 then 'github' else 'google' end, ${id}, ${id}, 0, 0 from ${numbers}`,
    `insert into user_words (word, user_id) select 'w' || n.value, ${id} from ${numbers}`,
    `insert into login_names (name, folded, user_id) select 'n' || n.value, 'n' || n.value, ${id} from ${numbers}`,
    `insert into django_accounts (user_id, id, username, joined_at) select ${id}, 'd' || n.value, 'n' || n.value, 0 from ${numbers}`,
    `insert into webhook_deliveries (id, webhook_id, position, type, body, state, attempts, created_at, next_attempt_at, expires_at) select 'msg_' || n.value, 'whk_' || (n.value % 100), n.value, 'user.created', '{}', case when n.value % 70 = 0 then 'failed' else 'delivered' end, 1, n.value, case when n.value % 50 = 0 then n.value end, 0 from ${numbers}`,
    `insert into sessions (id, user_id, client_id, scope, audience, amr, authenticated_at, created_at, last_used_at, expires_at, generation, remembered) select ${session}, ${id}, case when n.value % 50 = 0 then 'rare' else 'web' end, '', '', '', 0, 0, 0, 0, 0, 0 from ${numbers}`,
    `insert into audit_entries (action, actor_kind, actor_id, user_id, network, refusal, occurred_at) select 'session.opened', 'user', ${id}, ${id}, 'n' || n.value % 500, case when n.value % 50 = 0 then 'credentials_wrong' end, n.value from ${numbers}`,
    `update audit_entries set position = id, link = 'x'`,
    `insert into mails (id, recipient, recipient_key, locale, kind, details, created_at, attempts, next_attempt_at, outcome, settled_at) select 'mail_' || n.value, 'a', 'a', 'en', 'password_changed', '{}', n.value, 1, case when n.value % 100 = 0 then n.value end, case when n.value % 100 = 0 then null when n.value % 100 = 1 then 'failed' else 'sent' end, case when n.value % 100 > 0 then 1 end from ${numbers}`,
    `insert into audit_counts (hour, action, refusal, count) select n.value, 'session.opened', '', 1 from ${numbers}`,
  ]
  for (const text of sql) await runSql(database, text)
  await runSql(database, 'analyze')
}

const lists: readonly { readonly name: string; readonly filter: UserFilter }[] = [
  { name: 'everybody', filter: {} },
  { name: 'who is suspended', filter: { status: 'suspended' } },
  { name: 'who is unconfirmed', filter: { status: 'unconfirmed' } },
  { name: 'who has a role', filter: { role: 'editor' } },
  { name: 'who comes by a provider', filter: { provider: 'github' } },
  { name: 'who was created in a time', filter: { createdFrom: 0, createdBefore: 5_000 } },
  { name: 'who has a role and was created in a time', filter: { role: 'editor', createdFrom: 10 } },
]

const histories: readonly AuditFilter[] = [
  {},
  { userId: `usr_${'0'.repeat(28)}2000` as never },
  { actorId: `usr_${'0'.repeat(28)}2000` },
  { network: 'n7' },
  { action: 'session.opened' },
  { action: 'user.deleted', outcome: 'done' },
  { outcome: 'refused' },
  { outcome: { refusal: 'credentials_wrong' } },
  { from: 5_000, before: 5_100 },
  { from: 5_000, userId: `usr_${'0'.repeat(28)}2000` as never },
]

describe.each(databaseKinds)('lists at a large number of rows on $name', { timeout: 60_000 }, (kind) => {
  test('are read by an index, from their place on', async () => {
    await using stores = await openStores(kind)
    await seed(stores.database, kind.name === 'postgres')
    const database = openRaw(stores.database)
    try {
      const planOf = async (ask: (connection: Connection) => Promise<unknown>): Promise<string> => {
        const plans: string[] = []
        await ask(explaining(database, plans))
        return plans.join('\n')
      }
      const after = { id: `usr_${'0'.repeat(28)}2000`, createdAt: null, word: null }
      const asked: Record<string, (connection: Connection) => Promise<unknown>> = {
        ...Object.fromEntries(
          lists.map(({ name, filter }) => [name, (on: Connection) => walkFor(filter)(on, after, 25)]),
        ),
        'deliveries of a webhook': (on) =>
          webhookDeliveriesOn(on).list(WEBHOOK, { state: undefined, after: null, limit: 25 }),
        'deliveries that failed': (on) =>
          webhookDeliveriesOn(on).list(WEBHOOK, { state: 'failed', after: null, limit: 25 }),
        'what is due to a webhook': (on) => on.run(selectDue, { id: WEBHOOK, now: 30, limit: 25 }),
        'how much waits for a webhook': (on) => on.run(selectWaiting, { id: WEBHOOK, most: 25 }),
        'a word': (on) => walkWords('w12')(on, null, 25),
        'how many words': (on) => countWords(on, 'w12', 100),
        'an exact match': (on) => exactMatches(on, 'w12'),
        ...Object.fromEntries(
          [{}, { clientId: 'rare' }, { userId: after.id as never }, { since: NOW }].map((filter) => [
            `sessions ${JSON.stringify(filter)}`,
            (on: Connection) =>
              sessionDirectoryOn(on).find(filter, { after: null, limit: 25 }, { policy: POLICY, now: NOW }),
          ]),
        ),
        'how many sessions live': (on) => sessionDirectoryOn(on).countLive(NOW, 25),
        ...Object.fromEntries(
          (['all', 'waiting', 'failed'] as const).map((which) => [
            `messages ${which}`,
            (on: Connection) => outboxInspectionOn(on).list(which, 25),
          ]),
        ),
        'how many messages wait': (on) => outboxInspectionOn(on).count('waiting', 25),
        'how many messages were given up': (on) => outboxInspectionOn(on).count('failed', 25),
        ...Object.fromEntries(
          histories.map((filter) => [
            `history ${JSON.stringify(filter)}`,
            (on: Connection) => findEntries(on, filter, { before: 10_000, limit: 25 }),
          ]),
        ),
      }
      for (const [name, ask] of Object.entries(asked)) {
        const plan = await planOf(ask)
        expect(plan, name).toMatch(/index|primary key/i)
        // Nothing is put in order first: the index has it.
        if (name.startsWith('history')) expect(plan, name).not.toMatch(/Sort|TEMP B-TREE/)
        // A whole table, read row by row, has no place in any of them.
        expect(plan, name).not.toMatch(
          /Seq Scan|^SCAN (users|identities|sessions|user_words|user_roles|login_names|django_accounts|audit_entries|webhook_deliveries|mails)(?! USING)/m,
        )
      }
    } finally {
      await database.close()
    }
  })
})
