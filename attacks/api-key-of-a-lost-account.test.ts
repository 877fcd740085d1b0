import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import {
  admittedBy,
  askForKey,
  makeKey,
  startApiKeyDoor,
} from '../packages/server/test/fixtures/test-api-keys.js'
import { refusalOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import type { TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'

// Somebody had an account, or got into one, and made a key there. Then the account is taken from them.

describe.each(databaseKinds)('the key of an account that was lost, on $name', (kind) => {
  let database: TestDatabase
  let house: TestBrowserDoor
  let mallory: TestBrowser
  let key: string
  beforeEach(async () => {
    database = await kind.create()
    house = await startApiKeyDoor({ database })
    mallory = house.openBrowser()
    await house.signUp(mallory, { email: 'victim@gmail.com' })
    key = (await makeKey(mallory)).key
    expect(await admittedBy(house, key)).toBe('accepted')
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  test('of somebody who is suspended it is refused, and no new one is made', async () => {
    await runSql(database, `update users set suspended_at = ${house.clock.now()}`)
    // Another process wrote it: it is seen within the bound that the storage states.
    await expect.poll(() => admittedBy(house, key), { timeout: 20_000 }).toBe('token_session_ended')
    expect(await house.introspect(key)).toEqual({ active: false })
    expect(refusalOf(await askForKey(mallory)).reason).toBe('not_signed_in')
  })

  test('of an account that was deleted it opens nothing, in this process and after a restart', async () => {
    expect((await mallory.send('DELETE', paths.account)).status).toBe(200)
    expect(await admittedBy(house, key)).toBe('token_session_ended')
    await house.restart()
    expect(await admittedBy(house, key)).toBe('token_session_ended')
  })

  test('of an address that another proves to be theirs it ends with everything else', async () => {
    // As an import leaves it: the address is claimed, and nobody has proved it.
    await runSql(database, `update users set email_key = null, email_verified_at = null`)
    await runSql(
      database,
      `insert into imports (source, source_id, user_id, digest, imported_at)
       select 'django', '5', id, '', 0 from users`,
    )
    await house.restart()
    expect(await admittedBy(house, key)).toBe('accepted')
    const victim = { sub: '4711', email: 'victim@gmail.com', email_verified: true, name: 'Victim' }
    await house.exchange(await house.idToken(undefined, victim))
    expect(await admittedBy(house, key)).toBe('token_session_ended')
    expect(await house.introspect(key)).toEqual({ active: false })
  })

  test('in another process it is refused within the bound of the storage once it has ended here', async () => {
    await using elsewhere = await startApiKeyDoor({ database })
    expect(await admittedBy(elsewhere, key, API)).toBe('accepted')
    await mallory.send('DELETE', paths.accountApiKeys)
    expect(await admittedBy(house, key)).toBe('token_session_ended')
    await expect.poll(() => admittedBy(elsewhere, key), { timeout: 20_000 }).toBe('token_session_ended')
  })

  test('made in the very moment in which the session ended it is not made at all', async () => {
    const storage = openOn(database)
    try {
      const state = await mallory.readState()
      if (state.status !== 'signed_in') throw new Error('nobody is signed in')
      const before = await runSql(database, 'select id from sessions order by id')
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 5 }, () => askForKey(mallory))),
        mallory.send('DELETE', paths.account),
      ])
      for (const { status } of answers) expect([201, 401]).toContain(status)
      expect((await runSql(database, 'select id from sessions order by id')).length).toBeLessThan(
        before.length,
      )
    } finally {
      await storage.close()
    }
  })
})
