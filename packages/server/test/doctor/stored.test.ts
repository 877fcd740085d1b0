import { createLatchkey } from '@latchkey/server'
import { describe, expect, test } from 'vitest'
import { compareClocks } from '../../src/doctor/check-clock.js'
import type { Finding } from '../../src/doctor/finding.js'
import { localChecks } from '../../src/doctor/local-checks.js'
import { runChecks } from '../../src/doctor/run-checks.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'

const SECRET = '8f3a1c5e7b9d2046a8c1e3f507192b4d6e8fa0b2c4d6e8f1'
const OTHER = '1b9d2046a8c1e3f507192b4d6e8fa0b2c4d6e8f18f3a1c5e'
const DAY = 24 * 60 * 60_000

const look = (database: TestDatabase, secrets: readonly string[] = [SECRET]): Promise<readonly Finding[]> =>
  runChecks(
    localChecks({
      options: { database: database.url, issuer: 'http://localhost:4000', secrets },
      environment: {},
      settings: undefined,
      testRecipient: undefined,
      explainFailure: () => undefined,
      openStored: () => () => ({ provider: undefined, problem: 'nobody opens it here' }),
    }),
  )
const badOf = (findings: readonly Finding[]) =>
  findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ check, severity, seen }) => `${severity} ${check}: ${seen}`)

const startOnce = async (database: TestDatabase, secrets: readonly string[] = [SECRET]): Promise<void> => {
  const options = { issuer: 'http://localhost:4000', secrets, database: database.url, logLevel: 'silent' }
  await (await createLatchkey(options)).close()
}

describe.each(databaseKinds)('a $name database', (kind) => {
  test('that a server has used is well, and nothing of the secret is told', async () => {
    await using database = await kind.create()
    await startOnce(database)
    const findings = await look(database)
    expect(badOf(findings)).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(
      kind.name === 'postgres'
        ? ['database', 'database', 'secrets', 'signing keys']
        : ['database', 'secrets', 'signing keys'],
    )
    expect(JSON.stringify(findings)).not.toContain(SECRET)
  })

  test('that is not migrated is told so, and stays as it is', async () => {
    await using database = await kind.createEmpty()
    const due =
      kind.name === 'postgres'
        ? /^warning database: \d+ migrations are due/
        : /^warning database: there is no /
    expect(badOf(await look(database))).toEqual([expect.stringMatching(due)])
    expect(badOf(await look(database))).toEqual([expect.stringMatching(due)])
  })

  test('that a newer Latchkey has changed is told so', async () => {
    await using database = await kind.create()
    await startOnce(database)
    await runSql(database, "insert into schema_migrations values (9999, 'from-the-future', 0)")
    expect(badOf(await look(database))).toEqual(['error database: a newer Latchkey has changed the schema'])
  })

  test('whose keys were sealed under another secret is told so', async () => {
    await using database = await kind.create()
    await startOnce(database)
    expect(badOf(await look(database, [OTHER]))).toEqual([
      expect.stringMatching(/^error secrets: .*sealed under another secret/),
    ])
    expect(badOf(await look(database, [OTHER, SECRET]))).toEqual([
      'warning secrets: the signing key is still sealed under a retiring secret',
      'warning secrets: 1 retiring secrets are still accepted',
    ])
  })

  test('whose key has signed for long is told so', async () => {
    await using database = await kind.create()
    await startOnce(database)
    const longAgo = Date.now() - 800 * DAY
    await runSql(database, `update signing_keys set created_at = ${longAgo}, signs_from = ${longAgo}`)
    expect(badOf(await look(database))).toEqual([
      expect.stringMatching(/^warning secrets: it has sealed keys since/),
      expect.stringMatching(/^warning signing keys: the same key has signed for 800 days/),
    ])
  })
})

test.each([
  'change-me-change-me-change-me-change-me',
  'a'.repeat(64),
  'abababababababababababababababababab',
])('the secret %j is not taken for one from a random generator', async (secret) => {
  const [sqlite] = databaseKinds
  if (sqlite === undefined) throw new Error('there is no kind of database')
  await using database = await sqlite.create()
  await startOnce(database, [secret])
  const findings = await look(database, [secret])
  expect(badOf(findings)).toEqual([expect.stringMatching(/does not look like one from a random generator/)])
  expect(JSON.stringify(findings)).not.toContain(secret)
})

test.each([
  [0, 'ok'],
  [4_999, 'ok'],
  [-5_000, 'warning'],
  [59_000, 'warning'],
  [-60_000, 'error'],
  [60_000, 'error'],
])('a clock that is %i milliseconds ahead is: %s', (difference, severity) => {
  expect(compareClocks(1_000_000 + difference, 1_000_000, 'the server').severity).toBe(severity)
})
