import { paths } from '@latchkey/contract'
import type { Topology } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { granted } from '../fixtures/test-latchkey.js'

const DAY_IN_SECONDS = 24 * 60 * 60
const DAY = 1_000 * DAY_IN_SECONDS

interface Place {
  readonly title: string
  readonly topology: Topology
  readonly issuer: string
  /** Whose address the browser talks to. */
  readonly at: string
  readonly prefix: '' | '__Host-'
  readonly attributes: string
}

const places: readonly Place[] = [
  {
    title: 'same origin, on this machine',
    topology: { kind: 'same-origin', app: 'http://localhost:5173' },
    issuer: 'http://localhost:4000',
    at: 'http://localhost:5173',
    prefix: '',
    attributes: 'Path=/; SameSite=Lax',
  },
  {
    title: 'same origin',
    topology: { kind: 'same-origin', app: 'https://app.example.com' },
    issuer: 'https://app.example.com',
    at: 'https://app.example.com',
    prefix: '__Host-',
    attributes: 'Path=/; Secure; SameSite=Lax',
  },
  {
    title: 'two ports of this machine',
    topology: { kind: 'sub-domain', app: 'http://localhost:5173' },
    issuer: 'http://localhost:4000',
    at: 'http://localhost:4000',
    prefix: '',
    attributes: 'Path=/; SameSite=Lax',
  },
  {
    title: 'two sub-domains',
    topology: { kind: 'sub-domain', app: 'https://app.example.com' },
    issuer: 'https://auth.example.com',
    at: 'https://auth.example.com',
    prefix: '__Host-',
    attributes: 'Path=/; Secure; SameSite=Lax',
  },
  {
    title: 'two sites',
    topology: { kind: 'cross-site', app: 'https://app.example.com' },
    issuer: 'https://auth.example.net',
    at: 'https://auth.example.net',
    prefix: '__Host-',
    attributes: 'Path=/; Secure; SameSite=None; Partitioned',
  },
]

describe.each(places)('cookies: $title', ({ topology, issuer, at, prefix, attributes }) => {
  let door: TestBrowserDoor
  let browser: TestBrowser
  beforeEach(async () => {
    door = await startTestBrowserDoor({ options: { issuer, browser: { topology } } })
    // A page of another origin says so; one of the same origin says nothing when it reads.
    browser = openBrowser(() => door.latchkey, { page: topology.app, at })
  })
  afterEach(() => door[Symbol.asyncDispose]())

  const linesOf = async (method: string, path: string, body?: unknown): Promise<readonly string[]> =>
    (await browser.send(method, path, body)).headers.getSetCookie()
  const secret = '[^;]+'
  const line = (name: string, rest = ''): unknown =>
    expect.stringMatching(new RegExp(`^${prefix}${name}=${secret}; HttpOnly; ${attributes}${rest}$`))
  const csrf = (rest = ''): unknown =>
    expect.stringMatching(new RegExp(`^XSRF-TOKEN=[A-Za-z0-9_.-]+; ${attributes}${rest}$`))
  const credentials = { email: 'ada@example.com', password: PASSWORD }

  it('each is bound to this host, hidden from scripts but for the CSRF token, and gone with the browser', async () => {
    expect(await linesOf('GET', paths.session)).toEqual([csrf()])
    expect(await linesOf('GET', paths.session)).toEqual([])
    expect(await linesOf('POST', paths.signUp, credentials)).toEqual([line('latchkey-sign-up')])
    const { code } = await door.linkTo('ada@example.com')
    const device = line('latchkey-device', `; Max-Age=${400 * DAY_IN_SECONDS}`)
    expect(await linesOf('POST', paths.confirmSignUp, { code })).toEqual([
      device,
      `${prefix}latchkey-sign-up=; HttpOnly; ${attributes}; Max-Age=0`,
      line('latchkey'),
      csrf(),
    ])
    expect(await linesOf('GET', paths.session)).toEqual([])
    expect(await linesOf('GET', paths.account)).toEqual([])
    expect(await linesOf('DELETE', paths.session)).toEqual([
      `${prefix}latchkey=; HttpOnly; ${attributes}; Max-Age=0`,
      csrf(),
    ])
  })

  it('of a remembered session they live as long as it does', async () => {
    await door.signUp(browser, { remember: true })
    expect(browser.cookies.get(`${prefix}latchkey`)?.attributes).toContain(`max-age=${90 * DAY_IN_SECONDS}`)
    const [, session, csrfLine] = await linesOf('POST', paths.session, { ...credentials, remember: true })
    expect(session).toEqual(line('latchkey', `; Max-Age=${90 * DAY_IN_SECONDS}`))
    expect(csrfLine).toEqual(csrf(`; Max-Age=${90 * DAY_IN_SECONDS}`))
  })

  it('a changed password gives new cookies of the same kind, with a life of their own', async () => {
    await door.signUp(browser, { remember: true })
    door.clock.advance(5 * DAY)
    const body = { currentPassword: PASSWORD, newPassword: 'another good phrase' }
    const lines = await linesOf('POST', paths.changePassword, body)
    expect(lines).toEqual([
      line('latchkey-device', `; Max-Age=${400 * DAY_IN_SECONDS}`),
      line('latchkey', `; Max-Age=${90 * DAY_IN_SECONDS}`),
      csrf(`; Max-Age=${90 * DAY_IN_SECONDS}`),
    ])
  })
})

describe('cookies', () => {
  let door: TestBrowserDoor
  beforeEach(async () => {
    door = await startTestBrowserDoor()
  })
  afterEach(() => door[Symbol.asyncDispose]())

  it('no answer holds the secret of a cookie, nor a token of any other kind', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const secrets = ['latchkey', 'latchkey-device'].map(
      (name) => browser.cookies.get(name)?.value ?? 'missing',
    )
    expect(secrets.map((text) => text.slice(0, 5))).toEqual(['lkck_', 'lkdv_'])
    for (const path of [paths.session, paths.account, paths.accountSessions, paths.accountExport]) {
      const { text } = await browser.send('GET', path)
      for (const secret of secrets) expect(text).not.toContain(secret.split('.')[1])
      expect(text).not.toMatch(/lk[a-z]{2}_|eyJ/)
    }
  })

  it.each([
    ['nothing', ''],
    ['another shape', 'lkck_x'],
    ['a session nobody has', `lkck_${'0'.repeat(32)}.${'0'.repeat(64)}`],
    ['megabytes', 'x'.repeat(20_000)],
  ])('a session cookie that is %s opens nothing and breaks nothing', async (_, value) => {
    const browser = door.openBrowser()
    browser.cookies.set('latchkey', { value, attributes: [] })
    const answer = await browser.send('GET', paths.session)
    expect(answer.status).toBe(200)
    expect(stateOf(answer).status).toBe('signed_out')
  })

  it('the id of a session with another secret opens nothing', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const value = browser.cookies.get('latchkey')?.value ?? ''
    const thief = door.openBrowser()
    const other = value.endsWith('0') ? '1' : '0'
    thief.cookies.set('latchkey', { value: value.slice(0, -1) + other, attributes: [] })
    expect((await thief.readState()).status).toBe('signed_out')
  })

  it('a session that an application holds as tokens is opened by no cookie', async () => {
    const { session_id: id } = granted(await door.exchange(await door.idToken()))
    const thief = door.openBrowser()
    thief.cookies.set('latchkey', { value: `lkck_${id.slice(4)}.${'0'.repeat(64)}`, attributes: [] })
    expect((await thief.readState()).status).toBe('signed_out')
  })

  it('one that opens nothing any more stays where it is: a late answer must not take away a new one', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const before = new Map(browser.cookies)
    await door.signIn(browser)
    const late = door.openBrowser()
    for (const [name, cookie] of before) late.cookies.set(name, cookie)
    const answer = await late.send('GET', paths.session)
    expect(stateOf(answer).status).toBe('signed_out')
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('who was signed out by the clock can sign in again with the token they are told', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    door.clock.advance(DAY)
    expect((await browser.readState()).status).toBe('signed_out')
    expect((await door.signIn(browser)).status).toBe(200)
  })

  it('answers are kept by nobody', async () => {
    const browser = door.openBrowser()
    for (const answer of [
      await browser.send('GET', paths.session),
      await browser.send('GET', paths.account),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})
