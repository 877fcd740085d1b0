import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

describe.each(databaseKinds)('the life of an account, on $name', (kind) => {
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

  it('who signs up and confirms by code is signed in with a proven address', async () => {
    const browser = door.openBrowser()
    const state = await door.signUp(browser)
    expect(state).toMatchObject({
      status: 'signed_in',
      user: { email: 'ada@example.com', emailVerified: true, name: 'Ada Lovelace', profile: {} },
      session: { remembered: false },
    })
    expect(await browser.readState()).toEqual(state)
  })

  it('nothing is there before the address is confirmed: no session, no user, no sign-in', async () => {
    const browser = door.openBrowser()
    const begun = await browser.send('POST', paths.signUp, { email: 'ada@example.com', password: PASSWORD })
    expect(begun.body).toEqual({ status: 'accepted' })
    expect(await browser.readState()).toMatchObject({ status: 'signed_out' })
    expect(refusalOf(await door.signIn(door.openBrowser()))).toMatchObject({ reason: 'credentials_wrong' })
    expect(refusalOf(await door.signIn(browser))).toMatchObject({ reason: 'address_unconfirmed' })
  })

  it('a password signs in, and signing out ends the session', async () => {
    await door.signUp(door.openBrowser())
    const browser = door.openBrowser()
    expect(stateOf(await door.signIn(browser)).status).toBe('signed_in')
    const stolen = new Map(browser.cookies)
    expect(stateOf(await browser.send('DELETE', paths.session)).status).toBe('signed_out')
    for (const [name, cookie] of stolen) browser.cookies.set(name, cookie)
    expect((await browser.readState()).status).toBe('signed_out')
  })

  it('a forgotten password is reset by mail, and every session ends', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const other = door.openBrowser()
    expect((await other.send('POST', paths.forgotPassword, { email: 'Ada@Example.com' })).status).toBe(202)
    const { token } = await door.linkTo('ada@example.com', { subject: /password/ })
    const reset = await other.send('POST', paths.resetPassword, { token, password: 'another good phrase' })
    expect(stateOf(reset).status).toBe('signed_out')
    expect((await browser.readState()).status).toBe('signed_out')
    expect(refusalOf(await door.signIn(other)).reason).toBe('credentials_wrong')
    expect((await door.signIn(other, { password: 'another good phrase' })).status).toBe(200)
    const again = await other.send('POST', paths.resetPassword, { token, password: 'yet another phrase' })
    expect(refusalOf(again).reason).toBe('link_invalid')
  })
})
