import { accountExport, paths } from '@latchkey/contract'
import { discord } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { type ScriptedProvider, startScriptedProvider } from '../fixtures/scripted-provider.js'
import { ROOT_SECRET } from '../fixtures/test-latchkey.js'
import {
  comeBack,
  leaveFor,
  locationOf,
  refusedWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

const HOUR = 3_600_000

let upstream: ScriptedProvider
let database: TestDatabase
let door: TestSocialDoor
let grants = 0
beforeEach(async () => {
  upstream = await startScriptedProvider()
  upstream.answerApi = () => ({
    body: { id: '80351110224678912', username: 'ada', email: 'ada@example.com', verified: true },
  })
  upstream.answerToken = () => {
    grants += 1
    return {
      body: {
        access_token: `access-${grants}`,
        refresh_token: `refresh-${grants}`,
        token_type: 'Bearer',
        expires_in: 3_600,
        scope: 'identify email',
      },
    }
  }
  database = await sqlite.create()
  door = await startSocialDoor({ database, options: { providers: [scripted(true)] } })
})
afterEach(async () => {
  await door[Symbol.asyncDispose]()
  await database.drop()
  await upstream[Symbol.asyncDispose]()
})

const scripted = (keepTokens: boolean) =>
  discord({ clientId: 'us', clientSecret: 'our secret', baseUrl: upstream.url, keepTokens })

/** The way to the scripted provider, which asks nobody anything, and back. */
const signInOn = async (at: TestSocialDoor) => {
  const browser = at.openBrowser()
  const address = await leaveFor(browser, 'discord')
  const url = new URL(address.searchParams.get('redirect_uri') ?? '')
  url.search = String(new URLSearchParams({ code: 'code', state: address.searchParams.get('state') ?? '' }))
  const back = await comeBack(browser, { url, form: undefined })
  if (locationOf(back).searchParams.has('error')) throw new Error(refusedWith(back).error)
  return { browser, user: await whoIs(browser) }
}

test('a token is there for calls in the person’s name', async () => {
  const { user } = await signInOn(door)
  expect(await door.latchkey.providerToken(user.id, 'discord')).toEqual({
    accessToken: `access-${grants}`,
    expiresAt: door.clock.now() + HOUR,
    scope: 'identify email',
  })
  for (const [id, provider] of [
    [user.id, 'github'],
    ['usr_00000000000000000000000000000000', 'discord'],
    ['nobody', 'discord'],
  ] as const)
    expect(await door.latchkey.providerToken(id, provider)).toBeUndefined()
})

test('it is refreshed when it has ended, once, however many ask', async () => {
  const { user } = await signInOn(door)
  const before = grants
  door.clock.advance(HOUR)
  const tokens = await Promise.all(
    Array.from({ length: 8 }, () => door.latchkey.providerToken(user.id, 'discord')),
  )
  expect(new Set(tokens.map((token) => token?.accessToken))).toEqual(new Set([`access-${before + 1}`]))
  expect(upstream.tokenRequests.filter(({ grant_type: type }) => type === 'refresh_token')).toEqual([
    { grant_type: 'refresh_token', refresh_token: `refresh-${before}` },
  ])
  door.clock.advance(HOUR)
  await door.latchkey.providerToken(user.id, 'discord')
  expect(upstream.tokenRequests.at(-1)?.['refresh_token']).toBe(`refresh-${before + 1}`)
})

test('a refresh token that is not told again goes on', async () => {
  const { user } = await signInOn(door)
  const first = grants
  upstream.answerToken = () => ({ body: { access_token: 'fresh', token_type: 'bearer', expires_in: 60 } })
  for (let round = 0; round < 3; round += 1) {
    door.clock.advance(HOUR)
    expect(await door.latchkey.providerToken(user.id, 'discord')).toMatchObject({ accessToken: 'fresh' })
    expect(upstream.tokenRequests.at(-1)?.['refresh_token']).toBe(`refresh-${first}`)
  }
})

describe('a provider that', () => {
  test('takes the consent back leaves none', async () => {
    const { user } = await signInOn(door)
    door.clock.advance(HOUR)
    upstream.answerToken = () => ({ status: 400, body: { error: 'invalid_grant' } })
    expect(await door.latchkey.providerToken(user.id, 'discord')).toBeUndefined()
  })

  test.each([
    ['is down', { status: 503, body: {} }, 'provider_unreachable'],
    ['writes what is no answer', { body: 'page' }, 'provider_unreachable'],
    ['does not know us', { status: 401, body: { error: 'invalid_client' } }, 'sign_in_unavailable'],
  ])('%s is told as such, and what is kept stays', async (_, answer, code) => {
    const { user } = await signInOn(door)
    door.clock.advance(HOUR)
    const honest = upstream.answerToken
    upstream.answerToken = () => answer
    await expect(door.latchkey.providerToken(user.id, 'discord')).rejects.toMatchObject({ code })
    upstream.answerToken = honest
    expect(await door.latchkey.providerToken(user.id, 'discord')).toBeDefined()
  })
})

describe('what is kept', () => {
  test('cannot be read in the database, nor given to somebody else there', async () => {
    const { user } = await signInOn(door)
    const rows = await runSql(database, 'select * from provider_tokens')
    expect(JSON.stringify(rows)).not.toMatch(/access-|refresh-/)
    expect(rows).toMatchObject([{ sealed: expect.stringMatching(/^sealed\.v1\./) }])
    await runSql(
      database,
      `insert into identities (provider, subject, user_id, created_at, last_used_at) values ('discord', '2', '${user.id}', 1, ${Number.MAX_SAFE_INTEGER})`,
    )
    await runSql(
      database,
      "insert into provider_tokens select 'discord', '2', sealed, updated_at, null from provider_tokens",
    )
    await expect(door.latchkey.providerToken(user.id, 'discord')).rejects.toThrow('another identity')
  })

  test('opens after the root secret was replaced, while the old one is still accepted', async () => {
    const { user } = await signInOn(door)
    const secrets = ['another-root-secret-another-root-secret', ROOT_SECRET]
    await using later = await startSocialDoor({
      database,
      options: { providers: [scripted(true)], secrets },
    })
    expect(await later.latchkey.providerToken(user.id, 'discord')).toBeDefined()
  })

  test('is told in the export, and no more than that', async () => {
    const { browser } = await signInOn(door)
    const answer = await browser.send('GET', paths.accountExport)
    expect(accountExport.parse(answer.body).identities).toMatchObject([{ tokensKept: true }])
    expect(answer.text).not.toMatch(/access-|refresh-|sealed/)
  })

  test('goes with the account', async () => {
    const { browser } = await signInOn(door)
    await browser.send('DELETE', paths.account)
    expect(await runSql(database, 'select * from provider_tokens')).toEqual([])
  })

  test('is nothing unless it was asked for', async () => {
    await using plain = await startSocialDoor({ options: { providers: [scripted(false)] } })
    const { user } = await signInOn(plain)
    expect(await runSql(plain.database, 'select * from provider_tokens')).toEqual([])
    expect(await plain.latchkey.providerToken(user.id, 'discord')).toBeUndefined()
  })

  test('stands in no log line', async () => {
    const { user } = await signInOn(door)
    door.clock.advance(HOUR)
    upstream.answerToken = () => ({ status: 400, body: { error: 'invalid_grant' } })
    await door.latchkey.providerToken(user.id, 'discord')
    expect(door.logLines.join()).not.toMatch(/access-\d|refresh-\d|our secret/)
  })
})

describe('token endpoints that do not quite keep to the standard', () => {
  const token = { access_token: 'access-1', token_type: 'bearer' }
  test.each([
    ['scopes as a list', { body: { ...token, scope: ['identify', 'email'] } }, undefined],
    ['no type', { body: { access_token: 'access-1' } }, undefined],
    ['a type in capitals', { body: { ...token, token_type: 'BEARER' } }, undefined],
    ['a lifetime as a text', { body: { ...token, expires_in: '3600' } }, undefined],
    ['a refusal with 200', { body: { error: 'bad_verification_code' } }, 'code_refused'],
    ['a refusal as an object', { status: 400, body: { error: { message: 'no' } } }, 'code_refused'],
    ['no token', { body: {} }, 'provider_unreachable'],
    ['a token of another type', { body: { ...token, token_type: 'mac' } }, 'provider_unreachable'],
    ['a wrong secret with 200', { body: { error: 'incorrect_client_credentials' } }, 'sign_in_unavailable'],
    ['an error without a name', { status: 400, body: {} }, 'provider_unreachable'],
    ['a redirect', { status: 302, body: {} }, 'provider_unreachable'],
  ])('%s', async (_, answer, error) => {
    upstream.answerToken = () => answer
    const signedIn = signInOn(door)
    if (error === undefined) expect((await signedIn).user.email).toBe('ada@example.com')
    else await expect(signedIn).rejects.toThrow(error)
  })
})
