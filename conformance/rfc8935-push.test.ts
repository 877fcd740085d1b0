import { PUSH_DELIVERY, paths } from '@latchkey/contract'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import { ISSUER, type TestLatchkey } from '../packages/server/test/fixtures/test-latchkey.js'
import { call, createStream, endSession, startEventHouse, verifyEvent } from './fixtures/event-streams.js'
import { type Receiver, startReceiver } from './fixtures/receiver.js'

// RFC 8935, push-based delivery.

const HEADER = 'Bearer secret-of-the-receiver'
const pushTo = ({ url }: Pick<Receiver, 'url'>, more: Readonly<Record<string, unknown>> = {}) => ({
  delivery: { method: PUSH_DELIVERY, endpoint_url: url, ...more },
})

/** Until there are as many pushes. */
const arrived = (receiver: Receiver, count: number): Promise<void> =>
  vi.waitFor(() => expect(receiver.pushes.length).toBeGreaterThanOrEqual(count), { timeout: 20_000 })

const idsAt = (receiver: Receiver): readonly string[] =>
  receiver.pushes.map(({ body }) => {
    const claims: { jti: string } = JSON.parse(Buffer.from(body.split('.')[1] ?? '', 'base64url').toString())
    return claims.jti
  })

const logged = (house: TestLatchkey, text: string): readonly string[] =>
  house.logLines.filter((line) => line.includes(text))

test('openid-ssf-transmitter-stream-verification-push: a verification arrives as a signed token, with the header the receiver gave', async () => {
  await using receiver = await startReceiver()
  await using house = await startEventHouse()
  const id = await createStream(house, pushTo(receiver, { authorization_header: HEADER }))
  await call(house, paths.verifyEventStream, { body: { stream_id: id, state: 'a state' } })
  await arrived(receiver, 1)
  const [push] = receiver.pushes
  expect(push?.headers).toMatchObject({
    'content-type': 'application/secevent+jwt',
    accept: 'application/json',
    authorization: HEADER,
  })
  expect(await verifyEvent(house, push?.body ?? '')).toMatchObject({
    iss: ISSUER,
    sub_id: { format: 'opaque', id },
    events: { 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'a state' } },
  })
})

test('openid-ssf-transmitter-stream-verification-error-push-no-auth: a receiver that wants a header it never gave gets it again when it has given it', async () => {
  await using receiver = await startReceiver((_, { headers }) =>
    headers.authorization === HEADER
      ? { status: 202 }
      : { status: 401, body: JSON.stringify({ err: 'authentication_failed', description: 'no header' }) },
  )
  await using house = await startEventHouse()
  const id = await createStream(house, pushTo(receiver))
  await endSession(house)
  await arrived(receiver, 1)
  await vi.waitFor(() => expect(logged(house, 'authentication_failed')).toHaveLength(1), 20_000)
  const body = { stream_id: id, ...pushTo(receiver, { authorization_header: HEADER }) }
  expect((await call(house, paths.eventStreams, { method: 'PATCH', body })).status).toBe(200)
  house.clock.advance(10_000)
  await arrived(receiver, 2)
  expect(new Set(idsAt(receiver)).size).toBe(1)
})

test('§2: events arrive one after another in their order, and none twice', async () => {
  await using receiver = await startReceiver()
  await using house = await startEventHouse()
  await createStream(house, pushTo(receiver))
  for (let count = 0; count < 5; count += 1) await endSession(house)
  await arrived(receiver, 5)
  const positions = idsAt(receiver).map((id) => Number(id.split('.')[1]))
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  await house.restart()
  await endSession(house)
  await arrived(receiver, 6)
  expect(new Set(idsAt(receiver)).size).toBe(6)
})

describe('what is no 202 has not arrived', () => {
  test.each([
    ['200', { status: 200 }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
    ['a refusal that says nothing', { status: 400 }],
    ['a server that fell over', { status: 503, body: '{"err":"invalid_request"}' }],
    ['an endless answer', { status: 202, body: 'x'.repeat(20_000) }],
  ])('%s: it is sent again, later, before anything else', async (_, answer) => {
    await using receiver = await startReceiver((index) => (index === 0 ? answer : { status: 202 }))
    await using house = await startEventHouse()
    await createStream(house, pushTo(receiver))
    await endSession(house)
    await arrived(receiver, 1)
    await vi.waitFor(() => expect(logged(house, 'cannot be pushed')).toHaveLength(1), 20_000)
    await endSession(house)
    house.clock.advance(10_000)
    await arrived(receiver, 3)
    const [first, again, next] = idsAt(receiver)
    expect(again).toBe(first)
    expect(next).not.toBe(first)
  })
})

test('§2.3: what a receiver refuses is kept, is sent again when an operator says so, and holds nothing up', async () => {
  await using receiver = await startReceiver((index) =>
    index === 0
      ? { status: 400, body: JSON.stringify({ err: 'invalid_audience', description: 'not me' }) }
      : { status: 202 },
  )
  await using house = await startEventHouse()
  const id = await createStream(house, pushTo(receiver))
  await endSession(house)
  await endSession(house)
  await arrived(receiver, 2)
  expect(new Set(idsAt(receiver)).size).toBe(2)

  const storage = openOn(house.database)
  try {
    expect(await storage.deadLetters.list(10)).toMatchObject([
      { streamId: id, error: 'invalid_audience: not me', isDue: false, event: { type: 'session-revoked' } },
    ])
    expect(await storage.deadLetters.retry(id as never)).toBe(1)
    await arrived(receiver, 3)
    expect(idsAt(receiver)[2]).toBe(idsAt(receiver)[0])
    await vi.waitFor(async () => expect(await storage.deadLetters.list(10)).toEqual([]), 20_000)
  } finally {
    await storage.close()
  }
}, 30_000)

test.each(databaseKinds)('two processes push a stream once ($name)', async (kind) => {
  await using receiver = await startReceiver()
  const database = await kind.create()
  onTestFinished(() => database.drop())
  await using house = await startEventHouse({ database })
  await using elsewhere = await startEventHouse({ database: house.database, startAt: house.clock.now() })
  await createStream(house, pushTo(receiver))
  for (let count = 0; count < 6; count += 1) await endSession(count % 2 === 0 ? house : elsewhere)
  await arrived(receiver, 6)
  await endSession(house)
  await arrived(receiver, 7)
  expect(idsAt(receiver)).toHaveLength(new Set(idsAt(receiver)).size)
})

test('a process that dies in the middle of a push leaves the stream to others when its lease is over', async () => {
  let release = () => {}
  const hanging = new Promise<void>((resolve) => {
    release = resolve
  })
  await using receiver = await startReceiver(async (index) => {
    if (index === 0) await hanging
    return { status: 202 }
  })
  await using house = await startEventHouse()
  await createStream(house, pushTo(receiver))
  await endSession(house)
  await arrived(receiver, 1)
  // To the other process the first one is as good as dead: it has claimed the stream, and nothing more is heard of it.
  await using other = await startEventHouse({ database: house.database, startAt: house.clock.now() + 31_000 })
  await arrived(receiver, 2)
  release()
  expect(new Set(idsAt(receiver)).size).toBe(1)
  await endSession(other)
  await vi.waitFor(() => expect(new Set(idsAt(receiver)).size).toBe(2), { timeout: 20_000 })
}, 60_000)

test('a paused stream is pushed nothing but that it is paused', async () => {
  await using receiver = await startReceiver()
  await using house = await startEventHouse()
  const id = await createStream(house, pushTo(receiver))
  const set = (status: string) => call(house, paths.eventStreamStatus, { body: { stream_id: id, status } })
  await set('paused')
  await arrived(receiver, 1)
  await endSession(house)
  await set('enabled')
  house.clock.advance(6_000)
  await arrived(receiver, 3)
  expect(idsAt(receiver).map((one) => Number(one.split('.')[1]))).toEqual([1, 2, 3])
})
