import { paths } from '@latchkey/contract'
import { deny } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD } from '../fixtures/test-browser-door.js'
import { askDoor } from '../fixtures/test-django-door.js'
import { type HookedHouse, startHookedHouse } from '../fixtures/test-hooked-house.js'

const EVE = 'eve@example.com'

describe.each(databaseKinds)('hooks of a sign-up with a password, on $name', (kind) => {
  let database: TestDatabase
  let house: HookedHouse
  beforeAll(async () => {
    database = await kind.create()
    house = await startHookedHouse({ database, timeout: 1_000 })
    await house.door.signUp(house.door.openBrowser())
    house.asked.splice(0)
  })
  afterEach(async () => {
    house.hooks = {}
    house.asked.splice(0)
    house.door.mailbox.clear()
    await runSql(database, `delete from users where email = '${EVE}'`)
    await runSql(database, 'delete from sign_ups')
  })
  afterAll(async () => {
    await house.close()
    await database.drop()
  })

  const names = () => house.asked.map(({ hook }) => hook)
  const begin = (browser: TestBrowser, email = EVE) =>
    browser.send('POST', paths.signUp, { email, password: PASSWORD, name: 'Eve' })
  const beginAndRead = async (browser: TestBrowser) => {
    expect((await begin(browser)).status).toBe(202)
    return house.door.linkTo(EVE)
  }
  const confirm = (browser: TestBrowser, code: string | undefined) =>
    browser.send('POST', paths.confirmSignUp, { code })
  const accountsOfEve = async () =>
    (await runSql(database, `select id from users where email = '${EVE}'`)).length

  test('the form is asked about, then who has confirmed it', async () => {
    const browser = house.door.openBrowser()
    const { code } = await beginAndRead(browser)
    expect(house.asked).toEqual([
      {
        hook: 'beforeSignUp',
        about: {
          email: EVE,
          name: 'Eve',
          profile: {},
          proof: { kind: 'password' },
          caller: { client: 'browser', network: undefined, userAgent: expect.stringContaining('Chrome') },
        },
      },
    ])
    const state = stateOf(await confirm(browser, code))
    expect(names().slice(1)).toEqual(['beforeSignIn', 'afterSignUp', 'afterSignIn'])
    const id = state.status === 'signed_in' ? state.user.id : ''
    const told = house.asked.flatMap(({ about }) => ('user' in about ? [about.user] : []))
    const user = { id, email: EVE, emailVerified: true, name: 'Eve', roles: [], profile: {} }
    expect(told).toEqual([1, 2, 3].map(() => expect.objectContaining(user)))
    // Nothing that opens anything, under whatever name.
    expect(JSON.stringify(house.asked)).not.toMatch(/lkck_|argon2|correct horse/)
  })

  test('a no is told in the words of the project, and nothing is written or sent', async () => {
    const [before, mails] = [await countRows(database, 'sign_ups'), await countRows(database, 'mails')]
    house.hooks = { beforeSignUp: () => deny('Only for\n Acme.') }
    const { status, body } = await begin(house.door.openBrowser())
    expect([status, body]).toEqual([
      400,
      {
        error: 'invalid_grant',
        error_description: 'Only for Acme.',
        reason: 'hook_denied',
        trace_id: expect.any(String),
      },
    ])
    expect([await countRows(database, 'sign_ups'), await countRows(database, 'mails')]).toEqual([
      before,
      mails,
    ])
    expect(house.door.logLines.at(-1)).toContain('"detail":"beforeSignUp: Only for Acme."')
  })

  test('a no without words has ours', async () => {
    house.hooks = { beforeSignUp: () => deny('\u0000') }
    const { body } = await begin(house.door.openBrowser())
    expect(body).toMatchObject({ error_description: expect.stringMatching(/does not let you in/) })
  })

  test.each([
    ['yes', () => undefined],
    ['no', () => deny('Not now.')],
    ['nothing that makes sense', () => false as never],
  ])(
    'whether the address has an account shows neither to the hook nor in the answer, when it says %s',
    async (_, beforeSignUp) => {
      house.hooks = { beforeSignUp }
      const strip = (text: string) => text.replace(/"trace_id":"[^"]+"/, '')
      const [known, unknown] = [
        await begin(house.door.openBrowser(), 'ada@example.com'),
        await begin(house.door.openBrowser(), 'nobody@example.com'),
      ]
      expect([known.status, strip(known.text)]).toEqual([unknown.status, strip(unknown.text)])
      const [first, second] = house.asked.map(({ about }) => JSON.stringify(about))
      expect(first?.replace('ada@', 'nobody@')).toBe(second)
    },
  )

  test('a hook that never answers lets nobody sign up', async () => {
    house.hooks = { beforeSignUp: () => new Promise<never>(() => {}) }
    const refused = await begin(house.door.openBrowser())
    expect(refusalOf(refused)).toMatchObject({ status: 503, reason: 'hook_failed' })
    expect(
      house.door.logLines.filter((line) => /hook failed.*beforeSignUp.*within 1000 ms/.test(line)),
    ).toHaveLength(1)
    expect(await countRows(database, 'sign_ups')).toBe(0)
  })

  test('a hook that fails is asked again with the same code', async () => {
    const browser = house.door.openBrowser()
    const { code } = await beginAndRead(browser)
    house.hooks = { beforeSignIn: () => Promise.reject(new Error('down')) }
    const refused = await confirm(browser, code)
    expect(refusalOf(refused)).toMatchObject({ status: 503, reason: 'hook_failed' })
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await accountsOfEve()).toBe(0)
    house.hooks = {}
    expect(stateOf(await confirm(browser, code))).toMatchObject({ status: 'signed_in' })
  })

  test('who is denied the sign-in has an account, and may sign in when the project says so', async () => {
    const browser = house.door.openBrowser()
    const { code } = await beginAndRead(browser)
    house.hooks = { beforeSignIn: () => deny('Somebody has to let you in first.') }
    const refused = await confirm(browser, code)
    expect(refused.body).toMatchObject({ error_description: 'Somebody has to let you in first.' })
    expect(names().slice(1)).toEqual(['beforeSignIn', 'afterSignUp'])
    expect([await accountsOfEve(), (await browser.readState()).status]).toEqual([1, 'signed_out'])
    house.hooks = {}
    expect((await house.door.signIn(browser, { email: EVE })).status).toBe(200)
  })

  test('what runs afterwards holds nobody up and undoes nothing', async () => {
    house.hooks = {
      afterSignUp: () => new Promise(() => {}),
      afterSignIn: () => Promise.reject(new Error('down')),
    }
    const browser = house.door.openBrowser()
    const { code } = await beginAndRead(browser)
    expect(stateOf(await confirm(browser, code))).toMatchObject({ status: 'signed_in' })
    expect(house.door.logLines.filter((line) => line.includes('"hook":"afterSignIn"'))).toHaveLength(1)
  })

  test('of two confirmations at once one signs up', async () => {
    const browser = house.door.openBrowser()
    const { code } = await beginAndRead(browser)
    const answers = await Promise.all([confirm(browser, code), confirm(browser, code)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect(names().filter((name) => name === 'afterSignUp' || name === 'afterSignIn')).toHaveLength(2)
  })

  test('a registration of dj-rest-auth is asked about, and who confirms it has signed up without signing in', async () => {
    const register = () =>
      askDoor(house.door, '/rest/registration/', {
        body: { email: EVE, password1: PASSWORD, password2: PASSWORD },
      })
    house.hooks = { beforeSignUp: () => deny('Only for Acme.') }
    expect(await register()).toMatchObject({ status: 400, body: { detail: 'Only for Acme.' } })
    house.hooks = {}
    expect((await register()).status).toBe(201)
    const { token } = await house.door.linkTo(EVE)
    await askDoor(house.door, '/rest/registration/verify-email/', { body: { key: token } })
    expect(house.asked.map(({ hook, about }) => [hook, 'caller' in about && about.caller.client])).toEqual([
      ['beforeSignUp', 'django'],
      ['beforeSignUp', 'django'],
      ['afterSignUp', 'django'],
    ])
    expect(await accountsOfEve()).toBe(1)
  })
})

test('a server that closes waits for what runs afterwards', async () => {
  const [kind] = databaseKinds
  if (kind === undefined) throw new Error('no database')
  await using database = await kind.create()
  const house = await startHookedHouse({ database })
  let isDone = false
  house.hooks = {
    afterSignUp: async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      isDone = true
    },
  }
  await house.door.signUp(house.door.openBrowser())
  await house.close()
  expect(isDone).toBe(true)
})
