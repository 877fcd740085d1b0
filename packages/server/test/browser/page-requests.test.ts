import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const CREDENTIALS = { email: 'ada@example.com', password: PASSWORD }
const everyChange: readonly (readonly [string, string])[] = [
  ['POST', paths.session],
  ['DELETE', paths.session],
  ['PATCH', paths.account],
  ['DELETE', paths.account],
  ['DELETE', paths.accountSessions],
  ['DELETE', `${paths.accountSessions}/ses_00000000000000000000000000000000`],
  ['POST', paths.signUp],
  ['POST', paths.confirmSignUp],
  ['POST', paths.resendSignUp],
  ['POST', paths.forgotPassword],
  ['POST', paths.resetPassword],
  ['POST', paths.changePassword],
  ['POST', paths.changeEmail],
  ['POST', paths.confirmEmail],
]
const everyReading = [paths.session, paths.account, paths.accountSessions, paths.accountExport]

describe('a request of a page', () => {
  let door: TestBrowserDoor
  let browser: TestBrowser
  beforeAll(async () => {
    door = await startTestBrowserDoor()
    browser = door.openBrowser()
    await door.signUp(browser)
  })
  afterAll(() => door[Symbol.asyncDispose]())

  it.each(everyChange)('%s %s without the token of the page is refused', async (method, path) => {
    const missing = await browser.send(method, path, {}, { headers: { 'x-xsrf-token': null } })
    expect(refusalOf(missing)).toMatchObject({
      status: 403,
      error: 'access_denied',
      reason: 'csrf_token_missing',
    })
    const empty = await browser.send(method, path, {}, { headers: { 'x-xsrf-token': '' } })
    expect(refusalOf(empty).reason).toBe('csrf_token_missing')
    const wrong = await browser.send(method, path, {}, { headers: { 'x-xsrf-token': 'x'.repeat(43) } })
    expect(refusalOf(wrong)).toMatchObject({
      status: 403,
      error: 'access_denied',
      reason: 'csrf_token_invalid',
    })
  })

  it.each(everyChange)('%s %s from a page of another origin is refused', async (method, path) => {
    for (const origin of [
      'https://evil.example',
      'null',
      `${APP}.evil.example`,
      `${APP}/`,
      APP.toUpperCase(),
    ]) {
      const answer = await browser.send(method, path, {}, { headers: { origin } })
      expect(refusalOf(answer)).toMatchObject({
        status: 403,
        error: 'access_denied',
        reason: 'csrf_origin_refused',
      })
    }
    for (const site of ['cross-site', 'same-site']) {
      const answer = await browser.send(
        method,
        path,
        {},
        { headers: { origin: null, 'sec-fetch-site': site } },
      )
      expect(refusalOf(answer)).toMatchObject({ status: 403, reason: 'csrf_site_refused' })
    }
  })

  it.each(everyReading)('GET %s from a page of another origin is refused', async (path) => {
    const answer = await browser.send('GET', path, undefined, { headers: { origin: 'https://evil.example' } })
    expect(refusalOf(answer).reason).toBe('csrf_origin_refused')
    const framed = await browser.send('GET', path, undefined, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(refusalOf(framed).reason).toBe('csrf_site_refused')
  })

  it('nothing that was refused above has changed anything', async () => {
    expect(await browser.readState()).toMatchObject({ status: 'signed_in', user: { name: 'Ada Lovelace' } })
    expect((await browser.send('GET', paths.accountSessions)).body).toMatchObject({
      sessions: [{ current: true }],
    })
  })

  it.each(everyChange.filter(([, path]) => ![paths.signUp, paths.session].includes(path as never)))(
    '%s %s without being signed in is refused, or says that nothing is under way',
    async (method, path) => {
      const answer = await door.openBrowser().send(method, path, bodyOf(path))
      const expected = ANYBODY[path] ?? 'not_signed_in'
      if (path === paths.forgotPassword) expect(answer.status).toBe(202)
      else expect(refusalOf(answer).reason).toBe(expected)
    },
  )

  it.each(everyReading.slice(1))('GET %s without being signed in is refused', async (path) => {
    const answer = refusalOf(await door.openBrowser().send('GET', path))
    expect([answer.status, answer.error, answer.reason]).toEqual([401, 'login_required', 'not_signed_in'])
  })

  it('what sends neither Origin nor fetch metadata is no page, and needs the token all the same', async () => {
    const headers = { origin: null, 'sec-fetch-site': null }
    const script = door.openBrowser()
    expect((await script.send('POST', paths.session, CREDENTIALS, { headers })).status).toBe(200)
    const without = await script.send('DELETE', paths.session, undefined, {
      headers: { ...headers, 'x-xsrf-token': null },
    })
    expect(refusalOf(without).reason).toBe('csrf_token_missing')
  })

  it('a refusal names no more than it must: error, sentence, reason, trace id', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const answer = await browser.send('POST', paths.session, CREDENTIALS, {
      headers: { origin: 'https://evil.example', traceparent },
    })
    expect(answer.body).toEqual({
      error: 'access_denied',
      error_description:
        'This request came from a page that may not make it. The origin of the page must be named: in the topology of the server, or in the origins of the API.',
      reason: 'csrf_origin_refused',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
    })
  })
})

/** What a body must be for the request to get as far as it can. */
const bodyOf = (path: string): object | undefined =>
  ({
    [paths.confirmSignUp]: { code: '123456' },
    [paths.resendSignUp]: {},
    [paths.forgotPassword]: { email: 'nobody@example.com' },
    [paths.resetPassword]: { token: 'x', password: 'another good phrase' },
  })[path]

/** Who is not signed in may make these; the browser has nothing they are about. */
const ANYBODY: Readonly<Record<string, string>> = {
  [paths.confirmSignUp]: 'sign_up_unknown',
  [paths.resendSignUp]: 'sign_up_unknown',
  [paths.resetPassword]: 'link_invalid',
}
