import { apiKeyList, paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { admittedBy, askForKey, makeKey, OTHER_API, startApiKeyDoor } from '../fixtures/test-api-keys.js'
import { refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { API } from '../fixtures/test-latchkey.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const listOf = async (browser: TestBrowser) =>
  apiKeyList.strict().parse((await browser.send('GET', paths.accountApiKeys)).body)

describe.each(databaseKinds)('making an API key, on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  let ada: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startApiKeyDoor({ database, apiKeys: { maxPerUser: 3 } })
    ada = door.openBrowser()
    await door.signUp(ada)
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('answers the key once, in an answer that nobody keeps; afterwards only what it is called', async () => {
    const now = door.clock.now()
    const answer = await askForKey(ada, {
      name: ' Nightly \u0000backup ',
      scopes: ['todos:write', 'todos:read', 'todos:read'],
    })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { key } = answer.body as { key: string }
    const shown = {
      id: expect.stringMatching(/^ses_[0-9a-f]{32}$/),
      name: 'Nightly backup',
      hint: key.slice(-4),
      scopes: ['todos:read', 'todos:write'],
      audience: API,
      createdAt: new Date(now).toISOString(),
      lastUsedAt: null,
      expiresAt: new Date(now + 90 * DAY).toISOString(),
    }
    expect(answer.body).toEqual({ key: expect.stringMatching(/^lkak_[0-9A-Za-z]{49}$/), apiKey: shown })
    const list = await ada.send('GET', paths.accountApiKeys)
    expect(list.body).toEqual({
      apiKeys: [shown],
      choices: {
        scopes: ['todos:read', 'todos:write'],
        audiences: [API, OTHER_API],
        defaultDays: 90,
        mostDays: 365,
        mostKeys: 3,
      },
    })
    expect(list.text).not.toContain(key)
  })

  it('gives a key for the API and the days that were asked for, and no other API takes it', async () => {
    const { key, apiKey } = await makeKey(ada, { audience: OTHER_API, days: 365 })
    expect(apiKey).toMatchObject({
      audience: OTHER_API,
      expiresAt: new Date(door.clock.now() + 365 * DAY).toISOString(),
    })
    expect(await admittedBy(door, key, OTHER_API)).toBe('accepted')
    expect(await admittedBy(door, key)).toBe('token_audience_mismatch')
  })

  it.each([
    ['no name', { name: ' ' }, 'missing_parameter', 'name'],
    ['a name of nothing one can see', { name: '\u0000\u200b' }, 'invalid_parameter', 'name'],
    ['a name too long', { name: 'n'.repeat(61) }, 'invalid_parameter', 'name'],
    ['no scope', { scopes: [] }, 'missing_parameter', 'scopes'],
    ['a scope that keys may not have', { scopes: ['todos:read', 'openid'] }, 'invalid_parameter', 'scopes'],
    ['two scopes in one', { scopes: ['todos:read todos:write'] }, 'invalid_parameter', 'scopes'],
    ['scopes as text', { scopes: 'todos:read' as never }, 'invalid_parameter', 'scopes'],
    ['an API that is none', { audience: 'https://elsewhere.example' }, 'invalid_parameter', 'audience'],
    ['no day', { days: 0 }, 'invalid_parameter', 'days'],
    ['a day too many', { days: 366 }, 'invalid_parameter', 'days'],
    ['half a day', { days: 1.5 }, 'invalid_parameter', 'days'],
    ['days without end', { days: 1e300 }, 'invalid_parameter', 'days'],
    ['a field there is not', { roles: ['admin'] } as never, 'invalid_parameter', 'roles'],
  ])('with %s is refused, names the field, and leaves nothing', async (_, deviation, reason, parameter) => {
    expect(refusalOf(await askForKey(ada, deviation))).toMatchObject({ status: 400, reason, parameter })
    expect((await listOf(ada)).apiKeys).toEqual([])
  })

  it('needs a sign-in of a moment ago', async () => {
    door.clock.advance(10 * MINUTE + 1)
    expect(refusalOf(await askForKey(ada))).toMatchObject({ status: 403, reason: 'recent_sign_in_needed' })
    await door.signIn(ada)
    expect((await askForKey(ada)).status).toBe(201)
  })

  it('needs somebody who is signed in', async () => {
    const nobody = door.openBrowser()
    expect(refusalOf(await askForKey(nobody)).reason).toBe('not_signed_in')
    for (const [method, path] of [
      ['GET', paths.accountApiKeys],
      ['DELETE', paths.accountApiKeys],
      ['DELETE', `${paths.accountApiKeys}/ses_00000000000000000000000000000000`],
    ] as const)
      expect(refusalOf(await nobody.send(method, path)).reason).toBe('not_signed_in')
  })

  it('stops at the most a person may have, also of many at once; one that ended or expired makes room', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => askForKey(ada, { days: 1 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused && refusalOf(refused).reason).toBe('api_key_limit_reached')
    const { apiKeys } = await listOf(ada)
    expect(apiKeys).toHaveLength(3)
    await ada.send('DELETE', `${paths.accountApiKeys}/${apiKeys[0]?.id}`)
    await makeKey(ada)
    door.clock.advance(DAY)
    await door.signIn(ada)
    expect((await listOf(ada)).apiKeys).toHaveLength(1)
    await makeKey(ada)
    // Those of another are no business of hers.
    const eve = door.openBrowser()
    await door.signUp(eve, { email: 'eve@example.com' })
    await makeKey(eve)
  })

  it('is told to the owner by mail, with the last letters of the key and not its name', async () => {
    door.mailbox.clear()
    const { key } = await makeKey(ada, { name: 'Visit evil.example' })
    const mail = await door.mailbox.waitFor(({ subject }) => subject.includes('API key'))
    expect(mail).toMatchObject({
      to: ['ada@example.com'],
      subject: 'A new API key for your account at Todos',
    })
    expect(mail.text).toContain(`ends in ${key.slice(-4)}`)
    for (const secret of [key, key.slice(0, 12), 'evil']) expect(mail.text + mail.html).not.toContain(secret)
  })

  it('slows down after ten, whoever ends the others meanwhile', async () => {
    for (let made = 0; made < 11; made += 1) {
      await makeKey(ada)
      await ada.send('DELETE', paths.accountApiKeys)
    }
    const refused = await askForKey(ada)
    expect(refusalOf(refused)).toMatchObject({ status: 429, reason: 'too_many_attempts' })
    expect(refused.headers.get('retry-after')).toBe('60')
  })

  it('keeps a hash in the database, and no letter of the key but the last four', async () => {
    const { key, apiKey } = await makeKey(ada)
    const [row] = await runSql(database, `select * from sessions where id = '${apiKey.id}'`)
    expect(row).toMatchObject({ client_id: 'api-key', key_name: 'Backup', key_hint: key.slice(-4), amr: '' })
    expect(JSON.stringify(row)).not.toContain(key.slice(5, 13))
  })
})

it('without apiKeys in the configuration there is nothing at its addresses', async () => {
  await using door = await startTestBrowserDoor()
  const ada = door.openBrowser()
  await door.signUp(ada)
  for (const [method, path] of [
    ['GET', paths.accountApiKeys],
    ['POST', paths.accountApiKeys],
    ['DELETE', paths.accountApiKeys],
    ['DELETE', `${paths.accountApiKeys}/ses_00000000000000000000000000000000`],
  ] as const) {
    const body = method === 'POST' ? { name: 'Backup', scopes: ['todos:read'] } : undefined
    expect(refusalOf(await ada.send(method, path, body))).toMatchObject({ status: 404, reason: 'not_found' })
  }
})
