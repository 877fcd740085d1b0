import { paths } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf, stateOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import {
  CLIENT,
  type Glewlwyd,
  isGlewlwydInstalled,
  REDIRECT_URI,
  startGlewlwyd,
} from './fixtures/start-glewlwyd.js'

// Debian's glewlwyd, written in C by people who have never seen us, as the upstream of our code flow, over HTTP.

const APP = new URL(REDIRECT_URI).origin

describe.skipIf(!isGlewlwydInstalled())('glewlwyd', () => {
  let upstream: Glewlwyd
  let door: TestBrowserDoor
  beforeAll(async () => {
    upstream = await startGlewlwyd()
    await upstream.addPerson({ username: 'ada', name: 'Ada Lovelace', email: 'ada@mail.example' })
    await upstream.addPerson({ username: 'grace', name: 'Grace Hopper', email: 'grace@mail.example' })
    const provider = oidc({
      id: 'glewlwyd',
      issuer: upstream.issuer,
      clientIds: [CLIENT.id],
      clientSecret: CLIENT.secret,
      keepTokens: true,
    })
    const topology = { kind: 'same-origin', app: APP } as const
    door = await startTestBrowserDoor({
      // Its clock is the machine's, to the second.
      startAt: Date.now(),
      options: { browser: { topology }, providers: [provider] },
    })
  }, 30_000)
  afterAll(async () => {
    await door?.[Symbol.asyncDispose]()
    await upstream?.[Symbol.asyncDispose]()
  })

  const open = () => door.openBrowser({ page: APP })
  const begin = async (browser: TestBrowser): Promise<URL> => {
    const asked = { redirectUri: REDIRECT_URI }
    const answer = await browser.send('POST', `${paths.signIn}/glewlwyd`, asked)
    return new URL((answer.body as { url: string }).url)
  }
  const finish = (browser: TestBrowser, landed: URL) =>
    browser.send('POST', `${paths.callback}/glewlwyd`, Object.fromEntries(landed.searchParams))
  const signIn = async (browser: TestBrowser, username: string) => {
    const state = stateOf(await finish(browser, await upstream.authorize(await begin(browser), username)))
    if (state.status !== 'signed_in') throw new Error('nobody is signed in')
    return state
  }

  test('accepts our request, and its code signs a person in', async () => {
    expect((await signIn(open(), 'ada')).user).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@mail.example',
      // It says nothing of having verified it.
      emailVerified: false,
    })
  })

  test('one account is one user, another another', async () => {
    const [first, second, other] = [
      await signIn(open(), 'ada'),
      await signIn(open(), 'ada'),
      await signIn(open(), 'grace'),
    ]
    expect(second.user.id).toBe(first.user.id)
    expect(other.user.id).not.toBe(first.user.id)
  })

  test('tells no time of the sign-in (auth_time 0): it is none of a moment ago', async () => {
    const browser = open()
    const { session } = await signIn(browser, 'grace')
    expect(session.authenticatedAt).toBeNull()
    expect(refusalOf(await browser.send('DELETE', paths.account)).reason).toBe('recent_sign_in_needed')
  })

  test('refuses a code under another verifier (RFC 7636 §4.6), and a code that was used', async () => {
    const [thief, victim] = [open(), open()]
    const stolen = await upstream.authorize(await begin(victim), 'ada')
    const own = (await begin(thief)).searchParams.get('state') ?? ''
    const carried = new URL(stolen)
    carried.searchParams.set('state', own)
    expect(refusalOf(await finish(thief, carried)).reason).toBe('code_refused')

    const browser = open()
    const landed = await upstream.authorize(await begin(browser), 'ada')
    const cookies = new Map(browser.cookies)
    expect((await finish(browser, landed)).status).toBe(200)
    const again = open()
    for (const [name, cookie] of cookies) again.cookies.set(name, cookie)
    expect((await finish(again, landed)).status).toBe(400)
    expect((await again.readState()).status).toBe('signed_out')
  })

  test('refreshes its tokens for us, and rotates', async () => {
    const { user } = await signIn(open(), 'ada')
    const first = await door.latchkey.providerToken(user.id, 'glewlwyd')
    door.clock.advance(3_600_000)
    const second = await door.latchkey.providerToken(user.id, 'glewlwyd')
    expect(second?.accessToken).toBeDefined()
    expect(second?.accessToken).not.toBe(first?.accessToken)
    door.clock.advance(3_600_000)
    expect((await door.latchkey.providerToken(user.id, 'glewlwyd'))?.accessToken).toBeDefined()
  })
})
