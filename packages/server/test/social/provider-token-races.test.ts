import { discord } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import {
  type ScriptedProvider,
  startScriptedProvider,
  type TokenRequest,
} from '../fixtures/scripted-provider.js'
import { openBrowser } from '../fixtures/test-browser.js'
import { APP } from '../fixtures/test-browser-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'
import { comeBack, leaveFor, startSocialDoor, type TestSocialDoor, whoIs } from '../fixtures/test-social.js'

// A provider that rotates: each refresh token is good once, and whoever brings one a second time has everything taken back
// (RFC 9700 §4.14.2). Several processes of ours share what it gave.

const HOUR = 3_600_000

describe.each(databaseKinds)('of a provider that rotates, on $name', (kind) => {
  let upstream: ScriptedProvider
  let database: TestDatabase
  let doors: readonly [TestSocialDoor, TestSocialDoor]
  let good: string | undefined
  let grants = 0
  /** Awaited before a refresh is answered. */
  let meanwhile: () => Promise<unknown>

  const grant = () => {
    grants += 1
    return { access_token: `access-${grants}`, token_type: 'bearer', expires_in: 3_600 }
  }
  const refresh = async ({ refresh_token: given }: TokenRequest) => {
    const isGood = given === good
    good = undefined
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } }
    const body = grant()
    good = `refresh-${grants}`
    const answer = { body: { ...body, refresh_token: good } }
    await meanwhile()
    return answer
  }
  beforeEach(async () => {
    meanwhile = () => new Promise((resolve) => setTimeout(resolve, 20))
    upstream = await startScriptedProvider()
    upstream.answerApi = () => ({ body: { id: '8035', username: 'ada' } })
    upstream.answerToken = async (request) => {
      if (request['grant_type'] === 'refresh_token') return refresh(request)
      const body = grant()
      // As Google does: only who consents is given a refresh token.
      if (request['code'] !== 'consent') return { body }
      good = `refresh-${grants}`
      return { body: { ...body, refresh_token: good } }
    }
    database = await kind.create()
    const options = {
      providers: [discord({ clientId: 'us', clientSecret: 's', baseUrl: upstream.url, keepTokens: true })],
    }
    doors = [await startSocialDoor({ database, options }), await startSocialDoor({ database, options })]
  })
  afterEach(async () => {
    for (const door of doors) await door[Symbol.asyncDispose]()
    await database.drop()
    await upstream[Symbol.asyncDispose]()
  })

  const signIn = async (code: string): Promise<string> => {
    const browser = openBrowser(() => doors[0].latchkey, { page: APP, at: ISSUER })
    const address = await leaveFor(browser, 'discord')
    const url = new URL(address.searchParams.get('redirect_uri') ?? '')
    url.search = String(new URLSearchParams({ code, state: address.searchParams.get('state') ?? '' }))
    await comeBack(browser, { url, form: undefined })
    return (await whoIs(browser)).id
  }
  const goOn = (): void => {
    for (const door of doors) door.clock.advance(HOUR)
  }
  const read = async (index: 0 | 1, user: string) =>
    (await doors[index].latchkey.providerToken(user, 'discord'))?.accessToken
  const refreshes = () =>
    upstream.tokenRequests.filter(({ grant_type: type }) => type === 'refresh_token').length

  test('each refresh token is used once, however many processes want it at once', async () => {
    const user = await signIn('consent')
    for (let round = 1; round <= 3; round += 1) {
      goOn()
      const tokens = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => read(index === 0 ? 0 : 1, user)))
      expect(new Set(tokens)).toEqual(new Set([`access-${grants}`]))
      expect(refreshes()).toBe(round)
    }
  })

  test('what a refresh brought is not lost to a sign-in that brought no refresh token', async () => {
    const user = await signIn('consent')
    goOn()
    meanwhile = () => signIn('no consent')
    expect(await read(1, user)).toBe(`access-${grants}`)
    meanwhile = async () => {}
    goOn()
    expect(await read(0, user)).toBe(`access-${grants}`)
    expect(refreshes()).toBe(2)
  })

  test('what a sign-in brought is not lost to a refresh', async () => {
    const user = await signIn('consent')
    goOn()
    meanwhile = () => signIn('consent')
    expect(await read(1, user)).toBe(`access-${grants}`)
    goOn()
    meanwhile = async () => {}
    expect(await read(0, user)).toBe(`access-${grants}`)
  })

  test('a process that died while it refreshed is waited for no longer than it could have lived', async () => {
    const user = await signIn('consent')
    goOn()
    const honest = upstream.answerToken
    const dying = { outcome: 'nothing yet' as unknown }
    let answerLate = (): void => {}
    upstream.answerToken = () =>
      new Promise((resolve) => {
        answerLate = () => resolve({ status: 400, body: { error: 'invalid_grant' } })
      })
    const died = doors[0].latchkey.providerToken(user, 'discord').then((outcome) => {
      dying.outcome = outcome
    })
    await expect.poll(refreshes).toBe(1)
    upstream.answerToken = honest
    doors[1].clock.advance(16_000)
    expect(await read(1, user)).toBe(`access-${grants}`)
    answerLate()
    await died
    // Who comes back late finds what the other has brought.
    expect(dying.outcome).toMatchObject({ accessToken: `access-${grants}` })
  })
})
