import { CSRF_HEADER, paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { startApiKeyDoor } from '../packages/server/test/fixtures/test-api-keys.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { APP, PASSWORD, type TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { addressOf, bodyOf, changingRoutes, readingRoutes } from './fixtures/browser-routes.js'
import { dumpDatabase, outboxSettled } from './fixtures/database-dump.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// A page of somebody else, open in the browser of a victim who is signed in, makes that browser send requests.

const ATTACKER = 'https://attacker.example'
const VICTIM = { email: 'ada@example.com', password: PASSWORD }

let house: TestBrowserDoor
let database: TestDatabase
let victim: TestBrowser
/** Of the victim's session. */
let token: string
let sessionId: string
/** Tokens that are right for somebody else, or were once. */
let tokens: Record<'visitor' | 'other' | 'ended', string>
beforeAll(async () => {
  database = await sqlite.create()
  house = await startApiKeyDoor({ database })
  victim = house.openBrowser()
  const visitor = (await victim.readState()).csrfToken
  const { csrfToken: ended } = await house.signUp(victim)
  const other = (await house.signUp(house.openBrowser(), { email: 'mallory@example.com' })).csrfToken
  const state = await house.signIn(victim)
  expect(state.status).toBe(200)
  const current = await victim.readState()
  if (current.status !== 'signed_in') throw new Error('the victim is not signed in')
  token = current.csrfToken
  sessionId = current.session.id
  tokens = { visitor, other, ended }
  await outboxSettled(database)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** What browsers say about where a request comes from. */
type Source = Readonly<Record<'origin' | 'sec-fetch-site', string | null>>

const foreignSources: readonly (readonly [string, Source])[] = [
  ['another site', { origin: ATTACKER, 'sec-fetch-site': 'cross-site' }],
  ['another site, in an old browser', { origin: ATTACKER, 'sec-fetch-site': null }],
  [
    'a sibling on another sub-domain',
    { origin: 'http://blog.localhost:5173', 'sec-fetch-site': 'same-site' },
  ],
  ['a neighbour on another port', { origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }],
  ['the same host over another scheme', { origin: 'https://localhost:5173', 'sec-fetch-site': 'cross-site' }],
  ['a host that begins like ours', { origin: `${APP}.attacker.example`, 'sec-fetch-site': 'cross-site' }],
  ['a port that begins like ours', { origin: `${APP}0`, 'sec-fetch-site': 'same-site' }],
  ['a sandboxed frame or a local file', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['a sandboxed frame, in an old browser', { origin: 'null', 'sec-fetch-site': null }],
  ['our origin written twice', { origin: `${APP}, ${APP}`, 'sec-fetch-site': 'same-origin' }],
  ['another site that hides its origin', { origin: null, 'sec-fetch-site': 'cross-site' }],
  ['a sibling that hides its origin', { origin: null, 'sec-fetch-site': 'same-site' }],
  [
    'another site that claims to be ours in Sec-Fetch-Site',
    { origin: ATTACKER, 'sec-fetch-site': 'same-origin' },
  ],
  ['an empty origin', { origin: '', 'sec-fetch-site': 'cross-site' }],
]

describe.each(changingRoutes)('$method $path', (route) => {
  const address = () => addressOf(route, sessionId)
  const body = bodyOf(route, VICTIM)

  test.each(foreignSources)('a request from %s is refused, even with the right token', async (_, source) => {
    const before = await dumpDatabase(database)
    const headers = { ...source, [CSRF_HEADER]: token }
    const answer = await victim.send(route.method, address(), body, { headers })
    expect(outcomeOf(answer)).toMatch(/^403 csrf_(origin|site)_refused$/)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await dumpDatabase(database)).toEqual(before)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form of another site with %s, which needs no leave to be sent, is refused',
    async (type) => {
      const before = await dumpDatabase(database)
      const headers = {
        origin: ATTACKER,
        'sec-fetch-site': 'cross-site',
        [CSRF_HEADER]: null,
        'content-type': type,
      }
      const answer = await victim.send(route.method, address(), JSON.stringify(body ?? {}), { headers })
      // Providers send forms to where people come back (form_post); such a form is turned into a redirect, and does nothing else.
      const isSentOn = route.path.startsWith(paths.callback) && type.startsWith('application/')
      expect(outcomeOf(answer)).toBe(isSentOn ? '303' : '403 csrf_origin_refused')
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await dumpDatabase(database)).toEqual(before)
    },
  )

  const wrongTokens: readonly (readonly [string, () => string | null, string])[] = [
    ['no token', () => null, 'csrf_token_missing'],
    ['an empty token', () => '', 'csrf_token_missing'],
    ['a made-up token', () => 'x'.repeat(43), 'csrf_token_invalid'],
    ['the right token cut short', () => token.slice(0, -1), 'csrf_token_invalid'],
    ['the right token twice', () => `${token}, ${token}`, 'csrf_token_invalid'],
    ['the token of a visitor', () => tokens.visitor, 'csrf_token_invalid'],
    ["the token of somebody else's session", () => tokens.other, 'csrf_token_invalid'],
    ['the token of a session this browser had before', () => tokens.ended, 'csrf_token_invalid'],
  ]
  test.each(wrongTokens)('a request from our own origin with %s is refused', async (_, wrong, reason) => {
    const before = await dumpDatabase(database)
    const answer = await victim.send(route.method, address(), body, { headers: { [CSRF_HEADER]: wrong() } })
    expect(outcomeOf(answer)).toBe(`403 ${reason}`)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await dumpDatabase(database)).toEqual(before)
  })

  test('a visitor needs the token in the header and in the cookie, and both must be one', async () => {
    const visitor = house.openBrowser()
    const own = (await visitor.readState()).csrfToken
    const without = await house
      .openBrowser()
      .send(route.method, address(), body, { headers: { [CSRF_HEADER]: own } })
    expect(outcomeOf(without)).toBe('403 csrf_token_invalid')
    const foreign = await visitor.send(route.method, address(), body, {
      headers: { [CSRF_HEADER]: tokens.visitor },
    })
    expect(outcomeOf(foreign)).toBe('403 csrf_token_invalid')
    const forged = `${'0'.repeat(32)}.${'A'.repeat(43)}`
    visitor.cookies.set('XSRF-TOKEN', { value: forged, attributes: [] })
    const planted = await visitor.send(route.method, address(), body, { headers: { [CSRF_HEADER]: forged } })
    expect(outcomeOf(planted)).toBe('403 csrf_token_invalid')
  })
})

test.each(changingRoutes)(
  'our own page may: $method $path is not refused as a request of a stranger',
  async (route) => {
    const own = { email: `own-${changingRoutes.indexOf(route)}@example.com`, password: PASSWORD }
    const browser = house.openBrowser()
    const state = await house.signUp(browser, own)
    if (state.status !== 'signed_in') throw new Error('nobody is signed in')
    const answer = await browser.send(route.method, addressOf(route, state.session.id), bodyOf(route, own))
    expect(outcomeOf(answer)).not.toContain('csrf')
  },
)

// One of them answers for as long as the session lives.
test.each(readingRoutes.filter(({ path }) => path !== paths.sessionEvents))(
  'GET $path changes nothing, whoever asks and whatever they call it',
  async ({ path }) => {
    await outboxSettled(database)
    const before = await dumpDatabase(database)
    for (const method of ['GET', 'HEAD']) {
      for (const [, source] of foreignSources)
        await victim.send(method, `${path}?_method=DELETE`, undefined, { headers: source })
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
      await victim.send(method, path, undefined, { headers })
    }
    expect(await dumpDatabase(database)).toEqual(before)
    expect((await victim.readState()).status).toBe('signed_in')
  },
)

test.each(readingRoutes)('GET $path answers no page of another origin or site', async ({ path }) => {
  for (const [name, source] of foreignSources) {
    const answer = await victim.send('GET', path, undefined, { headers: source })
    expect(outcomeOf(answer), name).toMatch(/^403 csrf_/)
    expect(answer.text).not.toContain(VICTIM.email)
    expect(answer.text).not.toContain(token)
  }
})

test('a link of another site that leads to the account shows nothing', async () => {
  const headers = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  }
  const answer = await victim.send('GET', paths.accountExport, undefined, { headers })
  expect(outcomeOf(answer)).toBe('403 csrf_site_refused')
})
