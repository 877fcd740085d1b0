import { describe, expect, test } from 'vitest'
import type { EventStream } from '../../src/model/event-stream.js'
import { newStreamId } from '../../src/model/ids.js'
import { DAY, SECOND } from '../../src/model/time.js'
import type { DeadLetter } from '../../src/ports/event-streams.js'
import type { SecurityEvent } from '../../src/ports/security-events.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createSession, NOW, openStores, someUserId } from '../fixtures/stores.js'

const someId = () => newStreamId(NOW, crypto.randomUUID().replaceAll('-', ''))

/** A stream; give only what differs. */
const someStream = (deviation: Partial<EventStream> = {}): EventStream => ({
  id: someId(),
  clientId: 'todo-api',
  description: null,
  requested: ['https://schemas.openid.net/secevent/caep/event-type/session-revoked'],
  delivery: { kind: 'poll' },
  status: 'enabled',
  statusReason: null,
  position: 0,
  acknowledged: [],
  version: 1,
  createdAt: NOW,
  activeAt: NOW,
  verifiedAt: null,
  attempts: 0,
  nextAttemptAt: NOW,
  lastError: null,
  ...deviation,
})

const PUSH = { kind: 'push', endpoint: 'https://a.example/', sealedAuthorization: 'sealed' } as const

const someEvent = (position: number): SecurityEvent => ({
  position,
  type: 'account-enabled',
  userId: someUserId(),
  sessionId: null,
  sessionNumber: null,
  clientId: null,
  streamId: null,
  reason: null,
  detail: { a: ['b'] },
  occurredAt: NOW,
})

const someLetter = (stream: EventStream, deviation: Partial<DeadLetter> = {}): DeadLetter => ({
  streamId: stream.id,
  event: someEvent(1),
  error: 'invalid_audience',
  notedAt: NOW,
  isDue: false,
  ...deviation,
})

describe.each(databaseKinds)('streams of security events on $name', (kind) => {
  test('a stream is read back as it was written, by its client alone', async () => {
    await using stores = await openStores(kind)
    const stream = someStream({
      description: 'todo',
      delivery: PUSH,
      status: 'paused',
      statusReason: 'moving',
      position: 7,
      acknowledged: [9, 12],
      verifiedAt: NOW,
      attempts: 3,
      lastError: 'away',
    })
    const polled = someStream()
    expect(await stores.here.eventStreams.add(stream, 100)).toBe('added')
    expect(await stores.here.eventStreams.add(polled, 100)).toBe('added')
    expect(await stores.elsewhere.eventStreams.find(stream.id, 'todo-api')).toEqual(stream)
    expect(await stores.elsewhere.eventStreams.find(stream.id, 'other')).toBeUndefined()
    expect(await stores.elsewhere.eventStreams.listOf('todo-api')).toEqual(
      [stream, polled].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
    expect(await stores.elsewhere.eventStreams.listOf('other')).toEqual([])
  })

  test('a client has no more streams than it may', async () => {
    await using stores = await openStores(kind)
    const { eventStreams } = stores.here
    expect(await eventStreams.add(someStream(), 1)).toBe('added')
    expect(await eventStreams.add(someStream(), 1)).toBe('limit-reached')
    expect(await eventStreams.add(someStream({ clientId: 'other' }), 1)).toBe('added')
    expect(await eventStreams.listOf('todo-api')).toHaveLength(1)
  })

  test('of two who change a stream in the same moment one is told that it was changed', async () => {
    await using stores = await openStores(kind)
    const stream = someStream()
    await stores.here.eventStreams.add(stream, 100)
    const outcomes = await Promise.all([
      stores.here.eventStreams.replace({ ...stream, position: 1 }),
      stores.elsewhere.eventStreams.replace({ ...stream, position: 2 }),
    ])
    expect(outcomes.toSorted()).toEqual(['changed', 'replaced'])
    const now = await stores.here.eventStreams.find(stream.id, stream.clientId)
    expect(now).toMatchObject({ position: outcomes[0] === 'replaced' ? 1 : 2, version: 2 })
    expect(await stores.here.eventStreams.replace({ ...stream, ...now, delivery: PUSH })).toBe('replaced')
    expect(await stores.here.eventStreams.replace(someStream())).toBe('changed')
  })

  test('a stream goes with whom it left out and what was refused in it, and only for its client', async () => {
    await using stores = await openStores(kind)
    const { eventStreams, deadLetters } = stores.here
    const stream = someStream()
    await eventStreams.add(stream, 100)
    await eventStreams.exclude(stream.id, 'usr_1', 10)
    await deadLetters.note(someLetter(stream))
    expect(await eventStreams.remove(stream.id, 'other')).toBe('unknown')
    expect(await eventStreams.remove(stream.id, 'todo-api')).toBe('removed')
    expect(await eventStreams.remove(stream.id, 'todo-api')).toBe('unknown')
    expect(await eventStreams.exclusionsOf(stream.id)).toEqual(new Set())
    expect(await deadLetters.list(10)).toEqual([])
  })

  test('who was left out twice is left out once, and comes back', async () => {
    await using stores = await openStores(kind)
    const { eventStreams } = stores.here
    const [one, two] = [someStream(), someStream()]
    await eventStreams.add(one, 100)
    await eventStreams.add(two, 100)
    expect(await eventStreams.exclude(one.id, 'usr_1', 2)).toBe('excluded')
    expect(await eventStreams.exclude(one.id, 'usr_1', 2)).toBe('excluded')
    expect(await eventStreams.exclude(one.id, 'usr_2', 2)).toBe('excluded')
    expect(await eventStreams.exclude(one.id, 'usr_3', 2)).toBe('limit-reached')
    expect(await eventStreams.exclusionsOf(one.id)).toEqual(new Set(['usr_1', 'usr_2']))
    expect(await eventStreams.exclusionsOf(two.id)).toEqual(new Set())
    await eventStreams.include(one.id, 'usr_1')
    expect(await eventStreams.exclusionsOf(one.id)).toEqual(new Set(['usr_2']))
  })

  test('a stream to push is taken by one of all processes, until its lease is over', async () => {
    await using stores = await openStores(kind)
    const stream = someStream({ delivery: PUSH })
    await stores.here.eventStreams.add(stream, 100)
    const claim = (now: number) =>
      Promise.all(
        [stores.here, stores.elsewhere].map(({ eventStreams }) =>
          eventStreams.claimPushed(10, 5, now, now + 30 * SECOND),
        ),
      )
    const taken = (await claim(NOW)).flat()
    expect(taken).toEqual([{ ...stream, version: 2, nextAttemptAt: NOW + 30 * SECOND }])
    expect((await claim(NOW + 29 * SECOND)).flat()).toEqual([])
    expect((await claim(NOW + 30 * SECOND)).flat()).toHaveLength(1)
  })

  test('only streams are taken that are pushed, whose time has come and that have something before them', async () => {
    await using stores = await openStores(kind)
    const { eventStreams, deadLetters } = stores.here
    const due = someStream({ delivery: PUSH, position: 4 })
    const again = someStream({ delivery: PUSH, position: 5 })
    for (const stream of [
      due,
      again,
      someStream(),
      someStream({ delivery: PUSH, position: 5 }),
      someStream({ delivery: PUSH, nextAttemptAt: NOW + 1 }),
    ])
      await eventStreams.add(stream, 100)
    await deadLetters.note(someLetter(again, { isDue: true }))
    const claimed = await eventStreams.claimPushed(10, 5, NOW, NOW + SECOND)
    expect(claimed.map(({ id }) => id).toSorted()).toEqual([due.id, again.id].toSorted())
  })

  test('what was refused is kept until it arrives, and is due when an operator says so', async () => {
    await using stores = await openStores(kind)
    const { eventStreams, deadLetters } = stores.here
    const [stream, other] = [someStream(), someStream()]
    await eventStreams.add(stream, 100)
    await eventStreams.add(other, 100)
    const letter = someLetter(stream)
    await deadLetters.note(letter)
    await deadLetters.note(someLetter(other))
    expect(await deadLetters.dueOf(stream.id)).toEqual([])
    expect(await deadLetters.retry(stream.id)).toBe(1)
    expect(await deadLetters.dueOf(stream.id)).toEqual([{ ...letter, isDue: true }])
    expect(await deadLetters.dueOf(other.id)).toEqual([])
    await deadLetters.note({ ...letter, error: 'again', notedAt: NOW + 1 })
    expect((await deadLetters.list(1)).map(({ error, isDue }) => [error, isDue])).toEqual([['again', false]])
    await deadLetters.settle(stream.id, 1)
    expect((await deadLetters.list(10)).map(({ streamId }) => streamId)).toEqual([other.id])
    expect(await deadLetters.retry(someId())).toBe(0)
  })

  test('a stream that nobody has polled for a day is swept, and what was refused a month ago', async () => {
    await using stores = await openStores(kind)
    const { eventStreams, deadLetters } = stores.here
    const kept = someStream({ activeAt: NOW - DAY })
    const pushed = someStream({ delivery: PUSH, activeAt: NOW - 9 * DAY })
    for (const stream of [kept, pushed, someStream({ activeAt: NOW - DAY - 1 })])
      await eventStreams.add(stream, 100)
    await deadLetters.note(someLetter(kept, { notedAt: NOW - 31 * DAY }))
    await deadLetters.note(someLetter(kept, { event: someEvent(2), notedAt: NOW - 29 * DAY }))
    await stores.elsewhere.sweep(NOW)
    expect((await eventStreams.listOf('todo-api')).map(({ id }) => id).toSorted()).toEqual(
      [kept.id, pushed.id].toSorted(),
    )
    expect((await deadLetters.list(10)).map(({ event }) => event.position)).toEqual([2])
  })

  test('what a stream says of itself has its place in the one order, and wakes others', async () => {
    await using stores = await openStores(kind)
    const { securityEvents } = stores.here
    const before = await securityEvents.newest()
    const id = someId()
    await createSession(stores.here)
    await securityEvents.noteOfStream(id, 'verification', { state: 'x' }, NOW)
    expect(await stores.elsewhere.securityEvents.after(before, 10)).toEqual([
      {
        position: before + 1,
        type: 'verification',
        userId: '',
        sessionId: null,
        sessionNumber: null,
        clientId: null,
        streamId: id,
        reason: null,
        detail: { state: 'x' },
        occurredAt: NOW,
      },
    ])
  })
})
