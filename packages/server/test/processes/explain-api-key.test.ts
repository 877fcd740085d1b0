import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { explainApiKey } from '../../src/explain/explain-api-key.js'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { admittedBy, makeKey, OTHER_API, startApiKeyDoor } from '../fixtures/test-api-keys.js'
import type { TestBrowser } from '../fixtures/test-browser.js'
import { APP, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { API, ISSUER, ROOT_SECRET } from '../fixtures/test-latchkey.js'

const DAY = 24 * 60 * 60 * 1_000
const KEYS = { scopes: ['todos:read', 'todos:write'] }

interface Scene {
  readonly door: TestBrowserDoor
  readonly ada: TestBrowser
  /** Says what `latchkey explain -` says of a key. */
  explain(key: string, ...options: readonly string[]): ReturnType<CommandFolder['run']>
  /** Writes down the configuration that the operator has, with these API keys. */
  configure(apiKeys: object | undefined): Promise<void>
}

/** Somebody who may make keys, and the folder in which the operator of the server explains them. */
const withKeys = async (
  kind: (typeof databaseKinds)[number],
  run: (scene: Scene) => Promise<void>,
): Promise<void> => {
  await using database = await kind.create()
  await using door = await startApiKeyDoor({ database })
  await using folder = await makeCommandFolder({
    LATCHKEY_DATABASE: database.url,
    LATCHKEY_ISSUER: ISSUER,
    LATCHKEY_SECRET: ROOT_SECRET,
  })
  const configure = (apiKeys: object | undefined) => {
    const browser = { topology: { kind: 'same-origin', app: APP } }
    const options = { audiences: [API, OTHER_API], scopes: KEYS.scopes, browser, apiKeys }
    return folder.write('latchkey.config.mjs', `export default ${JSON.stringify(options)}`)
  }
  await configure(KEYS)
  const ada = door.openBrowser()
  await door.signUp(ada)
  await run({
    door,
    ada,
    configure,
    explain: (key, ...options) => folder.run(['explain', '-', ...options], {}, `Bearer ${key}\n`),
  })
}

const [sqlite] = databaseKinds
const ofServer = (run: (scene: Scene) => Promise<void>) => {
  if (sqlite === undefined) throw new Error('there is no kind of database')
  return withKeys(sqlite, run)
}

const reasonOf = ({ stdout }: { readonly stdout: string }) => /^Refused: (\w+)\./m.exec(stdout)?.[1]

test.each(databaseKinds)(
  'an API key that lives is told with what it opens, and never shown, on $name',
  { timeout: 120_000 },
  (kind) =>
    withKeys(kind, async ({ ada, explain }) => {
      const { key, apiKey } = await makeKey(ada)
      const { code, stdout, stderr } = await explain(key)
      expect([code, stderr]).toEqual([0, ''])
      const marks = stdout.match(/^ {2}[✓✗–] /gm)
      expect(marks?.map((mark) => mark.trim())).toEqual(['✓', '✓', '✓', '✓', '✓', '✓'])
      expect(stdout).toContain(`${apiKey.id} of client api-key lives, until ${apiKey.expiresAt}`)
      expect(stdout).toMatch(/✓ scopes +"todos:read"$/m)
      expect(stdout).toMatch(/^Accepted\. /m)
      expect(stdout).not.toContain(key.slice(5, 20))
      expect(stdout).not.toContain(key.slice(-10))
    }),
)

test('why a key opens nothing is told as guards refuse it', { timeout: 120_000 }, () =>
  ofServer(async ({ door, ada, explain }) => {
    const ended = await makeKey(ada)
    const live = await makeKey(ada)
    await ada.send('DELETE', `${paths.accountApiKeys}/${ended.apiKey.id}`)
    const ofEnded = await explain(ended.key)
    expect(ofEnded).toMatchObject({ code: 1, stdout: /✗ session .*ended at \d{4}-\S+Z: \w+/ })
    expect(reasonOf(ofEnded)).toBe(await admittedBy(door, ended.key))

    const later = new Date(Date.parse(live.apiKey.expiresAt) + DAY).toISOString()
    const ofExpired = await explain(live.key, '--at', later)
    expect(ofExpired).toMatchObject({ code: 1, stdout: /✗ session .*expired at/ })
    expect(reasonOf(ofExpired)).toBe('token_session_ended')

    await runSql(door.database, `update users set suspended_at = ${door.clock.now()}`)
    await door.restart()
    const ofSuspended = await explain(live.key)
    expect(ofSuspended).toMatchObject({ code: 1, stdout: /✗ user .*is suspended since/ })
    expect(reasonOf(ofSuspended)).toBe(await admittedBy(door, live.key))
  }),
)

test(
  'what an endpoint needs, and what the configuration has taken away since, counts',
  {
    timeout: 120_000,
  },
  () =>
    ofServer(async ({ ada, explain, configure }) => {
      const { key } = await makeKey(ada, { scopes: ['todos:read', 'todos:write'] })
      expect((await explain(key, '--scopes', 'todos:write', '--audience', API)).code).toBe(0)
      expect(reasonOf(await explain(key, '--audience', OTHER_API))).toBe('token_audience_mismatch')
      expect(reasonOf(await explain(key, '--roles', 'admin'))).toBe('role_insufficient')
      const forEditors = await explain(key, '--permissions', 'articles.write')
      expect(reasonOf(forEditors)).toBe('permission_insufficient')
      expect(forEditors.stdout).toMatch(/✗ permissions .*apiKeys\.carriesRoles/)

      await configure({ scopes: ['todos:read'] })
      const narrowed = await explain(key, '--scopes', 'todos:write')
      expect(reasonOf(narrowed)).toBe('scope_insufficient')
      expect(narrowed.stdout).toContain('not in apiKeys.scopes any more: "todos:write"')
      expect((await explain(key)).code).toBe(0)

      await configure({ ...KEYS, audiences: [OTHER_API] })
      expect(await explain(key)).toMatchObject({ code: 1, stdout: /✗ aud .*none of apiKeys\.audiences/ })
      await configure(undefined)
      expect(await explain(key)).toMatchObject({ code: 1, stdout: /✗ api keys .*no apiKeys/ })
    }),
)

test(
  'a key that was copied wrong is told by its letters, and one that was never made by the database',
  {
    timeout: 120_000,
  },
  () =>
    ofServer(async ({ door, ada, explain }) => {
      const { key } = await makeKey(ada)
      const wrong = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      for (const text of [wrong, key.slice(0, -1), 'lkak_secretsecretsecret']) {
        const told = await explain(text)
        expect(told).toMatchObject({ code: 1, stdout: /^An API key[\s\S]*✗ checksum/ })
        expect(told.stdout).not.toContain(text.slice(5))
      }
      await runSql(door.database, 'delete from sessions where key_name is not null')
      const gone = await explain(key)
      expect(gone).toMatchObject({ code: 1, stdout: /✓ checksum[\s\S]*✗ session +there is none/ })
      expect(reasonOf(gone)).toBe('token_session_ended')
    }),
)

test('a key that was copied wrong costs no look into the database', async () => {
  let looks = 0
  const told = await explainApiKey(
    {
      secrets: { hash: (text) => text },
      sessions: {
        find: async () => undefined,
        findOpaque: async () => {
          looks += 1
          return undefined
        },
      },
      accounts: { findById: async () => undefined },
      sessionPolicy: { idleLimit: DAY, absoluteLimit: DAY, refreshGrace: 0 },
      now: 0,
      apiKeys: undefined,
      requirement: {},
      audiences: undefined,
    },
    `lkak_${'0'.repeat(49)}`,
  )
  expect(looks).toBe(0)
  expect(told.verdict).toMatchObject({ outcome: 'refused', code: 'token_session_ended' })
})
