import { pagePaths } from '@latchkey/contract'
import { hostedPages } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserAnswer } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor } from '../fixtures/test-browser-door.js'
import {
  fieldOf,
  mailedTo,
  newAddress,
  openVisitor,
  signUpOnPages,
  startSocialPages,
} from '../fixtures/test-pages.js'
import { HOME, signInWith, type TestSocialDoor, whoIs } from '../fixtures/test-social.js'

const MARKUP = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialPages({ name: `Todos ${MARKUP}` })
})
afterAll(() => door[Symbol.asyncDispose]())

const expectNoMarkup = ({ text }: Pick<BrowserAnswer, 'text'>): void => {
  expect(text).not.toMatch(/<script|<img|onerror='|javascript:/i)
}

describe('a form that is not one of ours', () => {
  const signIn = { email: 'ada@example.com', password: PASSWORD }

  it.each([
    [
      'another site',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      'csrf_origin_refused',
    ],
    ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 'csrf_origin_refused'],
    [
      'a sibling',
      { origin: 'http://other.localhost:5173', 'sec-fetch-site': 'same-site' },
      'csrf_origin_refused',
    ],
    ['a site that hides its origin', { origin: null, 'sec-fetch-site': 'cross-site' }, 'csrf_site_refused'],
  ])('of %s: 403, and nothing of it is shown or done', async (_, headers, reason) => {
    const visitor = await signUpOnPages(door, newAddress())
    const page = await visitor.open('/pages/account')
    const csrf = fieldOf(page, 'csrf').value ?? ''
    for (const path of Object.values(pagePaths)) {
      const answer = await visitor.post(
        path,
        { csrf, name: 'Mallory', email: 'mallory@evil.example' },
        { headers },
      )
      expect([path, answer.status]).toEqual([
        path,
        [pagePaths.home, pagePaths.link, pagePaths.export, pagePaths.error, pagePaths.signedOut].includes(
          path as never,
        )
          ? 405
          : 403,
      ])
      expect(answer.text).not.toContain('allory')
    }
    expect(door.logLines.join('\n')).toContain(reason)
    expect(await whoIs(visitor.browser)).toMatchObject({ name: 'Ada Lovelace' })
  })

  it.each([
    ['no token', {}],
    ['a token nobody made', { csrf: 'x'.repeat(43) }],
    ['a token that no header can hold', { csrf: 'é\r\nx: y' }],
  ])(
    'with %s: 403 on every page, what was typed is kept, and sending it again does it',
    async (_, fields) => {
      const visitor = await signUpOnPages(door, newAddress())
      for (const path of [
        pagePaths.account,
        pagePaths.password,
        pagePaths.email,
        pagePaths.sessions,
        pagePaths.signOut,
        pagePaths.delete,
      ]) {
        const answer = await visitor.post(path, { ...fields, act: 'everywhere', name: 'Mallory' })
        expect([path, answer.status, answer.text.includes('open for too long')]).toEqual([path, 403, true])
      }
      expect(await whoIs(visitor.browser)).toMatchObject({ name: 'Ada Lovelace' })
      const other = openVisitor(door)
      for (const path of [pagePaths.signIn, pagePaths.signUp, pagePaths.forgot]) {
        const answer = await other.post(path, { ...fields, ...signIn })
        expect([path, answer.status, answer.text.includes('value="ada@example.com"')]).toEqual([
          path,
          403,
          true,
        ])
        expect(answer.text).not.toContain(PASSWORD)
      }
    },
  )

  it('with the token of another visitor: 403', async () => {
    const [one, other] = [await signUpOnPages(door, newAddress()), await signUpOnPages(door, newAddress())]
    const csrf = fieldOf(await other.open('/pages/account'), 'csrf').value ?? ''
    expect((await one.post('/pages/account', { csrf, name: 'Mallory' })).status).toBe(403)
    expect(
      (await one.post('/pages/account', { name: 'Mallory' }, { headers: { 'x-xsrf-token': csrf } })).status,
    ).toBe(403)
  })

  it('with a token in the header alone: 403, since only forms come here', async () => {
    const visitor = await signUpOnPages(door, newAddress())
    const csrf = fieldOf(await visitor.open('/pages/account'), 'csrf').value ?? ''
    const answer = await visitor.post('/pages/account', { name: 'M' }, { headers: { 'x-xsrf-token': csrf } })
    expect(answer.status).toBe(403)
  })

  it.each([
    ['JSON', '{"name":"M"}', 'application/json', 415],
    ['several parts', '--x--', 'multipart/form-data; boundary=x', 415],
    ['plain text', 'name=M', 'text/plain', 415],
    ['a field twice', 'name=M&name=N', 'application/x-www-form-urlencoded', 400],
    ['more than is read', `name=${'M'.repeat(40_000)}`, 'application/x-www-form-urlencoded', 413],
  ])('of %s is refused by a page', async (_, body, type, status) => {
    const { browser } = openVisitor(door)
    const headers = { 'content-type': type, 'x-xsrf-token': null }
    const answer = await browser.send('POST', '/pages/sign-in', body, { headers })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
  })
})

it('a page is not shown inside another, whatever its headers would be worth', async () => {
  const { browser } = openVisitor(door)
  for (const dest of ['iframe', 'frame', 'embed', 'object', 'empty', 'image']) {
    const answer = await browser.send('GET', '/pages/sign-in', undefined, {
      headers: { 'sec-fetch-dest': dest, 'sec-fetch-site': 'cross-site' },
    })
    expect([dest, answer.status]).toEqual([dest, 403])
  }
})

describe('what others write is text on a page', () => {
  it('typed into a form', async () => {
    const visitor = openVisitor(door)
    const signUp = await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', {
      email: MARKUP,
      name: MARKUP,
      password: MARKUP,
    })
    expect(fieldOf(signUp, 'email').value).toBe(MARKUP)
    expectNoMarkup(signUp.answer)
    const signIn = await visitor.send(await visitor.open('/pages/sign-in'), 'Sign in', {
      email: MARKUP,
      password: MARKUP,
    })
    expectNoMarkup(signIn.answer)
    expect(signIn.answer.text).not.toContain('alert(1)</script>')
    const token = await visitor.post('/pages/confirm', {
      csrf: fieldOf(signIn, 'csrf').value ?? '',
      token: MARKUP,
    })
    expectNoMarkup(token)
  })

  it('in an address', async () => {
    const visitor = openVisitor(door)
    const query = encodeURIComponent(`${MARKUP} Call 555-0199`)
    for (const path of Object.values(pagePaths)) {
      for (const name of [
        'error',
        'provider',
        'done',
        'token',
        'remember',
        'again',
        'email',
        'name',
        MARKUP,
      ]) {
        const { answer } = await visitor.open(`${path}?${encodeURIComponent(name)}=${query}`)
        expectNoMarkup(answer)
        // A token goes along unseen.
        if (name !== 'token') expect(answer.text).not.toContain('555-0199')
      }
    }
    expectNoMarkup((await visitor.open(`/pages/${query}`)).answer)
  })

  it('as a name, a user agent, and what a provider says', async () => {
    const email = newAddress()
    const visitor = openVisitor(door, `Mozilla/5.0 ${MARKUP} (X11; ${MARKUP}) Chrome/140.0.0.0`)
    await signUpOnPages(door, email, visitor)
    await visitor.send(await visitor.open('/pages/account'), 'Save', { name: MARKUP })
    for (const path of [
      '/pages/account',
      '/pages/account/sessions',
      '/pages/sign-in',
      '/pages/account/delete',
    ])
      expectNoMarkup((await visitor.open(path)).answer)
    const { browser } = openVisitor(door)
    await signInWith(browser, 'google', door.providers.google.people[0]?.sub)
  })
})

describe('where somebody goes afterwards', () => {
  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    `${HOME.replace('5173', '5174')}/pages/account`,
    'http://localhost:5173@evil.example/',
    'http://evil.example/http://localhost:5173/',
    `/${'a'.repeat(1_100)}`,
  ])('is never %s', async (returnTo) => {
    const query = `?returnTo=${encodeURIComponent(returnTo)}`
    for (const path of [
      '/pages/sign-in',
      '/pages/sign-up',
      '/pages/confirm',
      '/pages/forgot',
      '/pages/sign-out',
    ]) {
      const { answer, heading } = await openVisitor(door).open(path + query)
      expect([answer.status, heading, answer.text.includes('evil')]).toEqual([
        400,
        'That did not work',
        false,
      ])
    }
    const visitor = await signUpOnPages(door, newAddress())
    expect((await visitor.open(`/pages/sign-in${query}`)).answer.status).toBe(400)
    const csrf = fieldOf(await visitor.open('/pages/sign-out'), 'csrf').value ?? ''
    expect((await visitor.post(`/pages/sign-out${query}`, { csrf })).status).toBe(400)
  })

  it.each(['/', '/a?b=c#d', `${APP}/a`, `${HOME}/pages/account/delete`])('may be %s', async (returnTo) => {
    const visitor = await signUpOnPages(door, newAddress())
    const answer = await visitor.browser.send(
      'GET',
      `/pages/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
    )
    expect(answer.headers.get('location')).toBe(new URL(returnTo, APP).href)
  })

  it('may be a hosted page where Latchkey is on another origin than the app, and no other page there', async () => {
    await using apart = await startTestBrowserDoor({
      options: { browser: { topology: { kind: 'sub-domain', app: APP }, pages: hostedPages() } },
    })
    const { browser } = openVisitor(apart)
    const statusFor = async (returnTo: string) =>
      (await browser.send('GET', `/pages/sign-in?returnTo=${encodeURIComponent(returnTo)}`)).status
    const issuer = apart.latchkey.issuer
    expect(await statusFor(`${issuer}/pages/account/delete`)).toBe(200)
    for (const other of [
      `${issuer}/session`,
      `${issuer}/pages/../session`,
      `${issuer}/pagesx`,
      `${issuer}.evil.example/pages/`,
    ])
      expect([other, await statusFor(other)]).toEqual([other, 400])
  })
})

it('nothing that opens anything stands in the log', async () => {
  const email = newAddress()
  const visitor = await signUpOnPages(door, email)
  await visitor.send(await visitor.open('/pages/forgot'), 'Send me a link', { email })
  const { path } = await mailedTo(door, email)
  await visitor.open(path)
  await visitor.open(`/pages/confirm-email${path.slice(path.indexOf('?'))}`)
  await visitor.open(`/pages/nowhere${path.slice(path.indexOf('?'))}`)
  const log = door.logLines.join('\n')
  expect(log).not.toContain(path.split('token=')[1])
  expect(log).not.toContain(PASSWORD)
})
