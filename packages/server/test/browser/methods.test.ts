import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const everyReading = [paths.session, paths.account, paths.accountSessions, paths.accountExport]

describe('methods', () => {
  let door: TestBrowserDoor
  beforeAll(async () => {
    door = await startTestBrowserDoor()
  })
  afterAll(() => door[Symbol.asyncDispose]())

  it.each([
    [paths.session, 'PUT', 'GET, POST, DELETE'],
    [paths.account, 'POST', 'GET, PATCH, DELETE'],
    [paths.accountSessions, 'POST', 'GET, DELETE'],
    [`${paths.accountSessions}/ses_1`, 'GET', 'DELETE'],
    [paths.accountExport, 'POST', 'GET'],
    [paths.signUp, 'GET', 'POST'],
    [paths.confirmSignUp, 'GET', 'POST'],
    [paths.resendSignUp, 'HEAD', 'POST'],
    [paths.forgotPassword, 'DELETE', 'POST'],
    [paths.resetPassword, 'GET', 'POST'],
    [paths.changePassword, 'GET', 'POST'],
    [paths.changeEmail, 'PUT', 'POST'],
    [paths.confirmEmail, 'GET', 'POST'],
  ])('%s does not answer %s, and says what it answers', async (path, method, allow) => {
    const answer = await door
      .openBrowser()
      .send(method, path, undefined, { headers: { 'x-xsrf-token': 'none' } })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
    if (method !== 'HEAD') expect(refusalOf(answer).reason).toBe('method_not_allowed')
  })

  it('HEAD is GET without the body', async () => {
    const browser = door.openBrowser()
    const answer = await browser.send('HEAD', paths.session)
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([
      200,
      '',
      'application/json',
    ])
    expect((await browser.send('HEAD', paths.account)).status).toBe(401)
  })

  it('an address below that is nobody’s is not found', async () => {
    for (const path of ['/account/nothing', '/session/1', '/account/sessions/a/b'])
      expect(refusalOf(await door.openBrowser().send('GET', path))).toMatchObject({
        status: 404,
        reason: 'not_found',
      })
  })

  it('where the browser door is shut there is nothing', async () => {
    await using shut = await startTestBrowserDoor({ options: { browser: undefined } })
    for (const path of everyReading)
      expect(refusalOf(await shut.openBrowser().send('GET', path)).reason).toBe('not_found')
  })
})
