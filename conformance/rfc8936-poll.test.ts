import { POLL_DELIVERY, PUSH_DELIVERY, paths } from '@latchkey/contract'
import { expect, onTestFinished, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import {
  call,
  createStream,
  endSession,
  machineToken,
  poll,
  READER,
  startEventHouse,
} from './fixtures/event-streams.js'

// RFC 8936, poll-based delivery.

test('§2.4: what is not acknowledged is told again under the same id, and what is acknowledged never', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  await endSession(house)
  await endSession(house)
  const first = await poll(house, id)
  expect(first.ids).toHaveLength(2)
  house.clock.advance(60_000)
  expect((await poll(house, id)).ids).toEqual(first.ids)
  expect((await poll(house, id, { ack: first.ids.slice(0, 1) })).ids).toEqual(first.ids.slice(1))
  expect((await poll(house, id, { ack: first.ids })).ids).toEqual([])
  await house.restart()
  expect((await poll(house, id)).ids).toEqual([])
})

test('§2.4: events may be acknowledged in any order', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  for (let count = 0; count < 4; count += 1) await endSession(house)
  const { ids } = await poll(house, id)
  expect((await poll(house, id, { ack: [ids[3], ids[1]] })).ids).toEqual([ids[0], ids[2]])
  expect((await poll(house, id, { ack: [ids[0]] })).ids).toEqual([ids[2]])
  expect((await poll(house, id, { ack: [ids[2]] })).ids).toEqual([])
})

test('§2.4.1: a poll gets no more than it asks for, and is told that there is more', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  for (let count = 0; count < 3; count += 1) await endSession(house)
  const two = await poll(house, id, { maxEvents: 2 })
  expect([two.ids.length, two.moreAvailable]).toEqual([2, true])
  const last = await poll(house, id, { maxEvents: 2, ack: two.ids })
  expect([last.ids.length, last.moreAvailable]).toEqual([1, false])
  expect(await poll(house, id, { maxEvents: 0 })).toMatchObject({ ids: [], moreAvailable: true })
})

test.each(databaseKinds)(
  '§2.4: a poll waits until something happens, whichever process it happens in ($name)',
  async (kind) => {
    const database = await kind.create()
    onTestFinished(() => database.drop())
    await using house = await startEventHouse({ database })
    await using elsewhere = await startEventHouse({ database: house.database })
    const id = await createStream(house)
    let isBack = false
    const waiting = poll(house, id, { returnImmediately: false }).finally(() => {
      isBack = true
    })
    await poll(elsewhere, id)
    expect(isBack).toBe(false)
    const session = await endSession(elsewhere)
    const { events } = await waiting
    expect(events.map(({ sub_id }) => sub_id['session'])).toEqual([{ format: 'opaque', id: session }])
  },
)

test('a poll that waits is let go when the server closes', async () => {
  const house = await startEventHouse()
  const id = await createStream(house)
  const token = await machineToken(house)
  const waiting = call(house, `${paths.pollEvents}/${id}`, { token, body: {} })
  await poll(house, id)
  await house[Symbol.asyncDispose]()
  expect(await waiting).toMatchObject({ status: 200, body: { sets: {}, moreAvailable: false } })
  // Sooner than it would have given up by itself.
}, 15_000)

test.each(databaseKinds)(
  'several processes answer for one stream, and each knows what the others were told ($name)',
  async (kind) => {
    const database = await kind.create()
    onTestFinished(() => database.drop())
    await using house = await startEventHouse({ database })
    await using elsewhere = await startEventHouse({ database: house.database })
    const id = await createStream(house)
    for (let count = 0; count < 4; count += 1) await endSession(house)
    const { ids } = await poll(house, id)
    await Promise.all(ids.map((one, index) => poll(index % 2 === 0 ? house : elsewhere, id, { ack: [one] })))
    expect((await poll(elsewhere, id)).ids).toEqual([])
  },
)

test('§2.4: an id of another stream, of the future or of nothing acknowledges nothing', async () => {
  await using house = await startEventHouse()
  const [id, other] = [await createStream(house), await createStream(house)]
  await endSession(house)
  const { ids } = await poll(house, id)
  const [first = ''] = ids
  const ahead = `${id}.${Number(first.split('.')[1]) + 1}`
  const strange = [
    first.replace(id, other),
    ahead,
    `${id}.`,
    `${id}.-1`,
    `${id}.1e3`,
    id,
    '',
    'x'.repeat(500),
  ]
  expect((await poll(house, id, { ack: strange })).ids).toEqual(ids)
  expect((await poll(house, other)).ids).toHaveLength(1)
  await endSession(house)
  expect((await poll(house, id, { ack: ids })).ids).toEqual([ahead])
})

test('§2.6: what a receiver cannot take is logged, and not told again', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  await endSession(house)
  await endSession(house)
  const { ids } = await poll(house, id)
  const setErrs = { [String(ids[0])]: { err: 'invalid_key', description: 'no such kid' } }
  expect((await poll(house, id, { setErrs })).ids).toEqual(ids.slice(1))
  expect(house.logLines.filter((line) => line.includes('refused a security event'))).toEqual([
    JSON.stringify({
      event: 'a receiver refused a security event',
      stream: id,
      jti: ids[0],
      error: 'invalid_key: no such kid',
    }),
  ])
})

test.each([
  ['no JSON', 'ack'],
  ['a negative number of events', { maxEvents: -1 }],
  ['half an event', { maxEvents: 0.5 }],
  ['an acknowledgement that is no list', { ack: 'all' }],
  ['an error without a code', { setErrs: { x: {} } }],
  ['a wish that is neither true nor false', { returnImmediately: 'yes' }],
])('%s is refused with 400', async (_, body) => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  expect((await call(house, `${paths.pollEvents}/${id}`, { body })).status).toBe(400)
})

test('the stream of one client is polled by no other, with whatever scope', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  await endSession(house)
  const token = await machineToken(house, READER)
  const answer = await call(house, `${paths.pollEvents}/${id}`, { token, body: { returnImmediately: true } })
  expect([answer.status, answer.body['reason']]).toEqual([404, 'stream_unknown'])
})

test('a stream that is pushed cannot be polled, and one that was polled can be pushed from where it stands', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house, {
    delivery: { method: PUSH_DELIVERY, endpoint_url: 'https://receiver.example/events' },
  })
  expect((await call(house, `${paths.pollEvents}/${id}`, { body: {} })).status).toBe(404)
  const body = { stream_id: id, delivery: { method: POLL_DELIVERY } }
  expect((await call(house, paths.eventStreams, { method: 'PATCH', body })).status).toBe(200)
  await endSession(house)
  expect((await poll(house, id)).ids).toHaveLength(1)
})

test('ten thousand events are told in order, each once, to who acknowledges them', async () => {
  await using house = await startEventHouse()
  const id = await createStream(house)
  const { refresh_token } = await house.signIn()
  await runSql(
    house.database,
    `insert into security_events (type, user_id, occurred_at)
      with recursive many (n) as (select 1 union all select n + 1 from many where n < 10000)
      select 'account-enabled', 'usr_' || n, 1 from many`,
  )
  await house.post(paths.revoke, { token: refresh_token }, CONFIDENTIAL)
  const seen: string[] = []
  const token = await machineToken(house)
  let ack: readonly string[] = []
  for (let more = true; more; ) {
    const answer = await call(house, `${paths.pollEvents}/${id}`, {
      token,
      body: { ack, maxEvents: 200, returnImmediately: true },
    })
    ack = Object.keys(answer.body['sets'] as object)
    seen.push(...ack)
    more = answer.body['moreAvailable'] === true
  }
  const positions = seen.map((one) => Number(one.split('.')[1]))
  expect(positions).toHaveLength(10_001)
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  expect(new Set(positions).size).toBe(10_001)
}, 120_000)
