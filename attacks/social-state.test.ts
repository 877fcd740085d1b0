import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf } from '../packages/server/test/fixtures/test-browser.js'
import { APP } from '../packages/server/test/fixtures/test-browser-door.js'
import {
  chooseAt,
  comeBack,
  going,
  HOME,
  leaveFor,
  locationOf,
  refusedWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../packages/server/test/fixtures/test-social.js'

// Somebody wants another's browser to finish what they began themselves, or to finish themselves what another began.

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())

const mallory = () => door.providers.google.people[0]?.sub
const victim = () => door.providers.google.people[1]?.sub
const attemptCookies = (cookies: ReadonlyMap<string, unknown>) =>
  [...cookies.keys()].filter((name) => name.includes('-go-'))

describe('login CSRF', () => {
  test('a browser that began nothing does not finish a stranger’s sign-in', async () => {
    const landed = await chooseAt(await leaveFor(door.openBrowser(), 'google'), mallory())
    const browser = door.openBrowser()
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('sign_in_not_begun')
    expect((await browser.readState()).status).toBe('signed_out')
  })

  test('nor does one that has begun its own', async () => {
    const landed = await chooseAt(await leaveFor(door.openBrowser(), 'google'), mallory())
    const browser = door.openBrowser()
    await leaveFor(browser, 'google')
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('sign_in_not_begun')
  })

  test('a stranger’s code under the victim’s own state is one for another verifier', async () => {
    const stolen = await chooseAt(await leaveFor(door.openBrowser(), 'google'), mallory())
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'google')
    stolen.url.searchParams.set('state', address.searchParams.get('state') ?? '')
    expect(refusedWith(await comeBack(browser, stolen)).error).toBe('code_refused')
    expect((await browser.readState()).status).toBe('signed_out')
  })

  test('a form of a stranger’s page finishes nothing, whatever it says', async () => {
    const landed = await chooseAt(await leaveFor(door.openBrowser(), 'google'), mallory())
    const browser = door.openBrowser()
    const posted = { url: new URL(`${HOME}${paths.callback}/google`), form: landed.url.searchParams }
    expect(refusedWith(await comeBack(browser, posted)).error).toBe('sign_in_not_begun')
  })

  test('a script of a stranger’s page posts no code', async () => {
    const landed = await chooseAt(await leaveFor(door.openBrowser(), 'google'), mallory())
    const answer = await door
      .openBrowser()
      .send('POST', `${paths.callback}/google`, Object.fromEntries(landed.url.searchParams), {
        headers: { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' },
      })
    expect(refusalOf(answer).reason).toBe('csrf_origin_refused')
  })

  test('a stranger’s page begins no sign-in, and ends nobody’s session by it', async () => {
    const browser = door.openBrowser()
    const answer = await browser.send('GET', `${paths.signIn}/google`, undefined, going('cross-site'))
    expect(refusedWith(answer)).toEqual({
      page: '/sign-in',
      error: 'csrf_site_refused',
      provider: 'google',
    })
    expect(attemptCookies(browser.cookies)).toEqual([])
  })

  test.each(['iframe', 'image', 'script', 'empty', 'object'])('a page’s %s goes nowhere', async (dest) => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    for (const path of [landed.url.href.slice(HOME.length), `${paths.signIn}/google`]) {
      const { headers } = going('same-origin')
      const answer = await browser.send('GET', path, undefined, {
        headers: { ...headers, 'sec-fetch-dest': dest },
      })
      expect(refusedWith(answer).error).toBe('csrf_site_refused')
    }
    expect((await browser.readState()).status).toBe('signed_out')
  })
})

describe('fixation', () => {
  test('a cookie of a stranger’s sign-in, planted, lets the stranger’s code in only where cookies can be planted', async () => {
    // Over https its name begins with __Host-: no neighbour can set one (RFC 6265bis §4.1.3.2).
    await using secure = await startSocialDoor({
      options: {
        issuer: 'https://auth.example.com',
        browser: { topology: { kind: 'same-origin', app: 'https://app.example.com' } },
      },
    })
    const browser = secure.openBrowser({ page: 'https://app.example.com' })
    await leaveFor(browser, 'google')
    const [name = ''] = attemptCookies(browser.cookies)
    expect(name).toMatch(/^__Host-latchkey-go-[A-Za-z0-9_-]{8}$/)
    const { attributes = [] } = browser.cookies.get(name) ?? {}
    expect(attributes).toEqual(['httponly', 'path=/', 'secure', 'samesite=lax', 'max-age=600'])
  })

  test('a state of one’s own choosing is nobody’s', async () => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'google', '?state=chosen&nonce=chosen&code_verifier=chosen')
    const state = address.searchParams.get('state') ?? ''
    expect(state).not.toBe('chosen')
    const landed = await chooseAt(address, victim())
    for (const other of ['', 'chosen', state.slice(0, -1), `${state}0`, state.toUpperCase()]) {
      landed.url.searchParams.set('state', other)
      expect(refusedWith(await comeBack(browser, landed)).error).toBe('sign_in_not_begun')
    }
  })

  test('two states are none', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    landed.url.search += '&state=another'
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('repeated_parameter')
  })

  test('what the cookie holds cannot be read or changed by the browser', async () => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'google')
    const [name = ''] = attemptCookies(browser.cookies)
    const kept = browser.cookies.get(name)
    const value = kept?.value ?? ''
    for (const secret of ['state', 'nonce'])
      expect(value).not.toContain(address.searchParams.get(secret) ?? 'none')
    const landed = await chooseAt(address, victim())
    for (const forged of [`${value.slice(0, -2)}AA`, value.replace('lkgo_', ''), 'lkgo_sealed.v1.', '{}']) {
      const other = door.openBrowser()
      other.cookies.set(name, { value: forged, attributes: [] })
      expect(refusedWith(await comeBack(other, landed)).error).toBe('sign_in_not_begun')
    }
  })

  test('a sealed text of another purpose is no attempt', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    const [name = ''] = attemptCookies(browser.cookies)
    const other = door.openBrowser()
    await door.signUp(other, { email: 'someone@example.com' })
    browser.cookies.set(name, {
      value: `lkgo_${other.cookies.get('latchkey')?.value ?? ''}`,
      attributes: [],
    })
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('sign_in_not_begun')
  })
})

describe('replay', () => {
  test('an answer that was used signs nobody in again, not even with the cookies of before', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    const thief = door.openBrowser()
    for (const [name, cookie] of browser.cookies) thief.cookies.set(name, cookie)
    expect(locationOf(await comeBack(browser, landed)).href).toBe(`${APP}/`)
    expect(refusedWith(await comeBack(thief, landed)).error).toBe('code_refused')
    expect((await thief.readState()).status).toBe('signed_out')
  })

  test('of two browsers with one answer in the same moment one is signed in at most', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    const copies = Array.from({ length: 6 }, () => {
      const copy = door.openBrowser()
      for (const [name, cookie] of browser.cookies) copy.cookies.set(name, cookie)
      return copy
    })
    await Promise.all(copies.map((copy) => comeBack(copy, landed)))
    const states = await Promise.all(copies.map((copy) => copy.readState()))
    expect(states.filter(({ status }) => status === 'signed_in')).toHaveLength(1)
  })

  test('a provider that redeems a code twice still signs in once', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    const copy = door.openBrowser()
    for (const [name, cookie] of browser.cookies) copy.cookies.set(name, cookie)
    await comeBack(browser, landed)
    const fresh = await chooseAt(await leaveFor(browser, 'google'), victim())
    // The code is new, the request it is said to answer is not.
    fresh.url.searchParams.set('state', landed.url.searchParams.get('state') ?? '')
    expect(refusedWith(await comeBack(copy, fresh)).error).toBe('code_refused')
  })
})

describe('mix-up', () => {
  test('an answer of one provider is not finished at another’s address', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    landed.url.pathname = landed.url.pathname.replace('google', 'github')
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('provider_mixed_up')
  })

  test.each(['https://attacker.example', 'https://accounts.google.com', 'HTTP://localhost'])(
    'an answer of the issuer %s is refused before anybody sees the code (RFC 9207)',
    async (issuer) => {
      const browser = door.openBrowser()
      const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
      landed.url.searchParams.set('iss', issuer)
      expect(refusedWith(await comeBack(browser, landed)).error).toBe('provider_mixed_up')
    },
  )

  test('one that always names itself and now does not, too', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    expect(landed.url.searchParams.get('iss')).toBe(door.providers.google.issuer)
    landed.url.searchParams.delete('iss')
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('provider_mixed_up')
  })

  test('tokens that came along without being asked for are not looked at', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), victim())
    landed.url.searchParams.set('id_token', await door.idToken())
    landed.url.searchParams.set('access_token', 'planted')
    await comeBack(browser, landed)
    expect(await whoIs(browser)).toMatchObject({ email: 'tomas.okafor@workspace.example' })
  })
})
