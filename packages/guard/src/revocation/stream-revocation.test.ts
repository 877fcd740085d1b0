import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AUDIENCE, createSigner, NOW, type Signer } from '../../test/signer.js'
import { type Arrived, CLIENT, events, Transmitter } from '../../test/transmitter.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { latchkey } from '../issuers/latchkey.js'
import { oidc } from '../issuers/oidc.js'
import type { Trouble } from '../trouble.js'
import type { RevocationOptions } from './revocation-options.js'

let signer: Signer
let issuer: Transmitter
let now: number
let trouble: Trouble[]
const guards: Guard[] = []

const guardWith = (revocation: RevocationOptions = {}): Guard => {
  const guard = createGuard({
    issuers: [
      latchkey({ issuer: issuer.origin, audience: AUDIENCE, revocation: { ...CLIENT, ...revocation } }),
    ],
    development: true,
    clock: () => now,
    onTrouble: (one) => trouble.push(one),
  })
  guards.push(guard)
  return guard
}

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

/** A guard that has accepted a token, whose stream is open, and whose list was fetched after it. */
const following = async (revocation: RevocationOptions = {}) => {
  const guard = guardWith(revocation)
  const session = issuer.openSession()
  const token = await issuer.token(session)
  expect(await outcome(guard.verify(token))).toBe('accepted')
  await openPolls(1)
  now += 15_000
  expect(await outcome(guard.verify(token))).toBe('accepted')
  return { guard, session, token }
}

/** Polls that stay open. */
const longPolls = (): Arrived[] =>
  issuer.arrived.filter(({ path, body }) => path.startsWith('/poll/') && !JSON.parse(body).returnImmediately)

const openPolls = (count: number): Promise<void> =>
  vi.waitFor(() => expect(longPolls().length).toBeGreaterThanOrEqual(count), 20_000)

const becomes = (guard: Guard, token: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await outcome(guard.verify(token))).toBe(expected), 20_000)

const about = (kind: Trouble['about']): Trouble[] => trouble.filter((one) => one.about === kind)

const person = (subject: string, iss = issuer.origin) => ({ format: 'iss_sub', iss, sub: subject })

beforeEach(async () => {
  signer = await createSigner()
  now = NOW
  trouble = []
  issuer = await new Transmitter({ signer, clock: () => now }).start()
})
afterEach(async () => {
  await Promise.all(guards.splice(0).map((guard) => guard.close()))
  await issuer.stop()
})

describe('a guard that listens to a stream', () => {
  it('refuses the token of a session that ends, though no list was fetched since, and accepts those of others', async () => {
    const { guard, session, token } = await following()
    const other = await issuer.token(issuer.openSession())
    expect(await outcome(guard.verify(other))).toBe('accepted')
    const lists = issuer.count('/status-lists/')
    await issuer.end(session)
    await becomes(guard, token, 'token_session_ended')
    expect(await outcome(guard.verify(other))).toBe('accepted')
    expect(issuer.count('/status-lists/')).toBe(lists)
    expect(trouble).toEqual([])
  })

  it('asks nobody anything while requests come', async () => {
    const { guard, token } = await following()
    const before = issuer.arrived.length
    for (let times = 0; times < 1_000; times += 1) await guard.verify(token)
    for (let times = 0; times < 20; times += 1) await guard.verify(await issuer.token(issuer.openSession()))
    expect(issuer.arrived.length).toBe(before)
  })

  it('makes one stream, for polling, under a token it keeps, and ends it when it is closed', async () => {
    const { guard } = await following()
    expect(issuer.count('/oauth/token')).toBe(1)
    expect(issuer.streams.size).toBe(1)
    const made = issuer.arrived.find(({ path, method }) => path === '/streams' && method === 'POST')
    expect(JSON.parse(made?.body ?? '')).toMatchObject({
      delivery: { method: 'urn:ietf:rfc:8936' },
      description: expect.stringContaining(`process ${process.pid}`),
    })
    await guard.close()
    expect(issuer.streams.size).toBe(0)
  })

  it('makes none before there is a token to check', async () => {
    guardWith()
    await pause(50)
    expect(issuer.arrived).toEqual([])
  })

  it('acknowledges what it was told, once it has applied it', async () => {
    const { guard, session, token } = await following()
    await issuer.end(session)
    await becomes(guard, token, 'token_session_ended')
    await vi.waitFor(() => expect([...issuer.streams.values()][0]?.waiting.size).toBe(0), 20_000)
  })

  it('tells connections that are open, and those that were opened too late', async () => {
    const { guard, session, token } = await following()
    const principal = await guard.verify(token)
    const early = vi.fn()
    const late = vi.fn()
    guard.whenEnded(principal, early)
    await issuer.end(session)
    await vi.waitFor(() => expect(early).toHaveBeenCalledTimes(1), 20_000)
    guard.whenEnded(principal, late)
    await vi.waitFor(() => expect(late).toHaveBeenCalledTimes(1), 20_000)
    expect(early).toHaveBeenCalledTimes(1)
  })

  it('refuses every token a person had when their account was disabled, and none of later', async () => {
    const { guard, session, token } = await following()
    await issuer.tell(events.accountDisabled, person(session.subject))
    await becomes(guard, token, 'token_session_ended')
    const elsewhere = await issuer.token({ ...issuer.openSession(), subject: session.subject })
    expect(await outcome(guard.verify(elsewhere))).toBe('token_session_ended')
    now += 2_000
    const back = await issuer.token({ ...issuer.openSession(), subject: session.subject })
    expect(await outcome(guard.verify(back))).toBe('accepted')
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
  })

  it.each([['accountPurged'], ['sessionRevoked']] as const)(
    'refuses every token of a person after %s',
    async (event) => {
      const { guard, session, token } = await following()
      await issuer.tell(events[event], person(session.subject))
      await becomes(guard, token, 'token_session_ended')
    },
  )

  it.each([['claimsChange'], ['credentialChange']] as const)(
    'forgets what it remembers of a person after %s, and closes no connection',
    async (event) => {
      const { guard, session, token } = await following()
      const principal = await guard.verify(token)
      expect(await guard.verify(token)).toBe(principal)
      const ended = vi.fn()
      guard.whenEnded(principal, ended)
      await issuer.tell(events[event], person(session.subject))
      await vi.waitFor(async () => expect(await guard.verify(token)).not.toBe(principal), 20_000)
      expect(ended).not.toHaveBeenCalled()
    },
  )

  it('does nothing to a person of another issuer who has the same subject', async () => {
    const { guard, session, token } = await following()
    await issuer.tell(events.accountPurged, person(session.subject, 'https://other.example'))
    const witness = issuer.openSession()
    const seen = await issuer.token(witness)
    await issuer.end(witness)
    await becomes(guard, seen, 'token_session_ended')
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(about('security-event')).toEqual([])
  })

  it('has the lists fetched while more is waiting than one answer holds', async () => {
    const { guard, session, token } = await following()
    now += 15_000
    const [stream] = [...issuer.streams.values()]
    if (stream === undefined) throw new Error('there is no stream')
    const { wake } = stream
    stream.wake = () => {}
    for (let other = 0; other < 150; other += 1)
      await issuer.tell(events.claimsChange, person(`usr_of_${other}`))
    await issuer.end(session)
    // What is behind the first hundred never comes.
    issuer.instead = ({ path, body }) => path.startsWith('/poll/') && JSON.parse(body).ack !== undefined
    wake()
    await becomes(guard, token, 'token_session_ended')
    await pause(50)
    expect(stream.waiting.size).toBe(151)
    expect(trouble).toEqual([])
  })

  it('takes in an event that comes twice once', async () => {
    const { guard, session, token } = await following()
    const principal = await guard.verify(token)
    const [stream] = [...issuer.streams.values()]
    await issuer.tell(events.claimsChange, person(session.subject))
    const copies = [...(stream?.waiting ?? [])]
    await vi.waitFor(() => expect(stream?.waiting.size).toBe(0), 20_000)
    const after = await guard.verify(token)
    expect(after).not.toBe(principal)
    for (const [id, text] of copies) stream?.waiting.set(id, text)
    stream?.wake()
    await vi.waitFor(() => expect(stream?.waiting.size).toBe(0), 20_000)
    expect(await guard.verify(token)).toBe(after)
  })
})

describe('tokens that no list tells about', () => {
  const listless = { status: undefined }
  const guardOf = (revocation: RevocationOptions = {}): Guard => {
    const guard = createGuard({
      issuers: [
        oidc({
          issuer: issuer.origin,
          audience: AUDIENCE,
          algorithms: ['ES256'],
          revocation: { ...CLIENT, ...revocation },
        }),
      ],
      development: true,
      clock: () => now,
      onTrouble: (one) => trouble.push(one),
    })
    guards.push(guard)
    return guard
  }

  it('of any issuer that speaks of ends, are refused when their session ends', async () => {
    const guard = guardOf()
    const session = issuer.openSession()
    const token = await issuer.token(session, listless)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    await issuer.end(session)
    await becomes(guard, token, 'token_session_ended')
    expect(issuer.count('/status-lists/')).toBe(0)
  })

  it('are refused with 503 once the stream was silent for too long, and accepted when it is back', async () => {
    const guard = guardOf()
    const token = await issuer.token(issuer.openSession(), listless)
    await guard.verify(token)
    await openPolls(1)
    await issuer.stop()
    now += 59_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now += 1_000
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    expect(guard.staleness()).toBe(60_000)
    await issuer.start()
    await becomes(guard, token, 'accepted')
    expect(guard.staleness()).toBe(0)
  })

  it('are believed on where the guard was told so', async () => {
    const guard = guardOf({ whenStale: 'accept' })
    const token = await issuer.token(issuer.openSession(), listless)
    await guard.verify(token)
    await issuer.stop()
    now += 600_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    await issuer.start()
  })

  it('are not accepted by what is known of a time that is still to come', async () => {
    const guard = guardOf()
    await guard.verify(await issuer.token(issuer.openSession(), listless))
    await openPolls(1)
    await issuer.stop()
    now -= 3_000
    const token = await issuer.token(issuer.openSession(), listless)
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    await issuer.start()
  })

  it('are not accepted before the stream is there', async () => {
    issuer.instead = ({ path }, response) => {
      if (path !== '/streams') return false
      response.writeHead(500).end()
      return true
    }
    const guard = guardOf()
    const token = await issuer.token(issuer.openSession(), listless)
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    issuer.instead = () => false
    await becomes(guard, token, 'accepted')
  })
})

describe('the clock of what is known', () => {
  it('runs by when a poll was opened that was answered, not by when the answer came', async () => {
    const { guard, token } = await following()
    now += 20_000
    await issuer.tell(events.claimsChange, person('usr_other'))
    await openPolls(2)
    expect(guard.staleness()).toBe(20_000)
    expect(await outcome(guard.verify(token))).toBe('accepted')
  })

  it('lets nobody in whom a list knew to be there a minute ago while neither list nor stream can be had', async () => {
    const { guard, token } = await following()
    await issuer.stop()
    now += 44_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now += 16_000
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    await issuer.start()
    now += 2_000
    await becomes(guard, token, 'accepted')
  })
})

describe('a stream that cannot be had', () => {
  it('leaves the lists, by their ttl', async () => {
    issuer.instead = ({ path }, response) => {
      if (path !== '/.well-known/ssf-configuration') return false
      response.writeHead(404).end()
      return true
    }
    const guard = guardWith()
    const session = issuer.openSession()
    const token = await issuer.token(session)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    await issuer.end(session)
    now += 15_000
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
    await vi.waitFor(
      () => expect(about('event-stream')).toMatchObject([{ issuer: issuer.origin, detail: 'answered 404' }]),
      20_000,
    )
  })

  it('because the secret is another leaves the lists, and says so without the secret', async () => {
    const guard = guardWith({ clientSecret: 'another secret' })
    const token = await issuer.token(issuer.openSession())
    expect(await outcome(guard.verify(token))).toBe('accepted')
    await vi.waitFor(
      () => expect(about('event-stream')[0]?.detail).toContain('no token for todo-api: answered 401'),
      20_000,
    )
    expect(JSON.stringify(trouble)).not.toContain('another secret')
  })

  it.each<[string, Record<string, unknown>]>([
    ['is of another issuer', { iss: 'https://other.example' }],
    ['is pushed', { delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://a.example' } }],
    [
      'is polled at an address there is not',
      { delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: '/poll' } },
    ],
    ['tells no ends', { events_delivered: [events.accountDisabled] }],
    ['is for nobody', { aud: undefined }],
    ['has no name', { stream_id: 7 }],
  ])('because it %s leaves the lists', async (_, deviation) => {
    issuer.instead = ({ path }, response) => {
      if (path !== '/streams') return false
      const answer = {
        stream_id: 'str_1',
        iss: issuer.origin,
        aud: 'api',
        delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${issuer.origin}/poll/str_1` },
        events_delivered: [events.sessionRevoked],
        ...deviation,
      }
      response.writeHead(201).end(JSON.stringify(answer))
      return true
    }
    const guard = guardWith()
    expect(await outcome(guard.verify(await issuer.token(issuer.openSession())))).toBe('accepted')
    await vi.waitFor(() => expect(about('event-stream')).toHaveLength(1), 20_000)
    expect(issuer.count('/poll/')).toBe(0)
  })

  it('because its metadata are of another issuer is sent no secret', async () => {
    issuer.instead = ({ path }, response) => {
      if (path !== '/.well-known/ssf-configuration') return false
      const configuration_endpoint = `${issuer.origin}/streams`
      response.writeHead(200).end(JSON.stringify({ issuer: 'https://other.example', configuration_endpoint }))
      return true
    }
    const guard = guardWith()
    await guard.verify(await issuer.token(issuer.openSession()))
    await vi.waitFor(() => expect(about('event-stream')).toHaveLength(1), 20_000)
    expect(issuer.count('/oauth/token')).toBe(0)
  })
})
