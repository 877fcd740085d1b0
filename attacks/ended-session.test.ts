import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// An attacker has a session of the owner's and has just signed in. The owner takes the account back; he makes what he has begun
// act all the same: with a request whose head arrived before and whose body comes after, or with a link he asked for before.

const ADA = 'ada@example.com'
const MALLORY = 'mallory@evil.example'
const ANOTHER = 'the owner chose this one'

/** Whatever an owner does to be alone with the account again. */
const takingBack: Record<string, (house: TestBrowserDoor, owner: TestBrowser) => Promise<unknown>> = {
  'a reset by mail': async (house) => {
    const browser = house.openBrowser()
    house.mailbox.clear()
    await browser.send('POST', paths.forgotPassword, { email: ADA })
    const { token } = await house.linkTo(ADA)
    expect(outcomeOf(await browser.send('POST', paths.resetPassword, { token, password: ANOTHER }))).toBe(
      '200',
    )
  },
  'a change of password': async (_, owner) => {
    const words = { currentPassword: PASSWORD, newPassword: ANOTHER }
    expect(outcomeOf(await owner.send('POST', paths.changePassword, words))).toBe('200')
  },
  'a sign-out of everybody else': async (_, owner) => {
    expect(outcomeOf(await owner.send('DELETE', `${paths.accountSessions}?keep=current`))).toBe('200')
  },
}

describe.each(databaseKinds)('an ended session, kept in $name,', (kind) => {
  let database: TestDatabase
  let house: TestBrowserDoor
  let owner: TestBrowser
  let attacker: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    house = await startTestBrowserDoor({ database })
    owner = house.openBrowser()
    await house.signUp(owner)
    attacker = house.openBrowser()
    userIn(await house.signIn(attacker))
    house.mailbox.clear()
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  /** Sends all but the end of a request, and waits until the server reads it. @returns sends the end, and says what came of it */
  const begin = async (method: string, path: string, body: object): Promise<() => Promise<string>> => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const text = new TextEncoder().encode(JSON.stringify(body))
    const answered = attacker.send(method, path, readable)
    await writer.write(text.subarray(0, -1))
    return async () => {
      await writer.write(text.subarray(-1))
      await writer.close()
      return outcomeOf(await answered)
    }
  }

  test.each(Object.entries(takingBack))('does nothing more after %s', async (_, takeBack) => {
    await attacker.send('POST', paths.changeEmail, { email: MALLORY })
    const { token } = await house.linkTo(MALLORY)
    const begun = [
      await begin('POST', paths.confirmEmail, { token }),
      await begin('POST', paths.changeEmail, { email: MALLORY }),
      await begin('PATCH', paths.account, { name: 'Mallory' }),
      await begin('POST', paths.changePassword, {
        currentPassword: PASSWORD,
        newPassword: 'mallory was here',
      }),
    ]
    await takeBack(house, owner)
    for (const finish of begun)
      expect(await finish()).toMatch(/^(401 not_signed_in|400 link_invalid|403 password_wrong)$/)

    const account = house.openBrowser()
    const password = takeBack === takingBack['a sign-out of everybody else'] ? PASSWORD : ANOTHER
    userIn(await house.signIn(account, { password }))
    expect((await account.send('GET', paths.account)).body).toMatchObject({
      user: { email: ADA, name: 'Ada Lovelace' },
    })
  })

  test.each(Object.entries(takingBack))(
    'leaves no change of address behind that the owner could be made to confirm, after %s',
    async (_, takeBack) => {
      await attacker.send('POST', paths.changeEmail, { email: MALLORY })
      const { token } = await house.linkTo(MALLORY)
      await takeBack(house, owner)
      const password = takeBack === takingBack['a sign-out of everybody else'] ? PASSWORD : ANOTHER
      const browser = house.openBrowser()
      userIn(await house.signIn(browser, { password }))
      expect(outcomeOf(await browser.send('POST', paths.confirmEmail, { token }))).toBe('400 link_invalid')
    },
  )
})
