import { paths } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf, stateOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import {
  browse,
  type OidcProviderUpstream,
  startOidcProvider,
  type UpstreamAccount,
} from '../packages/testkit/test/oidc-provider-upstream.js'

// A certified OpenID provider as the upstream of our code flow: its discovery, its PKCE, its `iss` in the answer, its keys.

/** Where the upstream's only client may be sent back to. */
const APP = 'http://localhost:9'
const REDIRECT_URI = `${APP}/callback`

let upstream: OidcProviderUpstream
let door: TestBrowserDoor
beforeAll(async () => {
  upstream = await startOidcProvider()
  door = await startTestBrowserDoor({
    options: {
      browser: { topology: { kind: 'same-origin', app: APP } },
      providers: [
        oidc({
          id: 'certified',
          name: 'Certified',
          issuer: upstream.issuer,
          clientIds: [upstream.clientId],
          clientSecret: 'upstream-client-secret',
        }),
      ],
    },
  })
})
afterAll(async () => {
  await door[Symbol.asyncDispose]()
  await upstream.close()
})

const ada: UpstreamAccount = { sub: 'ada', email: 'ada@mail.example', email_verified: true, name: 'Ada' }

const open = () => door.openBrowser({ page: APP })

const begin = async (browser: TestBrowser): Promise<URL> => {
  const answer = await browser.send('POST', `${paths.signIn}/certified`, { redirectUri: REDIRECT_URI })
  return new URL((answer.body as { url: string }).url)
}

const browseAs = async (account: UpstreamAccount, start: URL): Promise<URL> => {
  // It makes the account known there.
  await upstream.idTokenFor(account)
  start.searchParams.set('login_hint', account.sub)
  return browse(start)
}

const finish = (browser: TestBrowser, landed: URL) =>
  browser.send('POST', `${paths.callback}/certified`, Object.fromEntries(landed.searchParams))

const signIn = async (browser: TestBrowser, account = ada) => {
  const state = stateOf(await finish(browser, await browseAs(account, await begin(browser))))
  if (state.status !== 'signed_in') throw new Error('nobody is signed in')
  return state.user
}

test('it accepts our request, and its code signs a person in', async () => {
  expect(await signIn(open())).toMatchObject({
    email: ada.email,
    emailVerified: true,
    name: 'Ada',
  })
})

test('one account is one user, another another', async () => {
  const [first, second, other] = [
    await signIn(open()),
    await signIn(open()),
    await signIn(open(), { sub: 'grace' }),
  ]
  expect(second.id).toBe(first.id)
  expect(other.id).not.toBe(first.id)
  expect(other.email).toBeNull()
})

test('it names itself in its answer (RFC 9207 §2.4), and an answer without or with another name is refused', async () => {
  for (const name of [undefined, 'https://attacker.example']) {
    const browser = open()
    const landed = await browseAs(ada, await begin(browser))
    expect(landed.searchParams.get('iss')).toBe(upstream.issuer)
    if (name === undefined) landed.searchParams.delete('iss')
    else landed.searchParams.set('iss', name)
    expect(refusalOf(await finish(browser, landed)).reason).toBe('provider_mixed_up')
  }
})

test('it refuses a code whose verifier is another browser’s (RFC 7636 §4.6)', async () => {
  const [thief, victim] = [open(), open()]
  const stolen = await browseAs(ada, await begin(victim))
  const own = await begin(thief)
  stolen.searchParams.set('state', own.searchParams.get('state') ?? '')
  expect(refusalOf(await finish(thief, stolen)).reason).toBe('code_refused')
})

test('it refuses a request without PKCE, as we have it for every client', async () => {
  const browser = open()
  const address = await begin(browser)
  address.searchParams.delete('code_challenge')
  const landed = await browseAs(ada, address)
  expect(refusalOf(await finish(browser, landed)).reason).toBe('sign_in_unavailable')
})

test('what it says is wrong with a request is a fault of ours, told as such', async () => {
  const browser = open()
  const address = await begin(browser)
  address.searchParams.set('scope', 'openid nonsense')
  address.searchParams.set('prompt', 'none')
  const landed = await browseAs(ada, address)
  expect(landed.searchParams.get('error')).toBe('login_required')
  expect(refusalOf(await finish(browser, landed)).reason).toBe('provider_refused')
})

test('it rotates its keys, and signing in goes on once the cool-down has passed', async () => {
  await signIn(open())
  await upstream.rotateKeys()
  door.clock.advance(31_000)
  expect((await signIn(open())).email).toBe(ada.email)
})

test('while it is down the person is told so', async () => {
  const browser = open()
  const landed = await browseAs(ada, await begin(browser))
  await upstream.close()
  expect(refusalOf(await finish(browser, landed))).toMatchObject({
    status: 503,
    reason: 'provider_unreachable',
  })
})
