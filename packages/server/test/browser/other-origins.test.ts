import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, refusalOf, stateOf } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'

const CREDENTIALS = { email: 'ada@example.com', password: PASSWORD }

describe('pages of another origin', () => {
  const app = 'https://app.example.com'
  const issuer = 'https://auth.example.com'
  const admin = 'https://admin.example.com'
  let door: TestBrowserDoor
  beforeAll(async () => {
    const topology = { kind: 'sub-domain', app, otherApps: [admin] } as const
    door = await startTestBrowserDoor({ options: { issuer, browser: { topology } } })
  })
  afterAll(() => door[Symbol.asyncDispose]())

  const on = (page: string) => openBrowser(() => door.latchkey, { page, at: issuer })
  const preflight = (origin: string) =>
    on(origin).send('OPTIONS', paths.account, undefined, {
      headers: {
        origin,
        'x-xsrf-token': 'none',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'content-type,x-xsrf-token',
      },
    })
  const corsOf = ({ headers }: { headers: Headers }) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'))

  it.each([app, admin])('%s may ask, with cookies and every method', async (origin) => {
    const answer = await preflight(origin)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
      'access-control-allow-headers': 'content-type, x-xsrf-token',
      'access-control-expose-headers': 'Retry-After',
      'access-control-max-age': '7200',
      vary: 'Origin',
    })
  })

  it.each(['https://evil.example', 'https://app.example.com.evil.example', 'http://app.example.com', 'null'])(
    '%s may not',
    async (origin) => {
      const asked = corsOf(await preflight(origin))
      expect([asked['access-control-allow-origin'], asked['access-control-allow-credentials']]).toEqual([
        undefined,
        undefined,
      ])
      const answer = await on(app).send('GET', paths.session, undefined, { headers: { origin } })
      expect(refusalOf(answer).reason).toBe('csrf_origin_refused')
      expect(corsOf(answer)).toEqual({ vary: 'Origin' })
    },
  )

  it('may read every answer: what was asked for, a refusal, a method that is not there', async () => {
    const headers = { origin: app }
    const browser = on(app)
    const answers = [
      await browser.send('GET', paths.session, undefined, { headers }),
      await browser.send('GET', paths.account, undefined, { headers }),
      await browser.send('PUT', paths.account, undefined, { headers }),
      await browser.send('POST', paths.session, CREDENTIALS, { headers }),
      await browser.send('POST', paths.session, 'no JSON', { headers }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 405, 400, 400])
    for (const answer of answers)
      expect(corsOf(answer)).toEqual({
        'access-control-allow-origin': app,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After',
        vary: 'Origin',
      })
  })

  it('sign in on one page and are signed in on the other', async () => {
    const browser = on(app)
    await door.signUp(browser)
    const headers = { origin: admin }
    expect(stateOf(await browser.send('GET', paths.session, undefined, { headers })).status).toBe('signed_in')
    expect((await browser.send('PATCH', paths.account, { name: 'Ada' }, { headers })).status).toBe(200)
  })

  it('the OAuth door lets nobody’s page read anything but public documents', async () => {
    const answer = await on(app).send('POST', paths.token, undefined, { headers: { origin: app } })
    expect(corsOf(answer)).toEqual({})
  })
})

describe('pages of the same origin', () => {
  it('need no CORS, and nobody else gets any', async () => {
    await using door = await startTestBrowserDoor()
    for (const origin of [APP, ISSUER, 'https://evil.example']) {
      for (const method of ['OPTIONS', 'GET']) {
        const { headers } = await door.openBrowser().send(method, paths.session, undefined, {
          headers: { origin, 'x-xsrf-token': 'none' },
        })
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
      }
    }
  })
})
