import { paths } from '@latchkey/contract'
import { drfToken } from '@latchkey/server'
import { expect, test } from 'vitest'
import { COOKIE, fromPage, openRemoteApi } from './fixtures/api-guards.js'
import { startTestBrowserDoor } from './fixtures/test-browser-door.js'
import { askDoor, startDjangoDoor } from './fixtures/test-django-door.js'
import { API, ISSUER, startTestLatchkey, type TestLatchkey } from './fixtures/test-latchkey.js'

// One session in several forms, at an API in the process of the server and at one elsewhere.

const OTHER_API = 'https://reports.example'

const drfTokenOf = async (house: TestLatchkey): Promise<string> => {
  const { body } = await askDoor(house, '/google/', { body: { auth_token: await house.idToken() } })
  return (body as { tokens: string }).tokens
}
const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: { code: unknown }) => error.code,
  )

test('an API elsewhere knows whom an opaque token stands for as one in the process does', async () => {
  await using house = await startDjangoDoor([drfToken()])
  const token = await drfTokenOf(house)
  const { guard, questions } = openRemoteApi(house)
  const [here, there] = [await house.latchkey.guard.verify(token), await guard.verify(token)]
  const { claims: _, ...known } = here
  expect(there).toMatchObject(known)
  expect(there.claims).toMatchObject(here.claims)
  for (const scheme of ['Token', 'token', 'Bearer'])
    expect((await guard.check({ authorization: `${scheme} ${token}` })).userId).toBe(here.userId)
  expect(questions).toEqual([paths.introspect])
})

test('an API elsewhere sees the end of an opaque token within five seconds, and at once when it is told', async () => {
  await using house = await startDjangoDoor([drfToken({ otherDevices: 'end' })])
  const [told, untold] = [openRemoteApi(house), openRemoteApi(house)]
  const token = await drfTokenOf(house)
  const { sessionId = '' } = await told.guard.verify(token)
  await untold.guard.verify(token)
  await drfTokenOf(house) // Ends the one before.
  expect(await codeOf(house.latchkey.guard.verify(token))).toBe('token_session_ended')
  told.guard.forgetSession(sessionId)
  expect(await codeOf(told.guard.verify(token))).toBe('token_session_ended')
  expect(await codeOf(untold.guard.verify(token))).toBe('accepted')
  house.clock.advance(5_000)
  expect(await codeOf(untold.guard.verify(token))).toBe('token_session_ended')
})

test('where the server is down, its opaque tokens and cookies are an outage, and its JWTs go on', async () => {
  await using house = await startTestLatchkey()
  const { access_token } = await house.signIn()
  let isDown = false
  const { latchkey, clock } = house
  const { guard } = openRemoteApi({
    latchkey: {
      ...latchkey,
      fetch: async (request: Request) =>
        isDown ? new Response(null, { status: 502 }) : latchkey.fetch(request),
    },
    clock,
  })
  expect(await codeOf(guard.verify(access_token))).toBe('accepted')
  isDown = true
  expect(await codeOf(guard.verify(access_token))).toBe('accepted')
  expect(await codeOf(guard.verify('0'.repeat(40)))).toBe('issuer_unreachable')
})

test('a server without the browser door takes no cookies', async () => {
  await using house = await startTestLatchkey()
  const browser = { cookies: new Map([[COOKIE, { value: 'x', attributes: [] }]]), csrfToken: 'x' }
  expect(await codeOf(house.latchkey.guard.check(fromPage(browser as never)))).toBe('token_missing')
})

test('a session cookie stands for the first audience of the server, and for no other API', async () => {
  await using house = await startTestBrowserDoor({ options: { audiences: [API, OTHER_API] } })
  const browser = house.openBrowser()
  await house.signUp(browser)
  const presented = fromPage(browser)
  expect(await codeOf(house.latchkey.guard.check(presented))).toBe('accepted')
  expect(await codeOf(house.latchkey.guardFor(OTHER_API).check(presented))).toBe('token_audience_mismatch')
})

test('introspection of a session cookie says what an access JWT would, and the token of its pages', async () => {
  await using house = await startTestBrowserDoor()
  const browser = house.openBrowser()
  await house.signUp(browser)
  const state = await browser.readState()
  if (state.status !== 'signed_in') throw new Error('not signed in')
  const token = browser.cookies.get(COOKIE)?.value ?? ''
  const now = house.clock.now() / 1_000
  expect(await house.introspect(token)).toEqual({
    active: true,
    token_type: 'session_cookie',
    iss: ISSUER,
    sub: state.user.id,
    sid: state.session.id,
    client_id: 'browser',
    scope: expect.stringContaining('todos:read'),
    aud: API,
    iat: now,
    exp: expect.any(Number),
    amr: ['pwd'],
    auth_time: now,
    csrf_token: state.csrfToken,
  })
  for (const other of [
    `${token}0`,
    token.slice(0, -1),
    token.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    'lkck_',
  ])
    expect(await house.introspect(other)).toEqual({ active: false })
  await browser.send('DELETE', paths.session)
  expect(await house.introspect(token)).toEqual({ active: false })
})

test('after the secret of the server was replaced, pages go on in its process, and elsewhere read the state again', async () => {
  const [former, current] = ['former-secret-former-secret-former-01', 'current-secret-current-secret-curr-01']
  const first = await startTestBrowserDoor({ options: { secrets: [former] } })
  const { database } = first
  const browser = first.openBrowser()
  await first.signUp(browser)
  await first.latchkey.close()
  await using house = await startTestBrowserDoor({ database, options: { secrets: [current, former] } })
  const { guard } = openRemoteApi(house)
  expect(await codeOf(house.latchkey.guard.check(fromPage(browser)))).toBe('accepted')
  expect(await codeOf(guard.check(fromPage(browser)))).toBe('csrf_token_invalid')
  const again = house.openBrowser()
  for (const [name, cookie] of browser.cookies) again.cookies.set(name, cookie)
  await again.readState()
  expect(await codeOf(guard.check(fromPage(again)))).toBe('accepted')
  await first[Symbol.asyncDispose]()
})
