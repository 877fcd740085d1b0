import { CSRF_HEADER, paths } from '@latchkey/contract'
import type { Guard, RefusedRequest, Requirement } from '@latchkey/guard'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COOKIE, fromPage, openRemoteApi } from '../packages/server/test/fixtures/api-guards.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  APP,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { CONFIDENTIAL, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'

// An API takes the session cookie. A page of somebody else makes the browser of a victim send requests to it, or plants a cookie.

const ATTACKER = 'https://attacker.example'

let house: TestBrowserDoor
let victim: TestBrowser
let mallory: TestBrowser
/** Tokens that are right for somebody else, or were once. */
let tokens: Record<'visitor' | 'other' | 'ended', string>
let guards: Record<'in the process of the server' | 'elsewhere', Guard>
beforeAll(async () => {
  house = await startTestBrowserDoor()
  victim = house.openBrowser()
  const visitor = (await victim.readState()).csrfToken
  const { csrfToken: ended } = await house.signUp(victim)
  mallory = house.openBrowser()
  const other = (await house.signUp(mallory, { email: 'mallory@example.com' })).csrfToken
  await house.signIn(victim)
  await victim.readState()
  tokens = { visitor, other, ended }
  guards = { 'in the process of the server': house.latchkey.guard, elsewhere: openRemoteApi(house).guard }
})
afterAll(() => house[Symbol.asyncDispose]())

/** `200 usr_…`, `200 nobody`, or the status and reason of the refusal. */
const outcome = async (guard: Guard, presented: Parameters<Guard['admit']>[0], requirement?: Requirement) => {
  const admission = await guard.admit(presented, requirement ?? {})
  if (admission.admitted) return `200 ${admission.principal?.userId.slice(0, 4) ?? 'nobody'}`
  const { status, body } = admission.refusal
  return `${status} ${'reason' in body ? body.reason : ''}`
}

const foreign: readonly (readonly [string, Readonly<Record<string, string | readonly string[] | null>>])[] = [
  ['another site', { origin: ATTACKER, 'sec-fetch-site': 'cross-site' }],
  ['another site, in an old browser', { origin: ATTACKER, 'sec-fetch-site': null }],
  ['another site that hides its origin', { origin: null, 'sec-fetch-site': 'cross-site' }],
  ['a sibling that hides its origin', { origin: null, 'sec-fetch-site': 'same-site' }],
  ['a neighbour on another port', { origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['a host that begins like ours', { origin: `${APP}.attacker.example`, 'sec-fetch-site': 'cross-site' }],
  ['our origin and another', { origin: [APP, ATTACKER], 'sec-fetch-site': 'same-origin' }],
  ['our origin in capitals', { origin: APP.toUpperCase(), 'sec-fetch-site': 'same-origin' }],
]

describe.each(['in the process of the server', 'elsewhere'] as const)('an API %s', (place) => {
  const guard = () => guards[place]

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY', 'post', 'CONNECT'])(
    'lets the page of a person do %s, with their cookie and the token of their session',
    async (method) => {
      expect(await outcome(guard(), fromPage(victim, { method }))).toBe('200 usr_')
    },
  )

  test('knows the same person as their server', async () => {
    const state = await victim.readState()
    if (state.status !== 'signed_in') throw new Error('not signed in')
    const principal = await guard().check(fromPage(victim))
    expect(principal).toMatchObject({ userId: state.user.id, sessionId: state.session.id, amr: ['pwd'] })
    expect(principal.scopes).toContain('todos:read')
    expect(principal.claims).not.toHaveProperty('csrf_token')
  })

  test.each(foreign)('refuses a request from %s, even with the right token', async (_, headers) => {
    for (const method of ['POST', 'DELETE', 'CONNECT'])
      expect(await outcome(guard(), fromPage(victim, { method, headers }))).toMatch(
        /^403 csrf_(origin|site)_refused$/,
      )
  })

  test('refuses a request without the token of the session, and says how to get one', async () => {
    for (const token of [null, ''])
      expect(await outcome(guard(), fromPage(victim, { headers: { [CSRF_HEADER]: token } }))).toBe(
        '403 csrf_token_missing',
      )
  })

  test('refuses the token of a visitor, of somebody else, of an earlier session, and two in one', async () => {
    const own = victim.csrfToken ?? ''
    for (const token of [
      ...Object.values(tokens),
      `${own} `,
      own.slice(1),
      `${own}, ${own}`,
      'é'.repeat(own.length),
    ])
      expect(await outcome(guard(), fromPage(victim, { headers: { [CSRF_HEADER]: token } }))).toBe(
        '403 csrf_token_invalid',
      )
  })

  test('never takes the token from the cookie that holds it', async () => {
    expect(victim.cookies.get('XSRF-TOKEN')?.value).toBe(victim.csrfToken)
    expect(await outcome(guard(), fromPage(victim, { headers: { [CSRF_HEADER]: null } }))).toBe(
      '403 csrf_token_missing',
    )
  })

  test('refuses pages without a challenge, which would ask for another credential', async () => {
    const admission = await guard().admit(fromPage(victim, { headers: { origin: ATTACKER } }))
    if (admission.admitted) throw new Error('admitted')
    expect(admission.refusal.headers).not.toHaveProperty('WWW-Authenticate')
    expect(admission.refusal.headers['Cache-Control']).toBe('no-store')
  })

  test('lets people read by a link from anywhere, and no page that says it is another’s', async () => {
    const bare = { origin: null, [CSRF_HEADER]: null }
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(await outcome(guard(), fromPage(victim, { method, headers: bare }))).toBe('200 usr_')
      const link = { ...bare, 'sec-fetch-site': 'cross-site' }
      expect(await outcome(guard(), fromPage(victim, { method, headers: link }))).toBe('200 usr_')
      const page = { ...bare, origin: ATTACKER }
      expect(await outcome(guard(), fromPage(victim, { method, headers: page }))).toBe(
        '403 csrf_origin_refused',
      )
    }
  })

  test('lets only pages of ours open a WebSocket', async () => {
    const bare = { [CSRF_HEADER]: null }
    for (const upgrade of [{ upgrade: true }, { headers: { upgrade: 'WebSocket' } }]) {
      const open = (headers: Record<string, string | null>) =>
        outcome(
          guard(),
          fromPage(victim, {
            method: 'GET',
            ...upgrade,
            headers: { ...bare, ...upgrade.headers, ...headers },
          }),
        )
      expect(await open({})).toBe('200 usr_')
      expect(await open({ origin: ATTACKER })).toBe('403 csrf_origin_refused')
      expect(await open({ origin: null })).toBe('403 csrf_origin_refused')
      expect(await open({ origin: null, 'sec-fetch-site': null })).toBe('403 csrf_origin_refused')
    }
    expect(
      await outcome(guard(), fromPage(victim, { method: 'CONNECT', upgrade: true, headers: bare })),
    ).toBe('200 usr_')
    // A header alone saves nobody the token.
    expect(await outcome(guard(), fromPage(victim, { headers: { ...bare, upgrade: 'websocket' } }))).toBe(
      '403 csrf_token_missing',
    )
  })

  test('does not choose between two cookies, of which a neighbour may have planted one', async () => {
    const [own, planted] = [victim.cookies.get(COOKIE)?.value, mallory.cookies.get(COOKIE)?.value]
    for (const cookie of [
      `${COOKIE}=${own}; ${COOKIE}=${planted}`,
      `${COOKIE}=${planted}; ${COOKIE}=${own}`,
      [`${COOKIE}=${own}`, `${COOKIE}=${planted}`],
      `${COOKIE}=${own}; other=1; ${COOKIE}=x`,
    ])
      expect(await outcome(guard(), fromPage(victim, { headers: { cookie } }))).toBe('400 token_repeated')
    expect(
      await outcome(guard(), fromPage(victim, { headers: { cookie: `${COOKIE}=${own}; ${COOKIE}=${own}` } })),
    ).toBe('200 usr_')
  })

  test('reads no cookie of another name, nor what a neighbour can write instead of it', async () => {
    const own = victim.cookies.get(COOKIE)?.value
    for (const cookie of [
      '',
      `${COOKIE}=`,
      `x${COOKIE}=${own}`,
      `${COOKIE}x=${own}`,
      `\u00a0${COOKIE}=${own}`,
      `${COOKIE.toUpperCase()}=${own}`,
      `a="; ${COOKIE}-x=${own}"`,
    ])
      expect(await outcome(guard(), fromPage(victim, { headers: { cookie } }))).toBe('401 token_missing')
  })

  test('takes the cookie for no token, and a token for no cookie', async () => {
    const own = victim.cookies.get(COOKIE)?.value ?? ''
    for (const scheme of ['Bearer', 'Token', 'DPoP'])
      expect(await outcome(guard(), { authorization: `${scheme} ${own}` })).toMatch(/^401 token_/)
    const { access_token, refresh_token } = await signInByToken()
    for (const value of [access_token, refresh_token, 'x', `${own}x`, own.slice(0, -1)]) {
      const headers = { cookie: `${COOKIE}=${value}` }
      expect(await outcome(guard(), fromPage(victim, { headers }))).toBe('401 token_session_ended')
    }
  })

  test('looks at no cookie beside a token, be it good or bad', async () => {
    const { access_token } = await signInByToken()
    const asAttacker = { origin: ATTACKER }
    expect(
      await outcome(
        guard(),
        fromPage(victim, { authorization: `Bearer ${access_token}`, headers: asAttacker }),
      ),
    ).toBe('200 usr_')
    expect(
      (await guard().check(fromPage(victim, { authorization: `Bearer ${access_token}` }))).clientId,
    ).toBe(CONFIDENTIAL.id)
    for (const authorization of ['Bearer', 'Bearer x.y.z', `Bearer ${access_token}x`])
      expect(await outcome(guard(), fromPage(victim, { authorization }))).toMatch(/^401 token_/)
    expect(await outcome(guard(), { ...fromPage(victim), accessTokenInQuery: true })).toBe(
      '401 token_missing',
    )
    // What a proxy in front asks browsers for is not ours.
    expect(await outcome(guard(), fromPage(victim, { authorization: 'Basic eDp5' }))).toBe('200 usr_')
  })

  test('takes who signed out for a stranger, where strangers may come', async () => {
    const browser = house.openBrowser()
    await house.signUp(browser, { email: `${place.length}@example.com` })
    const before = fromPage(browser)
    expect(await outcome(guard(), before)).toBe('200 usr_')
    await browser.send('DELETE', paths.session)
    house.clock.advance(5_000)
    expect(await outcome(guard(), before)).toBe('401 token_session_ended')
    expect(await outcome(guard(), before, { mode: 'optional' })).toBe('200 nobody')
    expect(
      await outcome(
        guard(),
        { request: fromPage(house.openBrowser()).request as never },
        { mode: 'optional' },
      ),
    ).toBe('200 nobody')
    // A page of somebody else is refused there too.
    expect(
      await outcome(guard(), fromPage(victim, { headers: { origin: ATTACKER } }), { mode: 'optional' }),
    ).toBe('403 csrf_origin_refused')
  })

  test('needs the roles and scopes of everybody else', async () => {
    expect(await outcome(guard(), fromPage(victim), { scopes: ['todos:read'] })).toBe('200 usr_')
    expect(await outcome(guard(), fromPage(victim), { roles: ['admin'] })).toBe('403 role_insufficient')
  })
})

test('an API elsewhere asks nobody about a request that a page may not make', async () => {
  const { guard, questions } = openRemoteApi(house)
  for (const [, headers] of foreign) await guard.admit(fromPage(victim, { headers }))
  await guard.admit(fromPage(victim, { headers: { [CSRF_HEADER]: null } }))
  expect(questions).toEqual([])
  await guard.admit(fromPage(victim))
  expect(questions).toEqual([paths.introspect])
})

test('nobody but a confidential client is told what a cookie opens', async () => {
  const token = victim.cookies.get(COOKIE)?.value ?? ''
  expect((await house.post(paths.introspect, { token }, PUBLIC)).status).toBe(401)
  expect((await house.post(paths.introspect, { token })).status).toBe(401)
  expect(await house.introspect(token)).toMatchObject({ active: true, token_type: 'session_cookie' })
})

test('the cookie is in no log and in no refusal', async () => {
  const reports: RefusedRequest[] = []
  const guard = house.latchkey.guardFor('http://localhost:8000', {
    onRefused: (refused) => reports.push(refused),
  })
  const own = victim.cookies.get(COOKIE)?.value ?? ''
  const answers = [
    await guard.admit(fromPage(victim, { headers: { origin: ATTACKER } })),
    await guard.admit(fromPage(victim, { headers: { [CSRF_HEADER]: own } })),
    await guard.admit(fromPage(victim, { headers: { cookie: `${COOKIE}=${own}; ${COOKIE}=y` } })),
    await openRemoteApi(house).guard.admit(fromPage(victim, { headers: { [CSRF_HEADER]: 'x' } })),
  ]
  expect(reports).toHaveLength(3)
  const told = JSON.stringify([answers, reports]) + house.logLines.join()
  expect(told).not.toContain(own.slice(-30))
  expect(told).not.toContain(victim.csrfToken)
})

const signInByToken = async () => {
  const answer = await house.exchange(await house.idToken())
  if (!('access_token' in answer)) throw new Error(answer.reason)
  return answer
}
