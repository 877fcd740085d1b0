import { type AdminClient, clientWithSecret, paths } from '@latchkey/contract'
import { describe, expect, test, vi } from 'vitest'
import { type Receiver, startReceiver } from '../../../../conformance/fixtures/receiver.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { problemOf, startTestAdmin, type TestAdmin } from '../fixtures/test-admin.js'
import { CONFIDENTIAL } from '../fixtures/test-latchkey.js'

const OK = () => ({ status: 200 })

/** A client an operator adds → what it needs to ask. */
const addClient = async (admin: TestAdmin, wish: object) => {
  const operator = await admin.operator()
  const answer = await operator.ask('POST', '/clients', { id: 'app', type: 'confidential', ...wish })
  const { client, secret } = clientWithSecret.parse(answer.body)
  return { operator, client, credentials: { id: client.id, secret: secret ?? '' } }
}

/** Opens a session the client has tokens of, and ends it. */
const endOne = async (
  { door }: TestAdmin,
  client: { readonly id: string; readonly secret: string },
): Promise<void> => {
  const person = {
    sub: crypto.randomUUID(),
    email: `${crypto.randomUUID()}@example.com`,
    emailVerified: true,
    name: 'Ada',
    givenName: 'Ada',
  }
  const tokens = await door.exchange(await door.idToken(person), client)
  if (!('access_token' in tokens)) throw new Error(`the sign-in of a test was refused: ${tokens.reason}`)
  expect((await door.post(paths.revoke, { token: tokens.access_token }, client)).status).toBe(200)
}

const arrived = (receiver: Receiver, count: number): Promise<void> =>
  vi.waitFor(() => expect(receiver.pushes).toHaveLength(count), { timeout: 20_000 })

const streamsOf = ({ door }: TestAdmin) =>
  runSql(door.database, `select client_id, push_endpoint from event_streams where kind = 'logout'`)

describe.each(databaseKinds)('clients of operators that are told of ends on $name', (kind) => {
  test('are told at once, without a restart and after one, where they are told from now on, until they are no more', async () => {
    await using database = await kind.create()
    await using first = await startReceiver(OK)
    await using second = await startReceiver(OK)
    await using admin = await startTestAdmin({ database })
    const { operator, client, credentials } = await addClient(admin, { backChannelLogoutUri: first.url })
    expect(client.backChannelLogoutUri).toBe(first.url)
    await endOne(admin, credentials)
    await arrived(first, 1)
    expect(first.pushes[0]?.body).toMatch(/^logout_token=/)

    await admin.door.restart()
    await endOne(admin, credentials)
    await arrived(first, 2)

    const moved = await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri: second.url })
    expect(moved.body).toMatchObject({ backChannelLogoutUri: second.url, scopes: client.scopes })
    await endOne(admin, credentials)
    await arrived(second, 1)
    expect((await operator.ask('PATCH', '/clients/app', { scopes: ['openid'] })).body).toMatchObject({
      backChannelLogoutUri: second.url,
    })

    expect((await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri: null })).status).toBe(200)
    expect(await streamsOf(admin)).toEqual([])
    await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri: second.url })
    expect(await streamsOf(admin)).toHaveLength(1)
    expect((await operator.ask('POST', '/clients/app/remove', { reason: 'test' })).status).toBe(204)
    expect(await streamsOf(admin)).toEqual([])
    expect(first.pushes).toHaveLength(2)
  })

  test('what the configuration says of one of the same name counts while it says it', async () => {
    await using database = await kind.create()
    const stored = 'http://localhost:5999/logout'
    {
      await using admin = await startTestAdmin({ database })
      await addClient(admin, { backChannelLogoutUri: stored })
    }
    const configured = { ...CONFIDENTIAL, id: 'app', type: 'confidential' } as const
    {
      await using admin = await startTestAdmin({ database, options: { clients: [configured] } })
      expect(await streamsOf(admin)).toEqual([])
    }
    const elsewhere = 'http://localhost:5998/logout'
    {
      const clients = [{ ...configured, backChannelLogoutUri: elsewhere }]
      await using admin = await startTestAdmin({ database, options: { clients } })
      expect(await streamsOf(admin)).toEqual([{ client_id: 'app', push_endpoint: elsewhere }])
    }
    await using admin = await startTestAdmin({ database })
    expect(await streamsOf(admin)).toEqual([{ client_id: 'app', push_endpoint: stored }])
  })

  test('addresses are held to what the configuration is held to, and stand in the history', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const { operator } = await addClient(admin, { postLogoutRedirectUris: ['https://app.example/bye'] })
    for (const backChannelLogoutUri of [
      'http://app.example/logout',
      'https://app.example/#logout',
      'https://ada:secret@app.example/',
      'https://app.example/\0',
      'https://app.example/\ud800',
      ' https://app.example/',
      '',
    ])
      expect(
        problemOf(await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri })),
        backChannelLogoutUri,
      ).toMatchObject({ status: 400, code: 'invalid_parameter', parameter: 'backChannelLogoutUri' })
    for (const backChannelLogoutUri of [
      7,
      {},
      ['https://app.example/'],
      `https://a.example/${'x'.repeat(2_000)}`,
    ])
      expect((await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri })).status).toBe(400)
    const told = 'https://app.example/logout'
    const phone = { id: 'phone', type: 'public' } satisfies Pick<AdminClient, 'id' | 'type'>
    expect(
      problemOf(await operator.ask('POST', '/clients', { ...phone, backChannelLogoutUri: told })),
    ).toMatchObject({ parameter: 'backChannelLogoutUri' })
    expect((await operator.ask('POST', '/clients', { ...phone, backChannelLogoutUri: null })).status).toBe(
      201,
    )
    await operator.ask('PATCH', '/clients/app', { backChannelLogoutUri: told })
    expect((await operator.ask('GET', '/clients/app')).body).toMatchObject({
      postLogoutRedirectUris: ['https://app.example/bye'],
      backChannelLogoutUri: told,
    })
    const details = (await admin.history()).map(({ detail }) => String(detail))
    expect(details.at(-1)).toContain(told)
    expect(details.join('')).not.toContain('ada:secret')
  })

  test('plain http is refused where private receivers are', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database, options: { events: { privateReceivers: false } } })
    const { operator } = await addClient(admin, {})
    const refused = await operator.ask('PATCH', '/clients/app', {
      backChannelLogoutUri: 'http://localhost:1/',
    })
    expect(problemOf(refused)).toMatchObject({
      issues: [{ message: 'it is plain http, and events.privateReceivers is not on' }],
    })
  })
})
