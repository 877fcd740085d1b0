import type { Cookie, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import { type ForeignPage, serveForeignPage } from './foreign-page.js'
import { startHttpsApp } from './https-app.js'
import { newPerson } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { enterCode, go, greeting, signIn, signOutOfVueApp, signUp } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack()

const DAY_SECONDS = 24 * 60 * 60
const SESSION_COOKIE = 'latchkey'
/** The secrets of session, sign-up and device cookies, and every token of ours; access JWTs too. */
const anySecret = /eyJ[\w-]{10,}\.|lk[a-z]{2}_/

const cookieOf = async (page: Page, name: string): Promise<Cookie | undefined> =>
  (await page.context().cookies()).find((cookie) => cookie.name === name)

const secondsLeft = (cookie: Cookie | undefined): number => (cookie?.expires ?? 0) - Date.now() / 1000

/** Everything a script of the page can read, by name. */
const readableByScripts = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const globals = Object.getOwnPropertyNames(window).map((name) => {
      const value: unknown = Reflect.get(window, name)
      return typeof value === 'string' ? value : ''
    })
    const databases = await indexedDB.databases()
    return {
      cookie: document.cookie,
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      databases: JSON.stringify(databases),
      caches: JSON.stringify(await caches.keys()),
      globals: globals.join('\n'),
      history: JSON.stringify(history.state),
      html: document.documentElement.outerHTML,
      session: await (await fetch('/auth/session')).text(),
    }
  })

describe('the session cookie', () => {
  it('is out of reach of scripts and of other sites, and goes when the browser closes', async () => {
    const person = await createAccount(stack)
    const page = await openDevice()
    await signIn(page, stack, person)
    expect(await cookieOf(page, SESSION_COOKIE)).toMatchObject({
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      expires: -1,
    })
    const others = (await page.context().cookies()).filter(({ name }) => name !== 'XSRF-TOKEN')
    for (const cookie of others) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })

    // What a browser that was closed still has.
    const state = await page.context().storageState()
    const kept = state.cookies.filter(({ expires }) => expires !== -1)
    const reopened = await openDevice({ storageState: { cookies: kept, origins: state.origins } })
    await reopened.goto(`${stack.vueApp}/account`)
    await reopened.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  })

  it('stays when the person asked to be remembered, and the person is signed in again at once', async () => {
    const person = await createAccount(stack)
    const page = await openDevice()
    await signIn(page, stack, person, { remember: true })
    const cookie = await cookieOf(page, SESSION_COOKIE)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(secondsLeft(cookie)).toBeGreaterThan(13 * DAY_SECONDS)

    const state = await page.context().storageState()
    const kept = state.cookies.filter(({ expires }) => expires !== -1)
    const reopened = await openDevice({ storageState: { cookies: kept, origins: state.origins } })
    await reopened.goto(`${stack.vueApp}/account`)
    await reopened.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
    await signOutOfVueApp(reopened)
    await expect.poll(() => cookieOf(reopened, SESSION_COOKIE)).toBeUndefined()
  })

  it('that was kept from before signing out opens nothing', async () => {
    const person = await createAccount(stack)
    const page = await openDevice()
    await signIn(page, stack, person)
    const kept = await cookieOf(page, SESSION_COOKIE)
    if (!kept) throw new Error('nobody is signed in')
    await signOutOfVueApp(page)
    await page.context().addCookies([kept])
    await page.goto(`${stack.vueApp}/account`)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  })

  it('is a new one after every sign-in: one that was there before is not taken over', async () => {
    const person = await createAccount(stack)
    const attacker = await openDevice()
    await signIn(attacker, stack, await createAccount(stack))
    const planted = await cookieOf(attacker, SESSION_COOKIE)
    if (!planted) throw new Error('nobody is signed in')

    const page = await openDevice()
    await page.goto(`${stack.vueApp}/sign-in`)
    await page.context().addCookies([planted])
    await page.getByLabel('Email address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await greeting(page, person).waitFor()
    expect((await cookieOf(page, SESSION_COOKIE))?.value).not.toBe(planted.value)
    await attacker.reload()
    expect(await attacker.getByText(person.email).count()).toBe(0)
  })

  it('and every other secret stay unknown to the JavaScript of a page, from sign-up to sign-out', async () => {
    const person = newPerson()
    const page = await openDevice()
    const seen: string[] = []
    page.on('response', async (response) => {
      const { 'set-cookie': _outOfReach, ...headers } = response.headers()
      seen.push(JSON.stringify(headers), await response.text().catch(() => ''))
    })
    const look = async () => seen.push(...Object.values(await readableByScripts(page)))

    await signUp(page, stack, person)
    await look()
    expect(await cookieOf(page, 'latchkey-sign-up')).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    await enterCode(page, codeIn(await receiveMail(stack, person.email, 'Confirm your address')))
    await greeting(page, person).waitFor()
    await look()
    await go(page, 'Account')
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    await look()
    const secret = (await cookieOf(page, SESSION_COOKIE))?.value ?? ''
    await signOutOfVueApp(page)
    await look()

    expect(secret).toMatch(anySecret)
    expect(seen.join('\n')).toContain(person.email)
    expect(seen.join('\n')).not.toContain(secret)
    expect(seen.join('\n')).not.toMatch(anySecret)
  })
})

describe('over https', () => {
  it('every cookie is Secure and bound to its host by its name', async () => {
    await using app = await startHttpsApp(stack.vueApp)
    const person = newPerson()
    const page = await openDevice({ ignoreHTTPSErrors: true })
    await signUp(page, app, person)
    expect(await cookieOf(page, '__Host-latchkey-sign-up')).toMatchObject({ secure: true, httpOnly: true })
    await enterCode(page, codeIn(await receiveMail(app, person.email, 'Confirm your address')))
    await greeting(page, person).waitFor()

    const cookies = await page.context().cookies()
    for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, path: '/', sameSite: 'Lax' })
    expect(cookies.map(({ name }) => name).sort()).toEqual([
      'XSRF-TOKEN',
      '__Host-latchkey',
      '__Host-latchkey-device',
    ])
    expect(await cookieOf(page, '__Host-latchkey')).toMatchObject({ httpOnly: true, domain: 'localhost' })
    expect(await page.evaluate(() => document.cookie)).not.toContain('__Host')
    await signOutOfVueApp(page)
    expect(await cookieOf(page, '__Host-latchkey')).toBeUndefined()
  })
})

interface ForeignForm {
  readonly action: string
  readonly enctype: string
  readonly fields: Readonly<Record<string, string>>
}

interface FormOutcome {
  readonly status: number
  /** Whether the session cookie of the person went along. */
  readonly inTheirName: boolean
}

/** What a browser does with a form of a foreign page. */
async function sendForm(page: Page, foreign: ForeignPage, form: ForeignForm): Promise<FormOutcome> {
  await page.goto(foreign.url)
  const answered = page.waitForResponse((response) => response.url() === form.action)
  await page.evaluate(({ action, enctype, fields }) => {
    const element = Object.assign(document.createElement('form'), { method: 'post', action, enctype })
    for (const [name, value] of Object.entries(fields)) {
      element.append(Object.assign(document.createElement('input'), { name, value }))
    }
    document.body.append(element)
    element.submit()
  }, form)
  await page.waitForURL(form.action)
  const response = await answered
  const { cookie = '' } = await response.request().allHeaders()
  return { status: response.status(), inTheirName: cookie.includes(`${SESSION_COOKIE}=`) }
}

/** JSON, written so that a form sends it as text: what is before the first `=` is the name of a field. */
const asTextField = (body: object): Record<string, string> => ({
  [`${JSON.stringify(body).slice(0, -1)},"x":"`]: '"}',
})

describe.each(['127.0.0.1', 'localhost'] as const)('a page of somebody else, on %s', (host) => {
  const visit = async () => {
    const person = await createAccount(stack)
    const attacker = await createAccount(stack)
    const victim = await openDevice()
    await signIn(victim, stack, person)
    const foreign: ForeignPage = await serveForeignPage(host)
    const page = await victim.context().newPage()
    await page.goto(foreign.url)
    const isUntouched = async () => {
      await victim.goto(`${stack.vueApp}/account`)
      await victim.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
      expect(await victim.getByRole('region', { name: 'Profile' }).getByLabel('Name').inputValue()).toBe(
        person.name,
      )
      await victim.goto(stack.vueApp)
      await greeting(victim, person).waitFor()
      await victim.getByText(person.email, { exact: true }).waitFor()
    }
    return { person, attacker, foreign, page, isUntouched }
  }

  it('can send no form in the name of the person who looks at it', async () => {
    const { person, attacker, foreign, page, isUntouched } = await visit()
    await using _ = foreign
    const { email, password } = attacker
    for (const door of [`${stack.vueApp}/auth`, stack.latchkey]) {
      for (const enctype of ['text/plain', 'application/x-www-form-urlencoded']) {
        const send = (path: string, body: Record<string, string>) => {
          const fields = enctype === 'text/plain' ? asTextField(body) : body
          return sendForm(page, foreign, { action: door + path, enctype, fields })
        }
        // Within one site the cookie goes along, and only the origin tells the pages apart.
        const refused = { status: 403, inTheirName: host === 'localhost' }
        const passwords = { currentPassword: person.password, newPassword: password }
        expect(await send('/session', { email, password })).toEqual(refused)
        expect(await send('/account/password/change', passwords)).toEqual(refused)
        expect(await send('/account/email/change', { email })).toEqual(refused)
      }
    }
    await isUntouched()
  })

  it('can read nothing and change nothing with requests that carry cookies', async () => {
    const { attacker, foreign, page, isUntouched } = await visit()
    await using _ = foreign
    const { email, password } = attacker
    for (const door of [`${stack.vueApp}/auth`, stack.latchkey]) {
      const outcomes = await page.evaluate(
        async ({ door, credentials }) => {
          const attempt = (path: string, init: RequestInit = {}) =>
            fetch(door + path, { credentials: 'include', ...init }).then(
              async (response) => `${response.type} ${response.status} ${await response.text()}`,
              () => 'blocked',
            )
          const body = JSON.stringify(credentials)
          const json = { 'content-type': 'application/json', 'x-xsrf-token': 'guessed' }
          return {
            session: await attempt('/session'),
            account: await attempt('/account'),
            signIn: await attempt('/session', { method: 'POST', body, headers: json }),
            signOut: await attempt('/session', { method: 'DELETE' }),
            deletion: await attempt('/account', { method: 'DELETE', headers: json }),
            simple: await attempt('/session', { method: 'POST', body }),
            blind: await attempt('/session', { method: 'POST', body, mode: 'no-cors' }),
          }
        },
        { door, credentials: { email, password } },
      )
      // Sent without reading the answer (Fetch §2.2.6, opaque): what it did is looked at below.
      const { blind, ...others } = outcomes
      expect(new Set(Object.values(others))).toEqual(new Set(['blocked']))
      expect(['blocked', 'opaque 0 ']).toContain(blind)
    }
    await isUntouched()
  })

  it('can show no page of the app in a frame', async () => {
    const { person, foreign, page } = await visit()
    await using _ = foreign
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await page.evaluate((src) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src }))
    }, `${stack.vueApp}/account`)
    await refused
    for (const frame of page.frames()) expect(await frame.content()).not.toContain(person.email)
  })
})
