import { paths } from '@latchkey/contract'
import { decodeJwt } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import {
  API,
  CONFIDENTIAL,
  PUBLIC,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'
import { call, endSession, READER } from './fixtures/event-streams.js'
import { logoutsArrived, startLogoutHouse, verifyLogout } from './fixtures/logout-tokens.js'
import { startReceiver } from './fixtures/receiver.js'

// OpenID Connect Back-Channel Logout 1.0. The tests that begin with `oidcc-backchannel` are ported from the modules of these names in the
// conformance suite of the OpenID Foundation; that is no certification.

const DAY = 86_400_000
const OK = () => ({ status: 200 })

const logged = (house: TestLatchkey, text: string): readonly string[] =>
  house.logLines.filter((line) => line.includes(text))

test('oidcc-backchannel-logout-discovery-endpoint-verification: the metadata say that clients are told, and of which session', async () => {
  await using receiver = await startReceiver(OK)
  await using house = await startLogoutHouse(receiver)
  expect((await ask(house, paths.openidConfiguration)).body).toMatchObject({
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  })
})

describe.each(databaseKinds)('on $name', (kind) => {
  test('oidcc-backchannel-rp-initiated-logout: when a session ends, its client gets a signed logout token by POST', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(OK)
    await using house = await startLogoutHouse(receiver, { database })
    const { session_id: sid, access_token: token } = await house.signIn()
    const { sub } = decodeJwt(token)
    await ask(house, paths.revoke, { client: CONFIDENTIAL, form: { token } })
    await logoutsArrived(receiver, 1)
    expect(receiver.pushes[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    const { iat = 0, exp, ...logout } = await verifyLogout(house, receiver.pushes[0])
    expect(logout).toMatchObject({ sub, sid })
    expect(exp).toBe(iat + 120)
  })

  test('whatever ends it: a suspension, an account that is deleted', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(OK)
    await using house = await startLogoutHouse(receiver, { database })
    const one = await house.signIn()
    const two = await house.signIn(CONFIDENTIAL, {
      sub: '100000000000000000007',
      email: 'bob@example.com',
      emailVerified: true,
      name: 'Bob',
      givenName: 'Bob',
    })
    const { sub } = decodeJwt(two.access_token)
    await runSql(database, `update users set suspended_at = 1 where id <> '${sub}'`)
    await logoutsArrived(receiver, 1)
    await runSql(database, `delete from users where id = '${sub}'`)
    await logoutsArrived(receiver, 2)
    const [first, second] = await Promise.all(receiver.pushes.map((push) => verifyLogout(house, push)))
    expect([first?.['sid'], second?.['sid'], second?.sub]).toEqual([one.session_id, two.session_id, sub])
  })

  test('a client hears of its own sessions alone', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(OK)
    await using house = await startLogoutHouse(receiver, { database })
    const { access_token: token } = await house.signIn(READER)
    await ask(house, paths.revoke, { client: READER, form: { token } })
    const own = await endSession(house)
    await logoutsArrived(receiver, 1)
    expect((await verifyLogout(house, receiver.pushes[0]))['sid']).toBe(own)
    expect(receiver.pushes).toHaveLength(1)
  })

  test('processes that start together keep one stream a client, and what happens while none runs is told later', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(OK)
    await using house = await startLogoutHouse(receiver, { database })
    await using _other = await startLogoutHouse(receiver, { database })
    const { session_id: sid } = await house.signIn()
    await runSql(database, `update sessions set ended_at = 1, end_reason = 'revoked' where id = '${sid}'`)
    await house.restart()
    await logoutsArrived(receiver, 1)
    const last = await endSession(house)
    await logoutsArrived(receiver, 2)
    const told = await Promise.all(receiver.pushes.map((push) => verifyLogout(house, push)))
    expect(told.map((claims) => claims['sid'])).toEqual([sid, last])
    expect(await runSql(database, 'select client_id from event_streams')).toEqual([
      { client_id: CONFIDENTIAL.id },
    ])
  })

  test('a client that wants none any more has no stream, and one whose address is mended is told at once', async () => {
    await using database = await kind.create()
    await using broken = await startReceiver(() => ({ status: 503 }))
    await using receiver = await startReceiver(OK)
    {
      await using house = await startLogoutHouse(broken, { database })
      await endSession(house)
      await vi.waitFor(() => expect(logged(house, 'cannot be pushed')).toHaveLength(1), { timeout: 20_000 })
    }
    {
      await using house = await startLogoutHouse(receiver, { database })
      await logoutsArrived(receiver, 1)
      await house.latchkey.close()
    }
    await using _silent = await startLogoutHouse(receiver, {
      database,
      options: { clients: [{ ...CONFIDENTIAL, type: 'confidential' }] },
    })
    expect(await runSql(database, 'select id from event_streams')).toEqual([])
  })
})

describe('§2.8: what the client answers', () => {
  test('a refusal may pass: it is sent again, under the same id, and fresh', async () => {
    await using receiver = await startReceiver((index) => ({ status: index === 0 ? 400 : 204 }))
    await using house = await startLogoutHouse(receiver)
    await endSession(house)
    await vi.waitFor(() => expect(logged(house, 'cannot be pushed')).toHaveLength(1), { timeout: 20_000 })
    const first = await verifyLogout(house, receiver.pushes[0])
    house.clock.advance(10 * 60_000)
    await logoutsArrived(receiver, 2)
    const again = await verifyLogout(house, receiver.pushes[1])
    expect(again.jti).toBe(first.jti)
    expect(again.iat).toBe((first.iat ?? 0) + 600)
  })

  test('one that does not pass is kept for an operator, who may have it sent once more, and holds nothing up', async () => {
    await using receiver = await startReceiver((index) =>
      index === 0
        ? { status: 400, body: '{"error":"invalid_request","error_description":"no"}' }
        : { status: 200 },
    )
    await using house = await startLogoutHouse(receiver)
    await runSql(house.database, 'update event_streams set attempts = 5')
    await endSession(house)
    await endSession(house)
    await logoutsArrived(receiver, 2)
    const storage = openOn(house.database)
    try {
      const [letter, ...others] = await storage.deadLetters.list(10)
      expect([letter?.error, others]).toEqual(['invalid_request: no', []])
      if (letter !== undefined) await storage.deadLetters.retry(letter.streamId)
      await logoutsArrived(receiver, 3)
      const [refused, , again] = await Promise.all(receiver.pushes.map((push) => verifyLogout(house, push)))
      expect(again?.jti).toBe(refused?.jti)
    } finally {
      await storage.close()
    }
  })
})

test('a session that only grew old is not told', async () => {
  await using receiver = await startReceiver(OK)
  await using house = await startLogoutHouse(receiver)
  await house.signIn()
  house.clock.advance(200 * DAY)
  const own = await endSession(house)
  await logoutsArrived(receiver, 1)
  expect((await verifyLogout(house, receiver.pushes[0]))['sid']).toBe(own)
})

test('a receiver of security events neither sees nor ends the logout stream of its client', async () => {
  await using receiver = await startReceiver(OK)
  const options = {
    clients: [
      {
        ...CONFIDENTIAL,
        type: 'confidential',
        scopes: ['openid', 'ssf.manage'],
        backChannelLogoutUri: receiver.url,
      },
    ],
  } as const
  await using house = await startLogoutHouse(receiver, { options })
  const [row] = await runSql(house.database, 'select id from event_streams')
  const { body } = await ask(house, paths.token, {
    client: CONFIDENTIAL,
    form: { grant_type: 'client_credentials' },
  })
  const token = String(body['access_token'])
  expect((await call(house, paths.eventStreams, { token })).body).toEqual([])
  const one = `${paths.eventStreams}?stream_id=${row?.['id']}`
  expect((await call(house, one, { token })).status).toBe(404)
  expect((await call(house, one, { token, method: 'DELETE' })).status).toBe(404)
  await endSession(house)
  await logoutsArrived(receiver, 1)
})

test('a logout token opens nothing: neither an API, nor a refresh, nor introspection takes it', async () => {
  await using receiver = await startReceiver(OK)
  await using house = await startLogoutHouse(receiver)
  await endSession(house)
  await logoutsArrived(receiver, 1)
  const token = new URLSearchParams(receiver.pushes[0]?.body).get('logout_token') ?? ''
  await expect(house.latchkey.guardFor(API).verify(token)).rejects.toMatchObject({
    code: 'token_type_refused',
  })
  expect(await house.refresh(token)).toMatchObject({ reason: 'refresh_token_invalid' })
  expect(await house.introspect(token)).toEqual({ active: false })
})

test('a logout token for another client is not for this one', async () => {
  await using receiver = await startReceiver(OK)
  await using house = await startLogoutHouse(receiver)
  await endSession(house)
  await logoutsArrived(receiver, 1)
  await expect(verifyLogout(house, receiver.pushes[0], PUBLIC.id)).rejects.toThrow('"aud"')
})
