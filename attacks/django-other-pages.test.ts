import { djRestAuth } from '@latchkey/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { APP, startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { askDoor } from '../packages/server/test/fixtures/test-django-door.js'

// A form on a page of another site is sent by the browser of whoever looks at it: cookies of the answer stay in that browser.

const VICTIM = 'victim@example.com'
const CHOSEN_BY_MALLORY = 'mallory knows this one'
const KEY = /\/verify-email\/([\w.-]+)/
const OF_ANOTHER_SITE = {
  'content-type': 'application/x-www-form-urlencoded',
  origin: 'https://evil.example',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
}

const start = async (cookies?: { access: string; refresh: string }) => {
  const door = await startTestBrowserDoor({
    options: {
      doors: [djRestAuth({ prefix: '/api/auth', origins: [APP], cookies })],
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: {
          confirmSignUp: '/verify-email/{token}',
          resetPassword: '/password/reset/confirm/{uid}/{token}',
        },
      },
    },
  })
  onTestFinished(() => door[Symbol.asyncDispose]())
  const sendForm = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    askDoor(door, path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
  return { door, sendForm }
}

const registration = {
  email: VICTIM,
  password1: CHOSEN_BY_MALLORY,
  password2: CHOSEN_BY_MALLORY,
}

describe('a form on a page of another site', () => {
  it.each(['in cookies', 'in bodies'])('registers nobody, where tokens are %s', async (where) => {
    const { door, sendForm } = await start(
      where === 'in cookies' ? { access: 'acc', refresh: 'ref' } : undefined,
    )
    const planted = await sendForm('/api/auth/registration/', registration, OF_ANOTHER_SITE)
    expect(planted).toMatchObject({ status: 403, setCookies: [] })
    expect(door.mailbox.messages).toEqual([])
  })

  it('signs nobody in as somebody else, where tokens are in cookies', async () => {
    const { door, sendForm } = await start({ access: 'acc', refresh: 'ref' })
    const registered = await askDoor(door, '/api/auth/registration/', { body: registration })
    const mail = await door.mailbox.waitFor(({ to, text }) => to.includes(VICTIM) && KEY.test(text))
    const cookie = registered.setCookies[0]?.split(';')[0] ?? ''
    const verify = { body: { key: KEY.exec(mail.text)?.[1] }, headers: { cookie } }
    expect(await askDoor(door, '/api/auth/verify-email/', verify)).toMatchObject({ status: 200 })
    const fields = { email: VICTIM, password: CHOSEN_BY_MALLORY }
    const ofTheApp = { ...OF_ANOTHER_SITE, origin: APP, 'sec-fetch-site': 'same-origin' }
    expect(await sendForm('/api/auth/login/', fields, ofTheApp)).toMatchObject({ status: 200 })
    expect(await sendForm('/api/auth/login/', fields, OF_ANOTHER_SITE)).toMatchObject({
      status: 403,
      setCookies: [],
    })
  })

  it('takes nobody’s cookies away', async () => {
    const { sendForm } = await start({ access: 'acc', refresh: 'ref' })
    // With SameSite=Lax the cookies do not come along, so that nothing seems to be asked for them.
    expect(await sendForm('/api/auth/logout/', {}, OF_ANOTHER_SITE)).toMatchObject({
      status: 403,
      setCookies: [],
    })
  })
})
