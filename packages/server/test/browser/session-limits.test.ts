import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe.each(databaseKinds)('the end of a session, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('a session nobody uses ends after fourteen days, one that is used goes on', async () => {
    const [idle, used] = [door.openBrowser(), door.openBrowser()]
    await door.signUp(idle, { remember: true })
    await door.signIn(used, { remember: true })
    door.clock.advance(14 * DAY - 1)
    expect((await used.readState()).status).toBe('signed_in')
    door.clock.advance(1)
    expect((await used.readState()).status).toBe('signed_in')
    const answer = await idle.send('GET', paths.session)
    expect(stateOf(answer).status).toBe('signed_out')
  })

  it('a remembered session ends after ninety days, however much it is used', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser, { remember: true })
    for (let week = 1; week <= 12; week += 1) {
      door.clock.advance(7 * DAY)
      expect((await browser.readState()).status).toBe('signed_in')
    }
    door.clock.advance(6 * DAY - 1)
    expect((await browser.readState()).status).toBe('signed_in')
    door.clock.advance(1)
    expect((await browser.readState()).status).toBe('signed_out')
  })

  it('a session that is not remembered ends after a day', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    door.clock.advance(DAY - 1)
    expect((await browser.readState()).status).toBe('signed_in')
    door.clock.advance(1)
    expect((await browser.readState()).status).toBe('signed_out')
    expect(refusalOf(await browser.send('GET', paths.account))).toMatchObject({
      status: 401,
      error: 'login_required',
      reason: 'not_signed_in',
    })
  })
})
