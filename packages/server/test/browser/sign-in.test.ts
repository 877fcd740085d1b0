import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const WRONG = { password: 'not the password' }

describe.each(databaseKinds)('signing in, on $name', (kind) => {
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

  it('each sign-in has a session of its own, and ends the one this browser had', async () => {
    const browser = door.openBrowser()
    const first = await door.signUp(browser)
    const old = new Map(browser.cookies)
    const second = stateOf(await door.signIn(browser))
    if (first.status !== 'signed_in' || second.status !== 'signed_in') throw new Error('nobody is signed in')
    expect(second.session.id).not.toBe(first.session.id)
    expect(second.csrfToken).not.toBe(first.csrfToken)
    expect(browser.cookies.get('latchkey')?.value).not.toBe(old.get('latchkey')?.value)
    const earlier = door.openBrowser()
    for (const [name, cookie] of old) earlier.cookies.set(name, cookie)
    expect((await earlier.readState()).status).toBe('signed_out')
    expect(
      await runSql(database, `select end_reason from sessions where id = '${first.session.id}'`),
    ).toEqual([{ end_reason: 'replaced' }])
    expect(await browser.readState()).toEqual(second)
  })

  it('a sign-in that is refused leaves this browser signed in as it was', async () => {
    const browser = door.openBrowser()
    const state = await door.signUp(browser)
    expect(refusalOf(await door.signIn(browser, WRONG)).reason).toBe('credentials_wrong')
    expect(await browser.readState()).toEqual(state)
  })

  it('a wrong password and an address nobody has are refused in the same words', async () => {
    await door.signUp(door.openBrowser())
    const answers = await Promise.all([
      door.signIn(door.openBrowser(), WRONG),
      door.signIn(door.openBrowser(), { email: 'nobody@example.com' }),
      door.signIn(door.openBrowser(), { email: 'no address' }),
      door.signIn(door.openBrowser(), { email: 'ada\u0000@example.com' }),
      door.signIn(door.openBrowser(), { email: '' }),
    ])
    for (const answer of answers) {
      const { trace_id: _, ...refused } = refusalOf(answer)
      expect(refused).toEqual({
        status: 400,
        error: 'invalid_grant',
        error_description: 'The email address or the password is wrong.',
        reason: 'credentials_wrong',
      })
    }
  })

  it('the address may be typed in another case, the password may not', async () => {
    await door.signUp(door.openBrowser())
    expect((await door.signIn(door.openBrowser(), { email: ' ADA@Example.COM ' })).status).toBe(200)
    expect((await door.signIn(door.openBrowser(), { password: PASSWORD.toUpperCase() })).status).toBe(400)
  })

  it('the address of a sign-up waits: told to the browser that signed up with this password, to nobody else', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, { email: 'ada@example.com', password: PASSWORD })
    expect(refusalOf(await door.signIn(browser))).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'address_unconfirmed',
    })
    expect(refusalOf(await door.signIn(browser, WRONG)).reason).toBe('credentials_wrong')
    expect(refusalOf(await door.signIn(browser, { email: 'eve@example.com' })).reason).toBe(
      'credentials_wrong',
    )
    expect(refusalOf(await door.signIn(door.openBrowser())).reason).toBe('credentials_wrong')
  })

  it('who is suspended is told so with the right password only, and a live session is worth nothing', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    await runSql(database, `update users set suspended_at = ${door.clock.now()}`)
    expect(refusalOf(await door.signIn(door.openBrowser()))).toMatchObject({
      status: 400,
      reason: 'user_suspended',
    })
    expect(refusalOf(await door.signIn(door.openBrowser(), WRONG)).reason).toBe('credentials_wrong')
    expect(refusalOf(await browser.send('PATCH', paths.account, { name: 'Eve' })).reason).toBe(
      'not_signed_in',
    )
  })

  it('signing out ends the session, says the same again, and lets nobody in with the cookie', async () => {
    const browser = door.openBrowser()
    await door.signUp(browser)
    const stolen = browser.cookies.get('latchkey')
    if (stolen === undefined) throw new Error('no cookie')
    const { csrfToken } = browser
    const out = await browser.send('DELETE', paths.session)
    expect(out.body).toEqual({ status: 'signed_out', csrfToken: expect.any(String) })
    expect(browser.cookies.has('latchkey')).toBe(false)
    expect((await browser.send('DELETE', paths.session)).body).toEqual(out.body)
    // The first answer got lost: cookie and token are those of before.
    browser.cookies.set('latchkey', stolen)
    const again = await browser.send('DELETE', paths.session, undefined, {
      headers: { 'x-xsrf-token': csrfToken ?? '' },
    })
    expect(stateOf(again).status).toBe('signed_out')
    browser.cookies.set('latchkey', stolen)
    expect((await browser.readState()).status).toBe('signed_out')
  })

  it('a hash of weaker parameters is replaced when its owner signs in', async () => {
    await door.signUp(door.openBrowser())
    const hashes = () => runSql(database, 'select hash, changed_at from passwords')
    const [before] = await hashes()
    expect(before?.['hash']).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    await using stronger = await startTestBrowserDoor({
      database,
      startAt: door.clock.now(),
      options: { passwords: { hashing: { memoryKiB: 128, iterations: 2 } } },
    })
    expect((await stronger.signIn(stronger.openBrowser(), WRONG)).status).toBe(400)
    expect(await hashes()).toEqual([before])
    expect((await stronger.signIn(stronger.openBrowser())).status).toBe(200)
    const [after] = await hashes()
    expect(after?.['hash']).toMatch(/^\$argon2id\$v=19\$m=128,t=2,p=1\$/)
    expect(after?.['changed_at']).toBe(before?.['changed_at'])
    expect((await stronger.signIn(stronger.openBrowser())).status).toBe(200)
    expect(await hashes()).toEqual([after])
  })
})
