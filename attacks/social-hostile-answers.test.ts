import { gzipSync } from 'node:zlib'
import { oidc } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  going,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../packages/server/test/fixtures/test-social.js'
import {
  answerRaw,
  HONEST_TOKEN,
  outcomeOfSignIn,
  type RawProvider,
  startRawProvider,
} from './fixtures/raw-provider.js'
import { answerJson, CLIENT_ID, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// The provider answers what no provider answers. Somebody is signed in with what can be kept, or nobody is; it is never a fault of
// ours, no database chokes on it, and nothing of it that opens something is in the log.

let upstream: RawProvider
let lastId = 0
beforeAll(async () => {
  upstream = await startRawProvider()
})
afterAll(() => upstream[Symbol.asyncDispose]())
afterEach(() => {
  upstream.token = answerRaw(HONEST_TOKEN)
  upstream.api = answerRaw('{"id":"1"}')
})

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase
  let door: TestSocialDoor
  beforeAll(async () => {
    database = await kind.create()
    door = await startSocialDoor({ database, options: { providers: [upstream.provider] } })
  })
  afterAll(async () => {
    expect(door.logLines.filter((line) => line.includes('internal_error'))).toEqual([])
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  test.each([
    ['none', '{}'],
    ['an empty one', '{"id":""}'],
    ['a null character', String.raw`{"id":"1\u0000"}`],
    ['half a character', String.raw`{"id":"\ud800"}`],
    ['another alphabet', '{"id":"１"}'],
    ['an endless one', `{"id":"${'9'.repeat(256)}"}`],
    ['a number that is another number here', '{"id":9007199254740993}'],
    ['a number with a fraction', '{"id":1.5}'],
    ['a number that is too large', '{"id":1e999}'],
    ['a truth', '{"id":true}'],
    ['nothing', '{"id":null}'],
    ['a list of one', '{"id":["1"]}'],
    ['an object', '{"id":{"toString":"1"}}'],
    ['one of its prototype', '{"__proto__":{"id":"1"}}'],
    ['a list of people', '[{"id":"1"}]'],
    ['a text', '"1"'],
  ])('a person who is named by %s is nobody', async (_, profile) => {
    upstream.api = answerRaw(profile)
    const browser = door.openBrowser()
    expect(await outcomeOfSignIn(browser)).toBe('proof_claims_invalid')
    expect((await browser.readState()).status).toBe('signed_out')
  })

  const comesWith = async (fields: string) => {
    lastId += 1
    upstream.api = answerRaw(`{"id":"odd-${lastId}",${fields}}`)
    const browser = door.openBrowser()
    expect(await outcomeOfSignIn(browser)).toBeUndefined()
    return whoIs(browser)
  }

  test.each([
    '["ada@example.com"]',
    '{"email":"ada@example.com"}',
    '17',
    'true',
    String.raw`"ada\u0000@example.com"`,
    String.raw`"ada@exam\u0000ple.com"`,
    String.raw`"\ud800@example.com"`,
    String.raw`"ada@example.com\r\nBcc: eve@example.com"`,
    '"Ada <ada@example.com>"',
    '"ada@example.com,eve@example.com"',
    '"ada@example.com@example.org"',
    `"${'a'.repeat(300)}@example.com"`,
    '""',
    '"ada@[127.0.0.1]"',
  ])('of %s as an address nothing is kept', async (email) => {
    expect((await comesWith(`"email":${email},"verified":true`)).email).toBeNull()
  })

  test.each([
    [String.raw`"A\u0000da\r\n"`, 'Ada'],
    [String.raw`"Ada\ud800"`, 'Ada'],
    [`"${'x'.repeat(200_000)}"`, 'x'.repeat(200)],
    ['["Ada"]', null],
    ['17', null],
    [String.raw`"\u0000"`, null],
  ])('of %.40s as a name is kept what is a name', async (name, kept) => {
    expect((await comesWith(`"global_name":${name}`)).name).toBe(kept)
  })

  test.each([
    String.raw`"\u0000"`,
    String.raw`"\ud800"`,
    '"\\"><script>alert(1)</script>"',
    `"${'x'.repeat(5_000)}"`,
    '{}',
    '17',
  ])('of %.40s as a picture nothing is kept', async (avatar) => {
    expect((await comesWith(`"avatar":${avatar}`)).picture).toBeNull()
  })

  test.each(['"yes"', '"true"', '1', '[true]', '{}', 'null'])(
    'an address whose `verified` is %s is not verified',
    async (verified) => {
      const { email, emailVerified } = await comesWith(`"email":"odd@example.com","verified":${verified}`)
      expect({ email, emailVerified }).toEqual({ email: 'odd@example.com', emailVerified: false })
    },
  )

  test.each([
    ['nested too deep', `{"access_token":"secret-1","x":${DEEP}}`],
    ['too large', `{"access_token":"secret-1","x":"${'x'.repeat(300_000)}"}`],
    ['a token that no header can hold', String.raw`{"access_token":"secret-1\r\nx: y"}`],
    ['a token of other letters', '{"access_token":"secret-1é"}'],
    ['a token with a null character', String.raw`{"access_token":"secret-1\u0000"}`],
    ['a list of tokens', '{"access_token":["secret-1"]}'],
    ['no access token, but others', '{"refresh_token":"secret-1","id_token":"secret-1"}'],
    ['a lifetime that is none', '{"access_token":"secret-1","expires_in":"secret-1"}'],
    ['a lifetime without end', '{"access_token":"secret-1","expires_in":1e999}'],
    ['a refresh token that is none', '{"access_token":"secret-1","refresh_token":{"a":"secret-1"}}'],
    ['a token of its prototype', '{"__proto__":{"access_token":"secret-1"}}'],
    ['half of it', '{"access_token":"secret-1","token'],
  ])('a token answer %s signs nobody in, and is in no log', async (_, text) => {
    upstream.token = answerRaw(text)
    expect(await outcomeOfSignIn(door.openBrowser())).toBe('provider_unreachable')
    expect(door.logLines.join('\n')).not.toContain('secret-1')
  })

  test('a profile that is too large, too deep or unpacks without end signs nobody in', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '))
    for (const api of [
      answerRaw(`{"id":"1","x":"${'x'.repeat(300_000)}"}`),
      answerRaw(`{"id":"1","x":${DEEP.slice(0, 150_000)}}`),
      answerRaw(bomb, { 'content-encoding': 'gzip' }),
      answerRaw('{"id":"1"}', { 'content-encoding': 'gzip' }),
    ]) {
      upstream.api = api
      expect(await outcomeOfSignIn(door.openBrowser())).toBe('provider_unreachable')
    }
  })

  test('an answer without end, or one byte at a time, is not waited for', async () => {
    const timers: NodeJS.Timeout[] = []
    upstream.token = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      timers.push(setInterval(() => response.write(' '), 200))
    }
    expect(await outcomeOfSignIn(door.openBrowser())).toBe('provider_unreachable')
    for (const timer of timers) clearInterval(timer)
  }, 15_000)
})

test.each([
  ['a script', 'javascript:alert(1)//'],
  ['a document of its own', 'data:text/html,x'],
  ['a place without TLS', 'http://attacker.example/authorize'],
  ['a file', 'file:///etc/passwd'],
  ['a number', 17],
  ['a list', ['https://attacker.example/']],
  ['no address', 'authorize'],
])('a discovery document that names %s as a place to send people to leads nobody there', async (_, place) => {
  await using issuer = await startScriptedIssuer()
  const { issuer: name } = issuer
  issuer.discovery = answerJson({
    issuer: name,
    jwks_uri: `${name}/jwks`,
    token_endpoint: `${name}/token`,
    authorization_endpoint: place,
  })
  const provider = oidc({ id: 'scripted', issuer: name, clientIds: [CLIENT_ID], clientSecret: 's' })
  await using door = await startSocialDoor({ options: { providers: [provider] } })
  const answer = await door.openBrowser().send('GET', '/sign-in/scripted', undefined, going('same-origin'))
  expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:5173\/.*error=provider_unreachable/)
})
