import {
  adminApiKeyList,
  adminSessionList,
  mailList,
  OPERATOR_ROLE,
  operatorView,
  paths,
  roleList,
  SUPPORT_ROLE,
  settingsView,
  signingKeyList,
} from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { isSignedIn, problemOf, startTestAdmin } from '../fixtures/test-admin.js'
import { API } from '../fixtures/test-latchkey.js'

const because = { reason: 'test' }

describe.each(databaseKinds)('what operators see and keep running on $name', { timeout: 60_000 }, (kind) => {
  test('live sessions of everybody, and each can be ended', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const user = await admin.someone()
    const list = async (query: string) =>
      adminSessionList.parse((await operator.ask('GET', `/sessions?${query}`)).body)
    const [session] = (await list(`user=${user.id}`)).items
    expect(session).toMatchObject({
      user: { id: user.id, name: 'Ada Lovelace' },
      client: 'browser',
      amr: ['pwd'],
    })
    expect((await list('client=web')).items).toEqual([])
    expect((await list('limit=1')).next).not.toBeNull()
    expect((await list('user=nobody')).items).toEqual([])
    const path = `/sessions/${session?.id}/end`
    expect((await operator.ask('POST', path, because)).status).toBe(204)
    expect((await operator.ask('POST', path, because)).status).toBe(204)
    expect(await isSignedIn(user.browser)).toBe(false)
    expect((await admin.history()).filter(({ action }) => action === 'session.ended')).toHaveLength(1)
    expect(problemOf(await operator.ask('POST', '/sessions/unknown/end', because))).toMatchObject({
      code: 'target_unknown',
    })
  })

  test('API keys of everybody, and each can be ended; they are none of the sessions', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({
      database,
      options: { apiKeys: { scopes: ['todos:read'], audiences: [API] } },
    })
    const operator = await admin.operator()
    const user = await admin.someone()
    const made = await user.browser.send('POST', paths.accountApiKeys, {
      name: 'Script',
      scopes: ['todos:read'],
    })
    const { key } = made.body as { key: string }
    const read = async () => (await operator.ask('GET', '/api-keys')).text
    const [listed] = adminApiKeyList.parse(JSON.parse(await read())).items
    expect(listed).toMatchObject({ name: 'Script', user: { id: user.id } })
    expect(await read()).not.toContain(key)
    expect(problemOf(await operator.ask('POST', `/sessions/${listed?.id}/end`, because))).toMatchObject({
      status: 404,
    })
    const sessions = adminSessionList.parse((await operator.ask('GET', '/sessions')).body)
    expect(sessions.items.map(({ id }) => id)).not.toContain(listed?.id)
    expect((await operator.ask('POST', `/api-keys/${listed?.id}/end`, because)).status).toBe(204)
    expect(adminApiKeyList.parse(JSON.parse(await read())).items).toEqual([])
    expect((await admin.history()).map(({ action }) => action)).toContain('api_key.ended')
  })

  test('who asks, and the roles with how many have each', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const support = await admin.support()
    await admin.support()
    const me = operatorView.parse((await support.ask('GET', '/me')).body)
    expect(me).toMatchObject({
      user: { id: support.id },
      roles: [SUPPORT_ROLE],
      recentUntil: expect.any(String),
    })
    expect(me.permissions.every((permission) => permission.endsWith('.read'))).toBe(true)
    const { items } = roleList.parse((await support.ask('GET', '/roles')).body)
    const holders = new Map(items.map(({ name, holders: count }) => [name, count]))
    expect([holders.get(SUPPORT_ROLE), holders.get(OPERATOR_ROLE)]).toEqual([2, 0])
    admin.door.clock.advance(10 * 60_000 + 1)
    expect(operatorView.parse((await support.ask('GET', '/me')).body).recentUntil).toBeNull()
  })

  test('signing keys, and the next one', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const list = async () => signingKeyList.parse((await operator.ask('GET', '/signing-keys')).body).items
    expect((await list()).map(({ state }) => state)).toEqual(['signing'])
    await operator.ask('POST', '/signing-keys/rotate', { when: 'when_published' })
    expect((await list()).map(({ state }) => state)).toEqual(['signing', 'next'])
    await operator.ask('POST', '/signing-keys/rotate', { when: 'at_once', reason: 'leaked' })
    expect((await list()).map(({ state }) => state)).toEqual(['retiring', 'next', 'signing'])
    expect((await admin.history()).filter(({ action }) => action === 'signing_key.rotated')).toHaveLength(2)
  })

  test('mail that was given up is tried again, and settings are told without a secret', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const list = async (query = '') => mailList.parse((await operator.ask('GET', `/mail${query}`)).body).items
    const [mail] = await list()
    await runSql(
      database,
      `update mails set outcome = 'failed', settled_at = 1, next_attempt_at = null where id = '${mail?.id}'`,
    )
    expect((await list('?which=failed')).map(({ id }) => id)).toEqual([mail?.id])
    expect((await operator.ask('POST', `/mail/${mail?.id}/retry`)).status).toBe(204)
    expect(problemOf(await operator.ask('POST', '/mail/unknown/retry'))).toMatchObject({
      code: 'target_unknown',
    })
    expect((await admin.history()).map(({ action }) => action)).toContain('mail.retried')
    expect(settingsView.strict().parse((await operator.ask('GET', '/settings')).body)).toMatchObject({
      database: kind.name,
    })
  })

  test('what a receiver refused is sent once more', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const stream = `str_${'0'.repeat(32)}`
    expect(problemOf(await operator.ask('POST', `/dead-letters/${stream}/retry`))).toMatchObject({
      code: 'target_unknown',
    })
    const event = { position: 7, type: 'session-revoked', userId: operator.id }
    await runSql(
      database,
      `insert into event_streams (id, client_id, requested, status, position, acknowledged, version, created_at, active_at, attempts, next_attempt_at) values ('${stream}', 'web', '[]', 'disabled', 0, '[]', 0, 0, 0, 0, 0)`,
    )
    await runSql(
      database,
      `insert into dead_letters (stream_id, position, event, error, noted_at, due) values ('${stream}', 7, '${JSON.stringify(event)}', 'invalid_key', 0, 0)`,
    )
    expect((await operator.ask('GET', '/dead-letters')).body).toMatchObject({
      items: [{ stream, position: 7, due: false }],
    })
    expect((await operator.ask('POST', `/dead-letters/${stream}/retry`)).body).toEqual({ due: 1 })
    expect((await operator.ask('GET', '/dead-letters')).body).toMatchObject({ items: [{ due: true }] })
  })
})
