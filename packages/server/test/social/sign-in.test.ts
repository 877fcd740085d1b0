import { paths } from '@latchkey/contract'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { APP } from '../fixtures/test-browser-door.js'
import {
  chooseAt,
  comeBack,
  going,
  HOME,
  leaveFor,
  linkAt,
  locationOf,
  refusedWith,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())
afterEach(() => {
  for (const twin of [door.providers.google, door.providers.github]) twin.behave()
})

const mara = () => door.providers.google.people[0]?.sub ?? ''

describe('by the pages of a provider', () => {
  test('a person signs in, and goes on to where they wanted to go', async () => {
    const browser = door.openBrowser()
    const back = await signInWith(browser, 'google', mara(), '?returnTo=/todos?list=1%23top')
    expect([back.status, locationOf(back).href]).toEqual([303, `${APP}/todos?list=1#top`])
    expect(back.headers.get('cache-control')).toBe('no-store')
    expect(await whoIs(browser)).toMatchObject({
      email: 'mara_lindqvist@gmail.com',
      emailVerified: true,
      name: 'Mara Lindqvist',
    })
    const { value, attributes } = browser.cookies.get('latchkey') ?? { value: '', attributes: [] }
    expect(value).toMatch(/^lkck_/)
    expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']))
    expect(attributes.some((attribute) => attribute.startsWith('max-age'))).toBe(false)
  })

  test('the same person is the same user the next time, in any browser', async () => {
    const [one, two] = [door.openBrowser(), door.openBrowser()]
    await signInWith(one, 'google', mara())
    await signInWith(two, 'google', mara())
    expect((await whoIs(two)).id).toBe((await whoIs(one)).id)
  })

  test('the request carries all that ties the answer to it', async () => {
    const url = await leaveFor(door.openBrowser(), 'google')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'latchkey-development',
      redirect_uri: `${HOME}/callback/google`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[0-9a-f]{64}$/),
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
      code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  test('who signs in again is asked to prove it again, where the provider would say that it was long ago', async () => {
    const browser = door.openBrowser()
    const [person] = door.providers.auth0.people
    // So long that nobody is asked again; but it has the provider say when it was.
    expect((await leaveFor(browser, 'auth0')).searchParams.get('max_age')).toBe('31536000')
    await signInWith(browser, 'auth0', person?.userId)
    expect((await leaveFor(browser, 'auth0')).searchParams.get('max_age')).toBe('300')
    expect((await leaveFor(browser, 'google')).searchParams.has('max_age')).toBe(false)
    expect((await linkAt(browser, 'auth0')).searchParams.has('max_age')).toBe(false)
    await browser.readState()
    door.clock.advance(11 * 60_000)
    expect(refusalOf(await browser.send('DELETE', paths.account)).reason).toBe('recent_sign_in_needed')
    await signInWith(browser, 'auth0', person?.userId)
    await browser.readState()
    expect((await browser.send('DELETE', paths.account)).status).toBe(200)
  })

  test('what a person is remembered by stays when they ask for it', async () => {
    const browser = door.openBrowser()
    await signInWith(browser, 'google', mara(), '?remember=true')
    expect(browser.cookies.get('latchkey')?.attributes.some((text) => text.startsWith('max-age='))).toBe(true)
  })

  test('what the browser held before ends', async () => {
    const browser = door.openBrowser()
    await signInWith(browser, 'google', mara())
    const before = browser.cookies.get('latchkey')?.value ?? ''
    await signInWith(browser, 'google', door.providers.google.people[1]?.sub)
    const old = door.openBrowser()
    old.cookies.set('latchkey', { value: before, attributes: [] })
    expect((await old.readState()).status).toBe('signed_out')
  })

  test('nothing of the sign-in stays in the browser', async () => {
    const browser = door.openBrowser()
    await signInWith(browser, 'google', mara())
    expect([...browser.cookies.keys()].toSorted()).toEqual(['XSRF-TOKEN', 'latchkey'])
  })

  test('several tabs sign in at once, and each goes its own way', async () => {
    const browser = door.openBrowser()
    const addresses = [
      await leaveFor(browser, 'google', '?returnTo=/one'),
      await leaveFor(browser, 'google', '?returnTo=/two'),
      await leaveFor(browser, 'google', '?returnTo=/three'),
    ]
    const landed = await Promise.all(addresses.map((address) => chooseAt(address, mara())))
    for (const [index, path] of ['/one', '/two', '/three'].entries()) {
      const landing = landed[index]
      if (landing === undefined) throw new Error('not landed')
      expect(locationOf(await comeBack(browser, landing)).pathname).toBe(path)
    }
  })

  test('of many tabs the newest count, so that their cookies crowd out nothing', async () => {
    const browser = door.openBrowser()
    const first = await leaveFor(browser, 'google')
    for (let tab = 0; tab < 9; tab += 1) {
      door.clock.advance(1_000)
      await leaveFor(browser, 'google')
    }
    const names = [...browser.cookies.keys()].filter((name) => name.startsWith('latchkey-go-'))
    expect(names).toHaveLength(4)
    const back = await comeBack(browser, await chooseAt(first, mara()))
    expect(refusedWith(back)).toEqual({ page: '/sign-in', error: 'sign_in_not_begun', provider: 'google' })
  })

  test('after ten minutes it is too late', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), mara())
    door.clock.advance(10 * 60_000)
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('sign_in_not_begun')
  })

  test('who cancels is back on the page on which to sign in, and keeps what they had', async () => {
    const browser = door.openBrowser()
    await signInWith(browser, 'google', mara())
    const back = await signInWith(browser, 'google', undefined)
    expect(locationOf(back).origin).toBe(APP)
    expect(refusedWith(back)).toEqual({ page: '/sign-in', error: 'sign_in_cancelled', provider: 'google' })
    expect((await browser.readState()).status).toBe('signed_in')
  })

  test('who is refused is told where they wanted to go, on the app as a path', async () => {
    const browser = door.openBrowser()
    const to = async (returnTo: string) =>
      refusedWith(await signInWith(browser, 'google', undefined, `?${new URLSearchParams({ returnTo })}`))
    expect(await to('/todos?list=1#top')).toMatchObject({ returnTo: '/todos?list=1#top' })
    expect(await to(`${APP}/todos`)).toMatchObject({ returnTo: '/todos' })
    expect(await to('/')).not.toHaveProperty('returnTo')
  })

  test('the providers to draw buttons for are told', async () => {
    const answer = await door.openBrowser().send('GET', paths.signIn)
    expect(answer.body).toEqual({
      providers: ['google', 'github', 'facebook', 'microsoft', 'apple', 'auth0'].map((id) => ({
        id,
        name: expect.any(String),
      })),
    })
  })

  test.each([paths.signIn, paths.callback])('%s of a provider that is not there says so', async (path) => {
    const browser = door.openBrowser()
    const gone = await browser.send('GET', `${path}/nobody`, undefined, going('same-origin'))
    expect(refusedWith(gone)).toEqual({
      page: '/sign-in',
      error: path === paths.signIn ? 'provider_unknown' : 'sign_in_not_begun',
      provider: 'nobody',
    })
  })

  test('HEAD signs nobody in, and begins nothing', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'google'), mara())
    const path = landed.url.href.slice(HOME.length)
    expect((await browser.send('HEAD', path, undefined, going('cross-site'))).status).toBe(405)
    expect((await browser.send('HEAD', `${paths.signIn}/google`)).status).toBe(405)
    expect(locationOf(await comeBack(browser, landed)).href).toBe(`${APP}/`)
  })
})

describe('by a page of the application', () => {
  const CALLBACK = `${APP}/callback`
  const begin = async (browser = door.openBrowser(), body: object = { redirectUri: CALLBACK }) => {
    const answer = await browser.send('POST', `${paths.signIn}/google`, body)
    const { url } = answer.body as { url: string }
    return { browser, answer, url: new URL(url) }
  }

  test('a person signs in, and the page is told who it is', async () => {
    const { browser, url } = await begin()
    expect(url.searchParams.get('redirect_uri')).toBe(CALLBACK)
    const { url: landed } = await chooseAt(url, mara())
    expect(landed.href.startsWith(`${CALLBACK}?`)).toBe(true)
    const parameters = Object.fromEntries(landed.searchParams)
    const answer = await browser.send('POST', `${paths.callback}/google`, parameters)
    expect(stateOf(answer)).toMatchObject({
      status: 'signed_in',
      user: { email: 'mara_lindqvist@gmail.com' },
    })
    expect([...browser.cookies.keys()].toSorted()).toEqual(['XSRF-TOKEN', 'latchkey'])
    const again = await browser.send('POST', `${paths.callback}/google`, parameters)
    expect(refusalOf(again)).toMatchObject({ status: 400, reason: 'sign_in_not_begun' })
  })

  test('what is refused is told in words, and its cookie goes', async () => {
    const { browser, url } = await begin()
    const { url: landed } = await chooseAt(url, undefined)
    const answer = await browser.send(
      'POST',
      `${paths.callback}/google`,
      Object.fromEntries(landed.searchParams),
    )
    expect(refusalOf(answer)).toMatchObject({
      status: 400,
      error: 'access_denied',
      reason: 'sign_in_cancelled',
    })
    expect([...browser.cookies.keys()].filter((name) => name.includes('-go-'))).toEqual([])
  })

  test('without a page of its own the person comes back here', async () => {
    const { url } = await begin(door.openBrowser(), {})
    expect(url.searchParams.get('redirect_uri')).toBe(`${HOME}/callback/google`)
  })

  test('needs the CSRF token of the page, to begin and to finish', async () => {
    const browser = door.openBrowser()
    for (const path of [`${paths.signIn}/google`, `${paths.callback}/google`]) {
      const answer = await browser.send('POST', path, {}, { headers: { 'x-xsrf-token': null } })
      expect(refusalOf(answer).reason).toBe('csrf_token_missing')
    }
  })
})

describe('a provider that is not well', () => {
  test.each([
    ['down', { down: true }],
    ['failing', { failing: true }],
    ['writing pages where data should be', { garbage: true }],
    ['pouring without end', { hugeAnswer: true }],
  ] as const)('one that is %s when the code is redeemed is told as such', async (_, misbehaviour) => {
    for (const [name, person] of [
      ['google', mara()],
      ['github', String(door.providers.github.people[0]?.id)],
    ] as const) {
      const browser = door.openBrowser()
      const landed = await chooseAt(await leaveFor(browser, name), person)
      door.providers[name].misbehave(misbehaviour)
      expect(refusedWith(await comeBack(browser, landed)).error).toBe('provider_unreachable')
      door.providers[name].behave()
    }
    expect((await door.openBrowser().readState()).status).toBe('signed_out')
  })

  test.each([
    [{ wrongAudience: true }, 'proof_audience_mismatch'],
    [{ wrongNonce: true }, 'proof_nonce_mismatch'],
    [{ wrongIssuer: true }, 'proof_issuer_unknown'],
    [{ expired: true }, 'proof_expired'],
    [{ badSignature: true }, 'proof_signature_invalid'],
    [{ wrongState: true }, 'sign_in_not_begun'],
    [{ wrongResponseIssuer: true }, 'provider_mixed_up'],
    [{ replayedCode: true }, 'code_refused'],
  ] as const)('%j is refused as %s', async (misbehaviour, reason) => {
    door.providers.google.misbehave(misbehaviour)
    const browser = door.openBrowser()
    expect(refusedWith(await signInWith(browser, 'google', mara())).error).toBe(reason)
    expect((await browser.readState()).status).toBe('signed_out')
  })
})
