import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { ROOT_SECRET } from '../fixtures/test-latchkey.js'

const CREDENTIALS = { email: 'ada@example.com', password: PASSWORD }

describe('the CSRF token', () => {
  let door: TestBrowserDoor
  beforeEach(async () => {
    door = await startTestBrowserDoor()
  })
  afterEach(() => door[Symbol.asyncDispose]())

  it('of a visitor must be in header and cookie, and made by us', async () => {
    const [visitor, other] = [door.openBrowser(), door.openBrowser()]
    await visitor.readState()
    const { csrfToken: foreign } = await other.readState()
    const send = (headers: Record<string, string>) =>
      visitor.send('POST', paths.session, CREDENTIALS, { headers })
    expect(refusalOf(await send({ 'x-xsrf-token': foreign })).reason).toBe('csrf_token_invalid')
    const planted = `${'0'.repeat(32)}.${'A'.repeat(43)}`
    visitor.cookies.set('XSRF-TOKEN', { value: planted, attributes: [] })
    expect(refusalOf(await send({ 'x-xsrf-token': planted })).reason).toBe('csrf_token_invalid')
    visitor.cookies.delete('XSRF-TOKEN')
    expect(refusalOf(await send({ 'x-xsrf-token': foreign })).reason).toBe('csrf_token_invalid')
  })

  it('of one session is none of another, nor is that of a visitor, and the cookie does not count', async () => {
    const [ada, eve] = [door.openBrowser(), door.openBrowser()]
    const { csrfToken: visitors } = await eve.readState()
    await door.signUp(ada)
    await door.signUp(eve, { email: 'eve@example.com' })
    for (const token of [visitors, ada.csrfToken ?? '']) {
      eve.cookies.set('XSRF-TOKEN', { value: token, attributes: [] })
      const answer = await eve.send(
        'PATCH',
        paths.account,
        { name: 'Mallory' },
        { headers: { 'x-xsrf-token': token } },
      )
      expect(refusalOf(answer).reason).toBe('csrf_token_invalid')
    }
    eve.cookies.delete('XSRF-TOKEN')
    expect((await eve.send('PATCH', paths.account, { name: 'Eve' })).status).toBe(200)
  })

  it('changes with the session; the page that reads the state again goes on', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const before = browser.csrfToken ?? ''
    await door.signIn(browser)
    const stale = await browser.send(
      'PATCH',
      paths.account,
      { name: 'A' },
      { headers: { 'x-xsrf-token': before } },
    )
    expect(refusalOf(stale).reason).toBe('csrf_token_invalid')
    await browser.readState()
    expect((await browser.send('PATCH', paths.account, { name: 'A' })).status).toBe(200)
  })

  it('is what the readable cookie says, for pages whose HTTP client takes it from there', async () => {
    const browser = door.openBrowser()
    expect((await browser.readState()).csrfToken).toBe(browser.cookies.get('XSRF-TOKEN')?.value)
    const state = await door.signUp(browser)
    expect(state.csrfToken).toBe(browser.cookies.get('XSRF-TOKEN')?.value)
  })

  it('of a session survives a restart, and the secret being replaced by one that is kept behind it', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const { csrfToken } = browser
    await using replaced = await startTestBrowserDoor({
      database: door.database,
      startAt: door.clock.now(),
      options: {
        secrets: ['a-new-root-secret-a-new-root-secret-01', ROOT_SECRET],
      },
    })
    const same = replaced.openBrowser()
    for (const [name, cookie] of browser.cookies) same.cookies.set(name, cookie)
    const answer = await same.send(
      'PATCH',
      paths.account,
      { name: 'Ada' },
      { headers: { 'x-xsrf-token': csrfToken ?? '' } },
    )
    expect(answer.status).toBe(200)
  })
})
