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
} from '../packages/server/test/fixtures/test-social.js'

// Somebody wants a person, or the code that signs them in, to go where the person did not mean to.

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())

const elsewhere = [
  'https://attacker.example',
  'https://attacker.example/http://localhost:5173',
  '//attacker.example',
  '///attacker.example',
  '/\\attacker.example',
  '\\\\attacker.example',
  '/\t/attacker.example',
  '/\n/attacker.example',
  'http://localhost:5173@attacker.example',
  'http://localhost:5173.attacker.example',
  'http://mallory:secret@localhost:5173/',
  'https://localhost:5173/',
  'http://localhost:4000/',
  'http://localhost:5174/',
  'http://LOCALHOST.:5173/',
  'javascript:alert(1)',
  'data:text/html,hello',
  'blob:http://localhost:5173/1',
  'todos',
  '?x',
  `/${'a'.repeat(1_000)}`,
]

describe('an open returnTo', () => {
  test.each(elsewhere)('%j is refused, by a link and by a script', async (returnTo) => {
    const browser = door.openBrowser()
    const query = new URLSearchParams({ returnTo })
    const answer = await browser.send(
      'GET',
      `${paths.signIn}/google?${query}`,
      undefined,
      going('same-origin'),
    )
    expect(refusedWith(answer)).toEqual({
      page: '/sign-in',
      error: 'invalid_parameter',
      provider: 'google',
    })
    const posted = await browser.send('POST', `${paths.signIn}/google`, { returnTo })
    expect(refusalOf(posted)).toMatchObject({ reason: 'invalid_parameter', parameter: 'returnTo' })
  })

  test.each([
    ['/', `${APP}/`],
    ['/a/../todos', `${APP}/todos`],
    ['/todos?next=//attacker.example#x', `${APP}/todos?next=//attacker.example#x`],
    [`${APP}/todos`, `${APP}/todos`],
    ['', `${APP}/`],
  ])('%j stays in the app', async (returnTo, expected) => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'google', `?${new URLSearchParams({ returnTo })}`)
    const back = await comeBack(browser, await chooseAt(address, door.providers.google.people[0]?.sub))
    expect(locationOf(back).href).toBe(expected)
  })
})

describe('a path that names a host where it is read by itself', () => {
  test.each([
    '/.//attacker.example',
    `${APP}//attacker.example/x`,
    '/..//attacker.example',
    '/a/..//attacker.example',
    '/%2e//attacker.example',
    '/.%5cattacker.example',
  ])('%j is told to no page', async (returnTo) => {
    const browser = door.openBrowser()
    const query = new URLSearchParams({ returnTo })
    const begun = await browser.send(
      'GET',
      `${paths.signIn}/google?${query}`,
      undefined,
      going('same-origin'),
    )
    const address = locationOf(begun)
    const back = address.origin === APP ? begun : await comeBack(browser, await chooseAt(address, undefined))
    const told = locationOf(back).searchParams.get('returnTo')
    expect(new URL(told ?? '/', APP).origin).toBe(APP)
  })
})

describe('a redirect URI of somebody else', () => {
  test.each([
    ...elsewhere,
    `${APP}/callback#x`,
    `${APP}/callback?next=x`,
    `${APP}/a/../callback`,
    APP,
    'http://LOCALHOST:5173/callback',
  ])('%j is refused', async (redirectUri) => {
    const answer = await door.openBrowser().send('POST', `${paths.signIn}/google`, { redirectUri })
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'invalid_parameter' })
  })

  test('a link cannot name one, nor any other part of the request', async () => {
    const address = await leaveFor(
      door.openBrowser(),
      'google',
      '?redirectUri=https://attacker.example&redirect_uri=https://attacker.example&client_id=x&scope=x',
    )
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      redirect_uri: `${HOME}${paths.callback}/google`,
      client_id: 'latchkey-development',
      scope: 'openid email profile',
    })
  })

  test('a code is redeemed with the redirect URI it was asked for, whatever address it comes to', async () => {
    const browser = door.openBrowser()
    const begun = await browser.send('POST', `${paths.signIn}/google`, { redirectUri: `${APP}/one` })
    const { url } = begun.body as { url: string }
    const address = new URL(url)
    address.searchParams.set('redirect_uri', `${HOME}${paths.callback}/google`)
    const landed = await chooseAt(address, door.providers.google.people[0]?.sub)
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('code_refused')
  })
})

describe('PKCE', () => {
  test.each([
    ['taken out', (url: URL) => url.searchParams.delete('code_challenge')],
    ['of a verifier the thief knows', (url: URL) => url.searchParams.set('code_challenge', 'a'.repeat(43))],
    ['made plain', (url: URL) => url.searchParams.set('code_challenge_method', 'plain')],
  ])('a challenge that was %s on the way gives a code that nobody can use', async (_, change) => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'google')
    change(address)
    if (!address.searchParams.has('code_challenge')) address.searchParams.delete('code_challenge_method')
    const landed = await chooseAt(address, door.providers.google.people[0]?.sub).catch(() => undefined)
    const outcome =
      landed === undefined ? 'refused there' : refusedWith(await comeBack(browser, landed)).error
    expect(['refused there', 'code_refused']).toContain(outcome)
    expect((await browser.readState()).status).toBe('signed_out')
  })
})

describe('pages on another site', () => {
  const app = 'https://app.example.net'
  test('come back to a page of their own, or not at all', async () => {
    await using apart = await startSocialDoor({
      options: { issuer: 'https://auth.example.com', browser: { topology: { kind: 'cross-site', app } } },
    })
    const browser = apart.openBrowser({ page: app })
    const answer = await browser.send('POST', `${paths.signIn}/google`, {})
    expect(refusalOf(answer).reason).toBe('redirect_uri_needed')
    const link = await browser.send('GET', `${paths.signIn}/google`, undefined, going('none'))
    expect(locationOf(link).searchParams.get('error')).toBe('redirect_uri_needed')
    const begun = await browser.send('POST', `${paths.signIn}/google`, { redirectUri: `${app}/callback` })
    const { searchParams } = new URL((begun.body as { url: string }).url)
    expect(searchParams.get('redirect_uri')).toBe(`${app}/callback`)
    const [[name = '', { attributes }] = ['', { attributes: [] }]] = [...browser.cookies].filter(([key]) =>
      key.includes('-go-'),
    )
    expect(name).toMatch(/^__Host-/)
    expect(attributes).toEqual(expect.arrayContaining(['httponly', 'secure', 'samesite=none', 'partitioned']))
  })
})
