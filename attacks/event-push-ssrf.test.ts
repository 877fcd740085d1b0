import { PUSH_DELIVERY, paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { call, createStream, endSession, startEventHouse } from '../conformance/fixtures/event-streams.js'
import { startReceiver } from '../conformance/fixtures/receiver.js'
import { openEventPusher } from '../packages/server/src/outbound/event-pusher.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'

// Whoever holds a client with ssf.manage names an address, and the server sends requests there.

const create = (house: Awaited<ReturnType<typeof startEventHouse>>, endpoint: string) =>
  call(house, paths.eventStreams, { body: { delivery: { method: PUSH_DELIVERY, endpoint_url: endpoint } } })

test.each([
  'http://receiver.example/events',
  'http://169.254.169.254/latest/meta-data/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:25/',
  'https://user:password@receiver.example/',
  'https://receiver.example/#fragment',
  '//receiver.example/',
  'javascript:alert(1)',
])('%s is no address to push to', async (endpoint) => {
  await using house = await startEventHouse({ options: { events: { privateReceivers: false } } })
  const { status, body } = await create(house, endpoint)
  expect([status, body['parameter']]).toEqual([400, 'delivery.endpoint_url'])
})

test('where receivers are public, nothing connects to this machine, by whatever name or number', async () => {
  await using receiver = await startReceiver()
  const { port } = new URL(receiver.url)
  const pusher = openEventPusher({ allowPrivate: false })
  try {
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0x7f.1',
      '2130706433',
      '0.0.0.0',
    ])
      expect(await pusher.push(`https://${host}:${port}/`, { kind: 'logout', token: 'x' })).toEqual({
        outcome: 'unavailable',
        detail: 'the address leads into a private network',
      })
    expect(receiver.pushes).toEqual([])
  } finally {
    pusher.close()
  }
})

test('a redirect is not followed, and takes no header anywhere', async () => {
  await using inside = await startReceiver()
  await using receiver = await startReceiver(() => ({ status: 307, headers: { location: inside.url } }))
  const pusher = openEventPusher({ allowPrivate: true })
  try {
    const sent = await pusher.push(receiver.url, { kind: 'event', authorization: 'Bearer x', token: 'x' })
    expect(sent).toEqual({ outcome: 'unavailable', detail: 'the receiver answered 307' })
    expect([receiver.pushes.length, inside.pushes.length]).toEqual([1, 0])
  } finally {
    pusher.close()
  }
})

describe('what a receiver gave and was given', () => {
  test('the header of a push is in no answer, no log and not in the database; events are in no log', async () => {
    const secret = 'Bearer a-header-nobody-else-may-read'
    await using receiver = await startReceiver(() => ({ status: 500 }))
    await using house = await startEventHouse()
    const delivery = { method: PUSH_DELIVERY, endpoint_url: receiver.url, authorization_header: secret }
    const id = await createStream(house, { delivery })
    await endSession(house)
    await expect.poll(() => receiver.pushes.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await expect.poll(() => house.logLines.join().includes('cannot be pushed')).toBe(true)
    expect(receiver.pushes[0]?.headers.authorization).toBe(secret)

    const read = await call(house, `${paths.eventStreams}?stream_id=${id}`)
    const rows = await runSql(house.database, 'select * from event_streams')
    const seen = JSON.stringify([read, house.logLines, rows])
    expect(seen).not.toContain('nobody-else-may-read')
    expect(seen).not.toContain(receiver.pushes[0]?.body ?? '-')
    expect(seen).toContain(id)
  })
})
