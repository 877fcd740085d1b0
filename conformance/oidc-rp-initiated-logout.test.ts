import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { CONFIDENTIAL, ISSUER, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'
import { openVisitor } from '../packages/server/test/fixtures/test-pages.js'
import { ask } from './fixtures/ask.js'
import {
  endSessionPath,
  meetSomebodyAtApp,
  OF_AN_APP,
  SIGNED_OUT,
  startLogoutPages,
  WITH_QUERY,
} from './fixtures/logout-pages.js'
import { logoutsArrived, verifyLogout } from './fixtures/logout-tokens.js'
import { startReceiver } from './fixtures/receiver.js'

// OpenID Connect RP-Initiated Logout 1.0. The tests that begin with `oidcc-` are ported from the modules of these names in the conformance suite
// of the OpenID Foundation; that is no certification. There are no ID tokens here: the hint is an access token.

const MINUTE = 60_000

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  beforeAll(async () => {
    database = await kind.create()
    door = await startLogoutPages({ database })
  })
  afterAll(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  test('oidcc-rp-initiated-logout-discovery-endpoint-verification: the metadata say where', async () => {
    const { body } = await ask(door, paths.openidConfiguration)
    expect(body['end_session_endpoint']).toBe(`${ISSUER}/oauth/end-session`)
  })

  test.each(['GET', 'POST'])(
    'oidcc-rp-initiated-logout: by %s, with the token of who is signed in, both sessions end and the person is back with the state',
    async (method) => {
      const ada = await meetSomebodyAtApp(door)
      const parameters = { id_token_hint: ada.hint, post_logout_redirect_uri: SIGNED_OUT, state: 'a b&c' }
      const begun =
        method === 'GET'
          ? await ada.visitor.browser.send('GET', endSessionPath(parameters))
          : await ada.visitor.post(paths.endSession, parameters, {
              headers: { origin: 'https://web.example', 'sec-fetch-site': 'cross-site', cookie: null },
            })
      expect(begun.status).toBe(303)
      const location = begun.headers.get('location') ?? ''
      expect(location).not.toContain(ada.hint)
      expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, true])
      const left = await ada.visitor.leave(location.slice(location.indexOf('/pages')))
      expect(left.url).toBe(`${SIGNED_OUT}?state=a%20b%26c`)
      expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([false, false])
    },
  )

  test('a token that has expired is as good a hint', async () => {
    const ada = await meetSomebodyAtApp(door)
    door.clock.advance(20 * MINUTE)
    const left = await ada.visitor.leave(
      endSessionPath({ id_token_hint: ada.hint, post_logout_redirect_uri: WITH_QUERY, state: 's' }),
    )
    expect(left.url).toBe(`${WITH_QUERY}&state=s`)
    expect(await ada.isBrowserSignedIn()).toBe(false)
  })

  test('oidcc-rp-initiated-logout-no-state: there is none on the way back', async () => {
    const ada = await meetSomebodyAtApp(door)
    const path = endSessionPath({ id_token_hint: ada.hint, post_logout_redirect_uri: SIGNED_OUT })
    expect((await ada.visitor.leave(path)).url).toBe(SIGNED_OUT)
  })

  test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri: a page says that one is signed out', async () => {
    const ada = await meetSomebodyAtApp(door)
    const page = await ada.visitor.open(endSessionPath({ id_token_hint: ada.hint, state: 's' }))
    expect([page.heading, page.path]).toEqual(['Signed out', '/pages/signed-out'])
    expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([false, false])
  })

  test.each([
    ['oidcc-rp-initiated-logout-no-params', {}],
    ['oidcc-rp-initiated-logout-only-state', { state: 's' }],
  ])('%s: the person is asked, and then signed out', async (_, parameters) => {
    const ada = await meetSomebodyAtApp(door)
    const question = await ada.visitor.open(endSessionPath(parameters))
    expect(question.document.querySelector('.card')?.textContent).toContain(ada.email)
    expect(await ada.isBrowserSignedIn()).toBe(true)
    expect((await ada.visitor.send(question, 'Sign out')).path).toBe('/pages/signed-out')
    expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, false])
  })

  test('oidcc-rp-initiated-logout-no-id-token-hint: with client_id the person is asked, and then is back', async () => {
    const ada = await meetSomebodyAtApp(door)
    const question = await ada.visitor.open(
      endSessionPath({
        client_id: CONFIDENTIAL.id,
        post_logout_redirect_uri: SIGNED_OUT,
        state: 's',
        logout_hint: ada.email,
      }),
    )
    expect(question.answer.headers.get('content-security-policy')).toMatch(
      /form-action 'self' \S+ https:\/\/web\.example;/,
    )
    expect((await ada.visitor.sendAndLeave(question, 'Sign out')).url).toBe(`${SIGNED_OUT}?state=s`)
    expect(await ada.isBrowserSignedIn()).toBe(false)
  })

  test.each([
    ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', 'https://evil.example/'],
    ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', `${SIGNED_OUT}?x=1`],
    ['another path below', `${SIGNED_OUT}/../`],
    ['another case', 'https://WEB.example/signed-out'],
    ['one of another client', 'https://other.example/signed-out'],
    ['a part of one', 'https://web.example/'],
  ])('%s: nobody is led there, and nothing ends', async (_, uri) => {
    const ada = await meetSomebodyAtApp(door)
    for (const named of [{ id_token_hint: ada.hint }, { client_id: CONFIDENTIAL.id }]) {
      const path = endSessionPath({ ...named, post_logout_redirect_uri: uri })
      const page = await ada.visitor.open(path)
      expect([page.answer.status, page.heading]).toEqual([400, 'That did not work'])
      expect(page.answer.text).not.toContain(uri)
    }
    expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, true])
  })

  test('a registered address without hint or client is nobody’s', async () => {
    const page = await openVisitor(door).open(endSessionPath({ post_logout_redirect_uri: SIGNED_OUT }))
    expect(page.answer.status).toBe(400)
  })

  test('a hint of another person signs nobody out unasked', async () => {
    const ada = await meetSomebodyAtApp(door)
    const bob = await meetSomebodyAtApp(door)
    const question = await ada.visitor.open(
      endSessionPath({ id_token_hint: bob.hint, post_logout_redirect_uri: SIGNED_OUT }),
    )
    expect(question.document.querySelector('.card')?.textContent).toContain(ada.email)
    expect([await ada.isBrowserSignedIn(), await bob.isAppSignedIn()]).toEqual([true, true])
    expect((await ada.visitor.sendAndLeave(question, 'Sign out')).url).toBe(SIGNED_OUT)
    expect([await ada.isBrowserSignedIn(), await bob.isAppSignedIn()]).toEqual([false, false])
    expect([await ada.isAppSignedIn(), await bob.isBrowserSignedIn()]).toEqual([true, true])
  })

  test('in a browser nobody is signed in in, the session of the hint ends by a button; when it is over, there is nothing to ask', async () => {
    const ada = await meetSomebodyAtApp(door)
    const elsewhere = openVisitor(door)
    const path = endSessionPath({ id_token_hint: ada.hint, post_logout_redirect_uri: SIGNED_OUT })
    const question = await elsewhere.open(path)
    expect(question.answer.text).not.toContain(ada.email)
    expect(await ada.isAppSignedIn()).toBe(true)
    expect((await elsewhere.sendAndLeave(question, 'Sign out')).url).toBe(SIGNED_OUT)
    expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([false, true])
    expect((await elsewhere.leave(path)).url).toBe(SIGNED_OUT)
  })

  test('an app of a phone goes back by its own scheme', async () => {
    const visitor = openVisitor(door)
    const path = endSessionPath({ client_id: PUBLIC.id, post_logout_redirect_uri: OF_AN_APP })
    expect((await visitor.leave(path)).url).toBe(OF_AN_APP)
    const ada = await meetSomebodyAtApp(door)
    const question = await ada.visitor.open(path)
    expect(question.answer.headers.get('content-security-policy')).toContain(' com.example.app:;')
  })

  test.each([
    ['de', 'Abmelden', 'Abgemeldet'],
    ['fr-CA fr', 'Se déconnecter', 'Déconnecté(e)'],
    ['tlh en', 'Sign out', 'Signed out'],
    ['tlh', 'Sign out', 'Signed out'],
  ])('ui_locales %s: question and end are in that language', async (locales, title, end) => {
    const ada = await meetSomebodyAtApp(door)
    const question = await ada.visitor.open(endSessionPath({ ui_locales: locales }))
    expect(question.heading).toBe(title)
    expect((await ada.visitor.send(question, title)).heading).toBe(end)
  })
})

test('oidcc-backchannel-rp-initiated-logout: the application is told of the session it had ended', async () => {
  await using receiver = await startReceiver(() => ({ status: 200 }))
  await using door = await startLogoutPages({
    options: {
      clients: [
        {
          ...CONFIDENTIAL,
          type: 'confidential',
          passwordSignIn: true,
          postLogoutRedirectUris: [SIGNED_OUT],
          backChannelLogoutUri: receiver.url,
        },
      ],
    },
  })
  const ada = await meetSomebodyAtApp(door)
  await ada.visitor.leave(endSessionPath({ id_token_hint: ada.hint, post_logout_redirect_uri: SIGNED_OUT }))
  await logoutsArrived(receiver, 1)
  const hinted = JSON.parse(Buffer.from(ada.hint.split('.')[1] ?? '', 'base64url').toString())
  const { sub, sid } = await verifyLogout(door, receiver.pushes[0])
  expect({ sub, sid }).toEqual({ sub: hinted.sub, sid: hinted.sid })
})

test('without hosted pages there is nobody to ask, and no endpoint', async () => {
  await using door = await startTestBrowserDoor()
  expect((await ask(door, paths.openidConfiguration)).body).not.toHaveProperty('end_session_endpoint')
  expect((await ask(door, paths.endSession)).status).toBe(404)
})
