import { ID_TOKEN_TYPE, paths, signInNonce, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { hostedPages } from '@latchkey/server'
import * as openid from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { APP } from '../packages/server/test/fixtures/test-browser-door.js'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import { HOME } from '../packages/server/test/fixtures/test-social.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'

// A certified client library builds the address to which an application sends people to sign out; a browser goes there over real HTTP.

const SIGNED_OUT = 'https://web.example/signed-out?from=latchkey'
const STATE = 'a state & more: ü'

let server: ListeningLatchkey
let configuration: openid.Configuration
beforeAll(async () => {
  server = await startListeningLatchkey({
    clients: [{ ...CONFIDENTIAL, type: 'confidential', postLogoutRedirectUris: [SIGNED_OUT] }],
    browser: { topology: { kind: 'same-origin', app: APP }, pages: hostedPages({}) },
    // Nobody is sent anything.
    mail: { smtp: 'smtp://localhost:1' },
  })
  configuration = await openid.discovery(
    new URL(server.issuer),
    CONFIDENTIAL.id,
    CONFIDENTIAL.secret,
    undefined,
    { execute: [openid.allowInsecureRequests] },
  )
})
afterAll(() => server[Symbol.asyncDispose]())

let people = 0
/** Somebody who is signed in in a browser and at the application. */
const meetSomebody = async () => {
  people += 1
  const person = { sub: `3${String(people).padStart(20, '0')}`, email: `person-${people}@example.com` }
  const browser = openBrowser(() => ({ fetch: (request) => fetch(request, { redirect: 'manual' }) }), {
    page: APP,
    at: server.issuer,
  })
  const { nonce } = signInNonce.parse((await browser.send('POST', `${paths.signIn}/google/nonce`)).body)
  const idToken = await server.provider.issueIdToken({ claims: { ...person, nonce } })
  expect((await browser.send('POST', `${paths.signIn}/google/id-token`, { idToken })).status).toBe(200)
  const tokens = await openid.genericGrantRequest(configuration, TOKEN_EXCHANGE_GRANT, {
    subject_token: await server.provider.issueIdToken({ claims: person }),
    subject_token_type: ID_TOKEN_TYPE,
  })
  return { browser, tokens }
}

const isActive = async (token: string): Promise<boolean> =>
  (await openid.tokenIntrospection(configuration, token)).active

/** What stands behind an address here: the server itself, or the proxy of the application's host. */
const pathOf = ({ href }: URL): string | undefined =>
  [server.issuer, HOME]
    .filter((base) => href.startsWith(`${base}/`))
    .map((base) => href.slice(base.length))[0]

const NAVIGATION = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

/** Goes where a browser is led. @returns where that ends, and what stands there if it is a page of ours */
const follow = async (browser: TestBrowser, start: URL) => {
  let url = start
  for (let path = pathOf(url); path !== undefined; path = pathOf(url)) {
    const { headers, text } = await browser.send('GET', path, undefined, { headers: NAVIGATION })
    const location = headers.get('location')
    if (location === null) return { url, text }
    url = new URL(location)
  }
  return { url, text: '' }
}

test('it finds the endpoint, and its address signs the person out and leads back with the state', async () => {
  expect(configuration.serverMetadata().end_session_endpoint).toBe(server.issuer + paths.endSession)
  const { browser, tokens } = await meetSomebody()
  const { url } = await follow(
    browser,
    openid.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.access_token,
      post_logout_redirect_uri: SIGNED_OUT,
      state: STATE,
    }),
  )
  expect(url.origin + url.pathname).toBe('https://web.example/signed-out')
  expect(Object.fromEntries(url.searchParams)).toEqual({ from: 'latchkey', state: STATE })
  expect((await browser.readState()).status).toBe('signed_out')
  expect(await isActive(tokens.access_token)).toBe(false)
})

test('without a hint it asks the person first, in the name of the client that the library adds', async () => {
  const { browser, tokens } = await meetSomebody()
  const address = openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: SIGNED_OUT })
  expect(address.searchParams.get('client_id')).toBe(CONFIDENTIAL.id)
  const { url, text } = await follow(browser, address)
  expect(url.href.startsWith(`${HOME}/pages/end-session`)).toBe(true)
  expect(text).toContain('<form')
  expect((await browser.readState()).status).toBe('signed_in')
  expect(await isActive(tokens.access_token)).toBe(true)
})

test('an address that was not registered leads nowhere', async () => {
  const { browser, tokens } = await meetSomebody()
  const { url } = await follow(
    browser,
    openid.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.access_token,
      post_logout_redirect_uri: 'https://web.example/signed-out',
    }),
  )
  expect(pathOf(url)).toBeDefined()
  expect(await isActive(tokens.access_token)).toBe(true)
})
