import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AUDIENCE, createSigner, NOW, type Signer } from '../../test/signer.js'
import { type Arrived, CLIENT, events, Transmitter } from '../../test/transmitter.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { latchkey } from '../issuers/latchkey.js'
import type { Trouble } from '../trouble.js'

let signer: Signer
let issuer: Transmitter
let now: number
let trouble: Trouble[]
let guard: Guard

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

const polls = (): Arrived[] => issuer.arrived.filter(({ path }) => path.startsWith('/poll/'))
const isLong = ({ body }: Arrived): boolean => !JSON.parse(body).returnImmediately
const openPolls = (count: number): Promise<void> =>
  vi.waitFor(() => expect(polls().filter(isLong).length).toBeGreaterThanOrEqual(count), 20_000)
const becomes = (token: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await outcome(guard.verify(token))).toBe(expected), 20_000)
const about = (kind: Trouble['about']): Trouble[] => trouble.filter((one) => one.about === kind)

/** A session whose token was accepted, with the stream open and its list fetched after it. */
const following = async () => {
  const session = issuer.openSession()
  const token = await issuer.token(session)
  expect(await outcome(guard.verify(token))).toBe('accepted')
  await openPolls(1)
  now += 15_000
  expect(await outcome(guard.verify(token))).toBe('accepted')
  return { session, token }
}

/** Misbehaves at the polls that come. */
const atPolls = (
  answer: (response: ServerResponse, poll: Arrived) => void,
  times = Number.POSITIVE_INFINITY,
): void => {
  let left = times
  issuer.instead = (request, response) => {
    if (!request.path.startsWith('/poll/') || left === 0) return false
    left -= 1
    answer(response, request)
    return true
  }
}

beforeEach(async () => {
  signer = await createSigner()
  now = NOW
  trouble = []
  issuer = await new Transmitter({ signer, clock: () => now }).start()
  guard = createGuard({
    issuers: [latchkey({ issuer: issuer.origin, audience: AUDIENCE, revocation: CLIENT })],
    development: true,
    clock: () => now,
    onTrouble: (one) => trouble.push(one),
  })
})
afterEach(async () => {
  await guard.close()
  await issuer.stop()
})

describe('a transmitter in trouble', () => {
  it('that is restarted goes on where it was, and nothing is lost', async () => {
    const { session, token } = await following()
    await issuer.stop()
    await issuer.end(session)
    await issuer.start()
    await becomes(token, 'token_session_ended')
    expect(issuer.streams.size).toBe(1)
    expect(
      issuer.arrived.filter(({ path, method }) => path === '/streams' && method === 'POST'),
    ).toHaveLength(1)
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['answers 500', (response) => response.writeHead(500).end()],
    ['cuts the connection', (response) => response.destroy()],
    ['answers half of it', (response) => response.writeHead(200, { 'content-length': 99 }).write('{"sets":')],
    ['answers with what is no JSON', (response) => response.writeHead(200).end('<html>')],
    ['answers with nothing', (response) => response.writeHead(200).end()],
    ['answers with a list', (response) => response.writeHead(200).end('{"sets":[]}')],
    ['answers without end', (response) => response.writeHead(200).end('x'.repeat(3_000_000))],
    ['redirects', (response) => response.writeHead(307, { location: '/elsewhere' }).end()],
    ['asks for patience', (response) => response.writeHead(429, { 'retry-after': '1' }).end()],
  ])('that %s is asked again, and nothing is lost', async (_, answer) => {
    const { session, token } = await following()
    const cut = answer
    atPolls((response) => {
      cut(response)
      if (!response.writableEnded) response.destroy()
    }, 2)
    await issuer.end(session)
    await becomes(token, 'token_session_ended')
    expect(issuer.streams.size).toBe(1)
  })

  it('that never got an acknowledgement gets it again', async () => {
    const { session, token } = await following()
    let lost = 0
    issuer.instead = ({ body }, response) => {
      if (!body.includes('"ack"') || lost === 2) return false
      lost += 1
      response.destroy()
      return true
    }
    await issuer.end(session)
    await becomes(token, 'token_session_ended')
    await vi.waitFor(() => expect([...issuer.streams.values()][0]?.waiting.size).toBe(0), 20_000)
    expect(lost).toBe(2)
  })

  it('that forgot its tokens gets another one, and no trouble is made of it', async () => {
    const { session, token } = await following()
    issuer.era += 1
    await issuer.end(session)
    await becomes(token, 'token_session_ended')
    await vi.waitFor(() => expect([...issuer.streams.values()][0]?.waiting.size).toBe(0), 20_000)
    expect(issuer.count('/oauth/token')).toBe(2)
    expect(trouble).toEqual([])
  })

  it('that deleted the stream is asked for another one, and the lists for what was missed', async () => {
    const { session, token } = await following()
    issuer.tells = false
    await issuer.end(session)
    issuer.deleteStreams()
    await becomes(token, 'token_session_ended')
    await vi.waitFor(() => expect(issuer.streams.size).toBe(1), 20_000)
  })

  it('that stops the stream is asked for another one, once a second at most', async () => {
    const { token } = await following()
    issuer.instead = ({ path }) => {
      if (path.startsWith('/poll/')) {
        issuer.instead = () => false
        for (const stream of issuer.streams.values()) stream.waiting.clear()
      }
      return false
    }
    const [first] = [...issuer.streams.keys()]
    await issuer.tell(events.streamUpdated, { format: 'opaque', id: first }, { status: 'paused' })
    await vi.waitFor(() => expect([...issuer.streams.keys()]).not.toContain(first), 20_000)
    await vi.waitFor(() => expect(issuer.streams.size).toBe(1), 20_000)
    expect(about('event-stream')).toMatchObject([{ detail: 'the stream was paused by its transmitter' }])
    expect(await outcome(guard.verify(token))).toBe('accepted')
  })

  it('that stops every stream at once is not run over', async () => {
    await following()
    const before = issuer.count('/streams')
    const stopping = setInterval(
      () => void issuer.tell(events.streamUpdated, { format: 'opaque', id: 'str' }, { status: 'disabled' }),
      20,
    )
    await pause(2_000)
    clearInterval(stopping)
    // Each is made, polled and deleted.
    expect(issuer.count('/streams') - before).toBeLessThan(12)
  })

  it('that deletes every stream at once is not run over', async () => {
    await following()
    issuer.instead = ({ path }) => {
      if (path.startsWith('/poll/')) issuer.streams.clear()
      return false
    }
    issuer.deleteStreams()
    await pause(2_000)
    // Pauses of 250 ms, doubling: some four tries, and never a hundred.
    expect(issuer.count('/streams')).toBeLessThan(10)
  })

  it('that sends the same again and again although it was acknowledged is asked once a second', async () => {
    const { session, token } = await following()
    await issuer.end(session)
    const [stream] = [...issuer.streams.values()]
    const kept = [...(stream?.waiting ?? [])]
    await becomes(token, 'token_session_ended')
    atPolls((response) => response.writeHead(200).end(JSON.stringify({ sets: Object.fromEntries(kept) })))
    const before = polls().length
    await pause(1_500)
    expect(polls().length - before).toBeLessThan(5)
  })

  it('behind something that cuts polls which stay open is asked at once, every second, without trouble', async () => {
    const { session, token } = await following()
    atPolls((response, poll) => {
      if (isLong(poll)) setTimeout(() => response.writeHead(504).end(), 2_100)
      else response.writeHead(200).end('{"sets":{}}')
    })
    // Those that are open now, too.
    for (const { wake } of issuer.streams.values()) wake()
    await vi.waitFor(() => expect(polls().slice(-2).map(isLong)).toEqual([false, false]), 20_000)
    issuer.instead = () => false
    await issuer.end(session)
    await becomes(token, 'token_session_ended')
    expect(polls().slice(-2).map(isLong)).toEqual([false, false])
    expect(trouble).toEqual([])
  }, 20_000)

  it('that tells of what a list does not is believed, and one that misses what a list has is replaced', async () => {
    const { session, token } = await following()
    const [first] = [...issuer.streams.keys()]
    issuer.tells = false
    await issuer.end(session)
    // The check of the list comes.
    now += 210_000
    await issuer.tell(events.claimsChange, { format: 'iss_sub', iss: issuer.origin, sub: 'usr_other' })
    await becomes(token, 'token_session_ended')
    await vi.waitFor(() => expect(about('missed-event')).toHaveLength(1), 20_000)
    await vi.waitFor(() => expect([...issuer.streams.keys()]).not.toContain(first), 20_000)
  }, 20_000)

  it('tells of one kind of trouble once a minute', async () => {
    await following()
    atPolls((response) => response.writeHead(500).end())
    for (const { wake } of issuer.streams.values()) wake()
    const before = polls().length
    await vi.waitFor(() => expect(polls().length).toBeGreaterThan(before + 3), 20_000)
    expect(about('event-stream')).toMatchObject([{ detail: 'answered 500' }])
    now += 60_000
    await vi.waitFor(() => expect(about('event-stream')).toHaveLength(2), 20_000)
  }, 20_000)
})

describe('an event that lies', () => {
  it.each<[string, { claims?: Record<string, unknown>; header?: Record<string, unknown> }, string]>([
    ['is an access token', { header: { typ: 'at+jwt' } }, 'invalid_request'],
    ['says no type', { header: { typ: undefined } }, 'invalid_request'],
    ['is for another stream', { claims: { aud: 'https://other.example' } }, 'invalid_audience'],
    ['is for nobody', { claims: { aud: undefined } }, 'invalid_request'],
    ['is of another issuer', { claims: { iss: 'https://other.example' } }, 'invalid_issuer'],
    ['came under another id', { claims: { jti: 'other' } }, 'invalid_request'],
    ['does not say when', { claims: { iat: undefined } }, 'invalid_request'],
    ['says nothing', { claims: { events: undefined } }, 'invalid_request'],
    ['is signed by a key there is not', { header: { kid: 'other' } }, 'invalid_key'],
  ])('because it %s ends nothing, is refused, and the lists are asked', async (_, deviation, error) => {
    const { session, token } = await following()
    issuer.deviation = deviation
    const lists = issuer.count('/status-lists/')
    await issuer.tell(events.sessionRevoked, { format: 'opaque', id: session.sid })
    await vi.waitFor(() => expect(Object.values(issuer.setErrs)).toMatchObject([{ err: error }]), 20_000)
    await vi.waitFor(() => expect(issuer.count('/status-lists/')).toBeGreaterThan(lists), 20_000)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(about('security-event')).toHaveLength(1)
    expect(JSON.stringify(trouble)).not.toContain('eyJ')
  })

  it('because somebody else signed it ends nothing', async () => {
    const { session, token } = await following()
    const stranger = await createSigner('ES256', signer.kid)
    const { privateKey } = signer
    Object.assign(signer, { privateKey: stranger.privateKey })
    await issuer.tell(events.sessionRevoked, { format: 'opaque', id: session.sid })
    Object.assign(signer, { privateKey })
    await vi.waitFor(
      () => expect(Object.values(issuer.setErrs)).toMatchObject([{ err: 'invalid_key' }]),
      20_000,
    )
    expect(await outcome(guard.verify(token))).toBe('accepted')
  })

  it('leaves nobody believed by the stream alone until the lists have been had', async () => {
    const { token } = await following()
    issuer.deviation = { claims: { aud: 'https://other.example' } }
    issuer.instead = ({ path }, response) => {
      if (!path.startsWith('/status-lists/')) return false
      response.writeHead(503).end()
      return true
    }
    now += 61_000
    for (const count of [1, 2]) {
      await issuer.tell(events.sessionRevoked, { format: 'opaque', id: 'ses_somebody' })
      await vi.waitFor(() => expect(Object.keys(issuer.setErrs)).toHaveLength(count), 20_000)
    }
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    issuer.instead = () => false
    now += 2_000
    await becomes(token, 'accepted')
  })

  it('that cannot be judged because the keys cannot be had comes again, and counts as not told till then', async () => {
    const { session, token } = await following()
    const { kid } = signer
    // A key that has to be fetched first.
    issuer.deviation = { header: { kid: 'key-2' } }
    issuer.instead = ({ path }, response) => {
      if (!path.endsWith('/jwks.json')) return false
      response.writeHead(503).end()
      return true
    }
    now += 31_000
    await issuer.end(session)
    await vi.waitFor(() => expect(about('event-stream')).toHaveLength(1), 20_000)
    expect(issuer.setErrs).toEqual({})
    expect([...issuer.streams.values()][0]?.waiting.size).toBe(1)
    Object.assign(signer.jwk, { kid: 'key-2' })
    issuer.instead = () => false
    await vi.waitFor(async () => {
      now += 1_000
      expect([...issuer.streams.values()][0]?.waiting.size).toBe(0)
    }, 20_000)
    Object.assign(signer.jwk, { kid })
    expect(await outcome(guard.verify(token))).not.toBe('accepted')
  })

  it('whose subject nobody understands has the lists asked at once, for it may be anybody', async () => {
    const { session, token } = await following()
    issuer.tells = false
    await issuer.end(session)
    await issuer.tell(events.sessionRevoked, { format: 'email', email: 'ada@example.com' })
    await becomes(token, 'token_session_ended')
    expect(about('security-event')).toHaveLength(1)
    expect(JSON.stringify(trouble)).not.toContain('ada@example.com')
  })

  it('and was written in what is the future here ends a session all the same', async () => {
    const { session, token } = await following()
    issuer.deviation = { claims: { iat: Math.floor(now / 1000) + 7_200 } }
    await issuer.end(session)
    await becomes(token, 'token_session_ended')
  })

  it('of a kind nobody asked for is acknowledged, and means nothing', async () => {
    const { session, token } = await following()
    await issuer.tell('https://schemas.openid.net/secevent/caep/event-type/device-compliance-change', {
      format: 'opaque',
      id: session.sid,
    })
    await vi.waitFor(() => expect([...issuer.streams.values()][0]?.waiting.size).toBe(0), 20_000)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(trouble).toEqual([])
  })
})
