import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const WRONG = { password: 'not the password' }

describe.each(databaseKinds)('attempts to sign in, on $name', (kind) => {
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

  it('after five wrong passwords from one network the sixth begins pauses that double, also for the right one', async () => {
    await door.signUp(door.openBrowser())
    const source = { remoteAddress: '192.0.2.1' }
    const browser = door.openBrowser()
    const attempt = (password: string) =>
      browser.send('POST', paths.session, { email: 'ada@example.com', password }, { source })
    for (let count = 0; count < 6; count += 1) expect((await attempt('wrong password')).status).toBe(400)
    const paused = await attempt(PASSWORD)
    expect(refusalOf(paused)).toMatchObject({
      status: 429,
      error: 'temporarily_unavailable',
      reason: 'too_many_attempts',
    })
    expect(paused.headers.get('retry-after')).toBe('1')
    door.clock.advance(1_000)
    expect((await attempt('wrong password')).status).toBe(400)
    expect((await attempt(PASSWORD)).headers.get('retry-after')).toBe('2')
    door.clock.advance(2_000)
    expect((await attempt(PASSWORD)).status).toBe(200)
    for (let count = 0; count < 5; count += 1) expect((await attempt('wrong password')).status).toBe(400)
  })

  it('strangers who guess slow down neither another network nor the browser its owner signs in with', async () => {
    const own = door.openBrowser()
    await door.signUp(own)
    const guess = (browser = door.openBrowser(), network = '192.0.2.1', password = 'wrong password') =>
      browser.send(
        'POST',
        paths.session,
        { email: 'ada@example.com', password },
        { source: { remoteAddress: network } },
      )
    for (let count = 0; count < 7; count += 1) await guess()
    expect((await guess()).status).toBe(429)
    expect((await guess(door.openBrowser(), '192.0.2.2', PASSWORD)).status).toBe(200)
    // The network of the owner is the network of the stranger.
    await own.send('DELETE', paths.session)
    expect((await guess(own, '192.0.2.1', PASSWORD)).status).toBe(200)
  })

  it('a device cookie of one account is worth nothing for another', async () => {
    const own = door.openBrowser()
    await door.signUp(own)
    await door.signUp(door.openBrowser(), { email: 'eve@example.com' })
    const source = { remoteAddress: '192.0.2.1' }
    const attempt = () =>
      own.send('POST', paths.session, { email: 'eve@example.com', password: 'wrong password' }, { source })
    for (let count = 0; count < 6; count += 1) expect((await attempt()).status).toBe(400)
    expect((await attempt()).status).toBe(429)
  })

  it('a known browser has ten attempts free and then waits as well', async () => {
    const own = door.openBrowser()
    await door.signUp(own)
    for (let count = 0; count < 11; count += 1) expect((await door.signIn(own, WRONG)).status).toBe(400)
    expect((await door.signIn(own)).status).toBe(429)
    // Others, who have not tried, do not wait for it.
    expect((await door.signIn(door.openBrowser())).status).toBe(200)
  })

  it('one network that tries one password on many accounts waits after thirty', async () => {
    const source = { remoteAddress: '2001:db8:1:2:3::4' }
    const spray = (count: number, from = source) =>
      door
        .openBrowser()
        .send(
          'POST',
          paths.session,
          { email: `person${count}@example.com`, password: 'Password1' },
          { source: from },
        )
    for (let count = 0; count < 31; count += 1) expect((await spray(count)).status).toBe(400)
    expect((await spray(99)).status).toBe(429)
    // The same customer with another address of theirs, and another customer.
    expect((await spray(99, { remoteAddress: '2001:db8:1:2:ffff::' })).status).toBe(429)
    expect((await spray(99, { remoteAddress: '2001:db8:1:3::1' })).status).toBe(400)
  })
})

describe('when there is more to hash than the server can do', () => {
  it('some are told to come again, and that costs them no attempt', async () => {
    await using door = await startTestBrowserDoor({
      options: { passwords: { hashing: { memoryKiB: 8_192, iterations: 1, concurrency: 1 } } },
    })
    await door.signUp(door.openBrowser())
    const counters = () =>
      runSql(door.database, `select key, count from throttles where count > 0 order by key`)
    const browsers = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const browser = door.openBrowser()
        await browser.readState()
        return browser
      }),
    )
    // Each on its own network and account: the counters refuse nobody.
    const attempts = browsers.map(async (browser, index) => {
      const email = `person${index}@example.com`
      const source = { remoteAddress: `192.0.2.${index % 250}` }
      const answer = await browser.send(
        'POST',
        paths.session,
        { email, password: 'some password' },
        { source },
      )
      return { email, answer }
    })
    const answers = await Promise.all(attempts)
    const busy = answers.filter(({ answer }) => answer.status === 503)
    const refused = answers.filter(({ answer }) => answer.status === 400)
    expect(busy.length + refused.length).toBe(300)
    expect(busy.length).toBeGreaterThan(0)
    for (const { answer } of busy) {
      expect(refusalOf(answer)).toMatchObject({ error: 'temporarily_unavailable', reason: 'overloaded' })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    }
    // An account and its network count one each for what was compared; of an account that was not, nothing.
    const counted = await counters()
    const total = (name: string) =>
      counted
        .filter(({ key }) => String(key).startsWith(`${name}:`))
        .reduce((sum, { count }) => sum + Number(count), 0)
    expect([total('account'), total('accountOnNetwork')]).toEqual([refused.length, refused.length])
    expect(await door.signIn(door.openBrowser())).toMatchObject({ status: 200 })
  })
})
