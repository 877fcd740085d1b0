import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { jwkSet, paths, tokenResponse } from '@latchkey/contract'
import { startDevelopmentProvider } from '@latchkey/testkit'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { type CommandFolder, freePort, makeCommandFolder, SERVER_MODULE } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { basic, type TestClient } from '../fixtures/test-latchkey.js'

const SECRET = 'a-root-secret-of-a-test-0123456789abcdef'
const ENVIRONMENT = { LATCHKEY_SECRET: SECRET, LATCHKEY_ISSUER: 'http://localhost:4000' }
const ADDRESS = /answers at (http:\/\/localhost:\d+) as/

const token = (address: string, parameters: Readonly<Record<string, string>>, client: TestClient) =>
  fetch(address + paths.token, {
    method: 'POST',
    headers: { authorization: basic(client) },
    body: new URLSearchParams(parameters),
  })
const signInTo = async (address: string, idToken: string, client: TestClient) => {
  const response = await token(
    address,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    },
    client,
  )
  return tokenResponse.parse(await response.json())
}
const jwksOf = async (address: string) => jwkSet.parse(await (await fetch(address + paths.jwks)).json())
const configFor = (issuer: string): string =>
  `import { google } from '${SERVER_MODULE}'
   export default { providers: [google({ clientIds: ['latchkey-development'], issuer: '${issuer}' })] }`
/** What a configuration may read about a provider. */
const VARIABLES = [
  ...['GOOGLE_ISSUER', 'GITHUB_URL', 'FACEBOOK_URL', 'MICROSOFT_URL', 'APPLE_URL', 'AUTH0_URL'],
  ...['GOOGLE', 'GITHUB', 'FACEBOOK', 'MICROSOFT', 'AUTH0'].flatMap((name) => [
    `AUTH_${name}_ID`,
    `AUTH_${name}_SECRET`,
  ]),
  ...['ID', 'TEAM_ID', 'KEY_ID', 'PRIVATE_KEY'].map((name) => `AUTH_APPLE_${name}`),
]
const secretIn = (stdout: string): string => /shown only now: ([0-9a-f]{64})/.exec(stdout)?.[1] ?? ''

describe.each(databaseKinds)('latchkey on $name', { timeout: 120_000 }, (kind) => {
  test('adds a client, serves it, rotates keys beside the running server, and finds everything after a restart', async () => {
    await using database = await kind.createEmpty()
    await using provider = await startDevelopmentProvider()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    await folder.write('latchkey.config.mjs', configFor(provider.issuer))

    const migrated = await folder.run(['migrate'])
    expect(migrated).toMatchObject({ code: 0, stderr: '' })
    expect(migrated.stdout).toMatch(/^Applied: /)
    expect(await folder.run(['migrate'])).toMatchObject({ code: 0, stdout: 'The schema is up to date.\n' })
    const client = { id: 'web', secret: secretIn((await folder.run(['client', 'add', 'web'])).stdout) }

    const first = folder.start(['start', '--port', '0'])
    const [, address = ''] = await first.says(ADDRESS)
    const before = await signInTo(address, await provider.issueIdToken(), client)
    const [firstKey] = (await jwksOf(address)).keys

    const rotated = await folder.run(['keys', 'rotate'])
    expect(rotated).toMatchObject({ code: 0, stderr: '' })
    const [, nextKid] = /^Published (\S+) \(ES256\)\. It signs from /.exec(rotated.stdout) ?? []
    const after = await signInTo(address, await provider.issueIdToken(), client)
    expect(decodeProtectedHeader(after.access_token).kid).toBe(firstKey?.kid)
    const listed = (await folder.run(['keys', 'list'])).stdout.trim().split('\n')
    expect(listed).toEqual([
      expect.stringMatching(`^${firstKey?.kid}  ES256  signing  from `),
      expect.stringMatching(`^${nextKid}  ES256  next  from `),
    ])
    expect(await first.signal('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
    if (kind.name === 'sqlite') expect(existsSync(`${database.url.slice('sqlite:'.length)}-wal`)).toBe(false)

    await using second = folder.start(['start', '--port', '0'])
    const [, newAddress = ''] = await second.says(ADDRESS)
    expect((await jwksOf(newAddress)).keys.map((key) => key.kid)).toEqual([firstKey?.kid, nextKid])
    const refreshed = await token(
      newAddress,
      { grant_type: 'refresh_token', refresh_token: before.refresh_token },
      client,
    )
    const body = tokenResponse.parse(await refreshed.json())
    expect(body.session_id).toBe(before.session_id)
    expect(decodeProtectedHeader(body.access_token).kid).toBe(firstKey?.kid)
  })

  test('rotates to a key that signs at once, when the one before has leaked', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    expect((await folder.run(['keys', 'list'])).stdout).toBe(
      'There is no key yet: the first start makes one.\n',
    )
    await folder.run(['keys', 'rotate', '--now'])
    await folder.run(['keys', 'rotate'])
    await folder.run(['keys', 'rotate', '--now'])
    const states = (await folder.run(['keys', 'list'])).stdout
      .trim()
      .split('\n')
      .map((line) => line.split('  ')[2])
    expect(states).toEqual(['retiring', 'next', 'signing'])
  })

  test('does not rotate under another secret, which would stop the next start', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    await using stranger = await makeCommandFolder({
      ...ENVIRONMENT,
      LATCHKEY_SECRET: 'another-root-secret-0123456789abcdef',
      LATCHKEY_DATABASE: database.url,
    })
    await folder.run(['keys', 'rotate', '--now'])
    const refused = await stranger.run(['keys', 'rotate'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('LATCHKEY_SECRET') })
    expect((await folder.run(['keys', 'list'])).stdout.trim().split('\n')).toHaveLength(1)
  })

  test('lists, refuses and removes clients', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    await folder.write(
      'latchkey.config.mjs',
      "export default { scopes: ['todos:read'], clients: [{ id: 'configured', type: 'public' }] }",
    )
    const added = await folder.run(['client', 'add', 'web', '--scope', 'openid todos:read'])
    expect(added.stdout).toMatch(
      /^Added confidential client web\.\nIts secret, shown only now: [0-9a-f]{64}\n$/,
    )
    const stored = await runSql(database, 'select * from clients')
    expect(stored).toMatchObject([{ id: 'web', scope: 'openid todos:read' }])
    expect(JSON.stringify(stored)).not.toContain(secretIn(added.stdout))
    expect(await folder.run(['client', 'add', 'app', '--public'])).toMatchObject({
      code: 0,
      stdout: 'Added public client app.\n',
    })
    expect((await folder.run(['client', 'list'])).stdout).toBe(
      'configured  public  from the configuration\napp  public\nweb  confidential\n',
    )
    expect(await folder.run(['client', 'add', 'web'])).toMatchObject({
      code: 1,
      stderr: 'There is a client web already.\nChoose another id, or run: latchkey client remove web\n',
    })
    expect(await folder.run(['client', 'remove', 'web', '--yes'])).toMatchObject({
      code: 0,
      stdout: 'Removed web.\n',
    })
    expect(await folder.run(['client', 'remove', 'web', '--yes'])).toMatchObject({
      code: 1,
      stderr: 'There is no client web in the database.\nlatchkey client list shows those there are.\n',
    })
  })
})

describe('latchkey', () => {
  const inFolder = async (run: (folder: CommandFolder) => Promise<void>): Promise<void> => {
    await using folder = await makeCommandFolder(ENVIRONMENT)
    await run(folder)
  }

  test('tells everything that is wrong with a configuration, each with its fix, and no stack', () =>
    inFolder(async (folder) => {
      await folder.write(
        'latchkey.config.mjs',
        "export default { issuer: 'http://auth.example.com/', secrets: ['short'], clients: [{ id: 'web', type: 'confidential' }] }",
      )
      const { code, stdout, stderr } = await folder.run(['start'])
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toBe(
        [
          'The configuration has 3 problems.',
          '  issuer: tokens would travel in the clear over http, which only localhost may use, and it ends with a slash',
          '    Fix: Write it as https://auth.example.com.',
          '  secrets: one is shorter than 32 characters',
          '    Fix: Make one with `openssl rand -hex 32` and set LATCHKEY_SECRET. Keep it: sessions and signing keys hang on it.',
          '  clients[0].secret: it is missing',
          '    Fix: Make one with `openssl rand -hex 32` and give it through the environment.',
          '',
        ].join('\n'),
      )
      expect(existsSync(join(folder.path, '.latchkey'))).toBe(false)
    }))

  test('tells which file is not there, and which exports no configuration', () =>
    inFolder(async (folder) => {
      const missing = await folder.run(['start', '--config', 'elsewhere.ts'])
      expect(missing.code).toBe(1)
      expect(missing.stderr).toMatch(
        /^There is no file .*elsewhere\.ts\.\nCheck the path given with --config\.\n$/,
      )
      await folder.write('latchkey.config.js', 'module.exports = 1')
      const empty = await folder.run(['start'])
      expect(empty.code).toBe(1)
      expect(empty.stderr).toMatch(/exports no configuration\.\nWrite it as: export default defineConfig/)
    }))

  test('tells that a port is none', () =>
    inFolder(async (folder) => {
      expect(await folder.run(['start', '--port=http'])).toMatchObject({
        code: 2,
        stderr: '"http" is not a port.\nGive a number from 0 to 65535.\n',
      })
    }))

  test('tells that its port is taken, and leaves nothing open', () =>
    inFolder(async (folder) => {
      const taken = createServer().listen(0, 'localhost')
      await once(taken, 'listening')
      const address = taken.address()
      const port = typeof address === 'object' ? address?.port : undefined
      expect(await folder.run(['start', '--port', String(port)])).toMatchObject({
        code: 1,
        stderr: `Port ${port} is taken by another program.\nChoose another with --port or LATCHKEY_PORT, and set LATCHKEY_ISSUER to match.\n`,
      })
      taken.close()
    }))

  test('tells that the secret is not the one of the database', () =>
    inFolder(async (folder) => {
      const first = folder.start(['start', '--port', '0'])
      await first.says(ADDRESS)
      await first.signal('SIGTERM')
      const { code, stderr } = await folder.run(['start', '--port', '0'], { LATCHKEY_SECRET: 'x'.repeat(40) })
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^The configuration has a problem\.\n {2}secrets: the signing keys .* sealed under another/,
      )
      expect(stderr).toContain('LATCHKEY_SECRET=$(cat .latchkey/secret)')
      expect(stderr).toContain('delete it (.latchkey/latchkey.db*)')
      const both = folder.start(['start', '--port', '0'], { LATCHKEY_SECRET: `${'x'.repeat(40)},${SECRET}` })
      await both.says(ADDRESS)
      expect(await both.signal('SIGINT')).toMatchObject({ code: 0 })
    }))

  test('tells that the schema is from a newer Latchkey, without a stack', () =>
    inFolder(async (folder) => {
      await folder.run(['migrate'])
      const url = `sqlite:${join(folder.path, '.latchkey/latchkey.db')}`
      await runSql(
        { url, drop: async () => {}, [Symbol.asyncDispose]: async () => {} },
        "insert into schema_migrations values (99, 'from the future', 0)",
      )
      const { code, stderr } = await folder.run(['migrate'])
      expect(code).toBe(1)
      expect(stderr).toMatch(/^The database has migration 99, this Latchkey knows \d+\. Run the newer .*\n$/)
    }))

  test('does not take a command it does not know', () =>
    inFolder(async (folder) => {
      expect(await folder.run(['strat'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("unknown command 'strat'"),
      })
      expect((await folder.run(['start', '--prot', '1'])).code).toBe(2)
      expect(await folder.run(['--help'])).toMatchObject({ code: 0, stderr: '' })
    }))
})

describe('latchkey dev', () => {
  test('does not run in production', async () => {
    await using folder = await makeCommandFolder({ NODE_ENV: 'production' })
    expect(await folder.run(['dev'])).toMatchObject({
      code: 1,
      stderr:
        'latchkey dev signs in anybody as anybody, so it does not run with NODE_ENV=production.\nRun latchkey start.\n',
    })
  })

  test('serves beside its providers with nothing configured, keeps its secret, and stops cleanly', async () => {
    await using folder = await makeCommandFolder()
    const [port, providerPort] = [await freePort(), await freePort()]
    const args = ['dev', '--port', String(port), '--provider-port', String(providerPort)]
    const kids: unknown[] = []
    for (let time = 0; time < 2; time += 1) {
      const running = folder.start(args)
      await running.says(/The development providers answer at/)
      const address = `http://localhost:${port}`
      const metadata = await (await fetch(address + paths.openidConfiguration)).json()
      expect(metadata).toMatchObject({ issuer: address })
      const google = `http://localhost:${providerPort}/google${paths.openidConfiguration}`
      expect((await fetch(google)).status).toBe(200)
      kids.push((await jwksOf(address)).keys[0]?.kid)
      expect(await running.signal('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
    }
    expect(kids[1]).toBe(kids[0])
    const { mode } = await stat(join(folder.path, '.latchkey/secret'))
    expect(mode & 0o777).toBe(0o600)
  })

  test('says that anybody signs in as anybody where others can reach it', async () => {
    await using folder = await makeCommandFolder({ LATCHKEY_ISSUER: 'https://auth.example.com' })
    const ports = await Promise.all([freePort(), freePort(), freePort()])
    const names = ['--port', '--provider-port', '--mailbox-port']
    const running = folder.start(['dev', ...names.flatMap((name, index) => [name, String(ports[index])])])
    await running.says(/The development mailbox shows/)
    const { stderr } = await running.signal('SIGTERM')
    expect(stderr).toMatch(/^WARNING: The issuer https:\/\/auth\.example\.com is not on this machine\./)
  })

  /** Runs it with a configuration that says what it was given. @returns the environment, by name */
  const environmentIn = async (environment: Readonly<Record<string, string>>) => {
    await using folder = await makeCommandFolder(environment)
    await folder.write(
      'latchkey.config.mjs',
      `for (const name of ${JSON.stringify(VARIABLES)}) console.log('GIVEN ' + name + ' ' + (process.env[name] ?? '').split('\\n')[0])
       export default {}`,
    )
    const ports = await Promise.all([freePort(), freePort(), freePort()])
    const names = ['--port', '--provider-port', '--mailbox-port']
    const running = folder.start(['dev', ...names.flatMap((name, index) => [name, String(ports[index])])])
    await running.says(/The development providers answer at/)
    const { stdout } = await running.signal('SIGTERM')
    const given = [...stdout.matchAll(/^GIVEN (\S+) (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    return { twins: `http://localhost:${ports[1]}`, given: Object.fromEntries(given) }
  }

  test('the configuration finds every twin in the environment', async () => {
    const { twins, given } = await environmentIn({})
    expect(given).toEqual({
      GOOGLE_ISSUER: `${twins}/google`,
      AUTH_GOOGLE_ID: 'latchkey-development',
      AUTH_GOOGLE_SECRET: 'development-only',
      GITHUB_URL: `${twins}/github`,
      AUTH_GITHUB_ID: 'Ov23liLatchkeyDevelop',
      AUTH_GITHUB_SECRET: 'development-only',
      FACEBOOK_URL: `${twins}/facebook`,
      AUTH_FACEBOOK_ID: '1234567890123456',
      AUTH_FACEBOOK_SECRET: 'development-only',
      MICROSOFT_URL: `${twins}/microsoft`,
      AUTH_MICROSOFT_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      AUTH_MICROSOFT_SECRET: 'development-only',
      APPLE_URL: `${twins}/apple`,
      AUTH_APPLE_ID: 'com.example.latchkey',
      AUTH_APPLE_TEAM_ID: 'LATCHKEYDV',
      AUTH_APPLE_KEY_ID: 'DEVKEY2026',
      AUTH_APPLE_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----',
      AUTH0_URL: `${twins}/auth0`,
      AUTH_AUTH0_ID: 'LatchkeyDevelopmentClient1234567',
      AUTH_AUTH0_SECRET: 'development-only',
    })
  })

  test('a provider of which anything is set is left as it is, and the others are not', async () => {
    const theirs = { AUTH_GITHUB_ID: 'Ov23li-of-theirs', GOOGLE_ISSUER: '' }
    const { twins, given } = await environmentIn(theirs)
    expect(given).toMatchObject({
      GITHUB_URL: '',
      AUTH_GITHUB_ID: 'Ov23li-of-theirs',
      AUTH_GITHUB_SECRET: '',
      GOOGLE_ISSUER: `${twins}/google`,
      AUTH_GOOGLE_ID: 'latchkey-development',
    })
  })
})
