import { accountExport, paths, sessionList } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { admittedBy, makeKey, startApiKeyDoor } from '../fixtures/test-api-keys.js'
import { refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { CONFIDENTIAL, PUBLIC } from '../fixtures/test-latchkey.js'

const NEW = 'nine otters in a boat'

describe.each(databaseKinds)('an API key and the account it is of, on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  let ada: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startApiKeyDoor({ database })
    ada = door.openBrowser()
    await door.signUp(ada)
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('is no device: it is listed among none, and ended as none', async () => {
    const { key, apiKey } = await makeKey(ada)
    const { sessions } = sessionList.parse((await ada.send('GET', paths.accountSessions)).body)
    expect(sessions.map(({ current }) => current)).toEqual([true])
    const asDevice = await ada.send('DELETE', `${paths.accountSessions}/${apiKey.id}`)
    expect(refusalOf(asDevice)).toMatchObject({ status: 404, reason: 'session_unknown' })
    expect(await admittedBy(door, key)).toBe('accepted')
  })

  it('a device is no key either', async () => {
    const { sessions } = sessionList.parse((await ada.send('GET', paths.accountSessions)).body)
    for (const id of [sessions[0]?.id, 'x', '%00', 'ses_00000000000000000000000000000000'])
      expect(refusalOf(await ada.send('DELETE', `${paths.accountApiKeys}/${id}`))).toMatchObject({
        status: 404,
        reason: 'api_key_unknown',
      })
    expect((await ada.readState()).status).toBe('signed_in')
  })

  it('goes on when its owner signs out, everywhere too, or changes the password', async () => {
    const { key } = await makeKey(ada)
    const changed = await ada.send('POST', paths.changePassword, {
      currentPassword: PASSWORD,
      newPassword: NEW,
    })
    expect([changed.status, await admittedBy(door, key)]).toEqual([200, 'accepted'])
    await ada.send('DELETE', `${paths.accountSessions}?keep=current`)
    await ada.send('DELETE', paths.accountSessions)
    expect([(await ada.readState()).status, await admittedBy(door, key)]).toEqual(['signed_out', 'accepted'])
  })

  it('ends when somebody takes the account back with a link out of the mailbox', async () => {
    const { key } = await makeKey(ada)
    expect(await admittedBy(door, key)).toBe('accepted')
    const someone = door.openBrowser()
    door.mailbox.clear()
    await someone.send('POST', paths.forgotPassword, { email: 'ada@example.com' })
    const { token } = await door.linkTo('ada@example.com', { subject: /password/i })
    expect((await someone.send('POST', paths.resetPassword, { token, password: NEW })).status).toBe(200)
    expect(await admittedBy(door, key)).toBe('token_session_ended')
  })

  it('goes with the account', async () => {
    const { key } = await makeKey(ada)
    expect(await admittedBy(door, key)).toBe('accepted')
    expect((await ada.send('DELETE', paths.account)).status).toBe(200)
    expect(await admittedBy(door, key)).toBe('token_session_ended')
    expect(await door.introspect(key)).toEqual({ active: false })
  })

  it('is in the export as its owner sees it, with the end of those that ended, and never the key or its hash', async () => {
    const [ended, kept] = [await makeKey(ada), await makeKey(ada, { name: 'Report' })]
    await ada.send('DELETE', `${paths.accountApiKeys}/${ended.apiKey.id}`)
    const { body, text } = await ada.send('GET', paths.accountExport)
    const exported = accountExport.strict().parse(body)
    expect(exported.apiKeys).toEqual(
      expect.arrayContaining([
        { ...kept.apiKey, endedAt: null, endReason: null },
        {
          ...ended.apiKey,
          endedAt: new Date(door.clock.now()).toISOString(),
          endReason: 'signed_out_elsewhere',
        },
      ]),
    )
    expect(exported.apiKeys).toHaveLength(2)
    expect(exported.sessions).toHaveLength(1)
    for (const { key } of [ended, kept]) expect(text).not.toContain(key.slice(0, 20))
  })

  it.each([
    ['a confidential client', CONFIDENTIAL],
    ['a public one', PUBLIC],
  ])(
    'is ended at once by whoever shows it for revocation, through %s, and the owner is told',
    async (_, client) => {
      const { key } = await makeKey(ada)
      const { key: other } = await makeKey(ada)
      expect(await admittedBy(door, key)).toBe('accepted')
      door.mailbox.clear()
      const answers = [
        await door.post(paths.revoke, { token: key }, client),
        await door.post(paths.revoke, { token: key }, client),
      ]
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect([await admittedBy(door, key), await admittedBy(door, other)]).toEqual([
        'token_session_ended',
        'accepted',
      ])
      const mail = await door.mailbox.waitFor(({ subject }) => subject.includes('was ended'))
      expect(mail.text).toContain(`ends in ${key.slice(-4)}`)
      expect(mail.text).not.toContain(key.slice(0, 12))
      expect(door.mailbox.messages.filter(({ subject }) => subject.includes('was ended'))).toHaveLength(1)
    },
  )

  it('cannot be revoked by nobody in particular, nor by what only looks like it', async () => {
    const { key } = await makeKey(ada)
    expect((await door.post(paths.revoke, { token: key })).status).toBe(401)
    const last = key.endsWith('0') ? '1' : '0'
    expect((await door.post(paths.revoke, { token: key.slice(0, -1) + last }, CONFIDENTIAL)).status).toBe(200)
    expect(await admittedBy(door, key)).toBe('accepted')
  })
})
