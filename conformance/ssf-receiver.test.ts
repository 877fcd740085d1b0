import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createGuard, type Guard, latchkey, type Trouble } from '@latchkey/guard'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AUDIENCE, createSigner } from '../packages/guard/test/signer.js'
import { CLIENT, events, type IssuedSession, Transmitter } from '../packages/guard/test/transmitter.js'

// OpenID Shared Signals Framework 1.0, the part of a receiver, as the guard plays it. The tests that begin with `openid-ssf` are named after the
// modules of the conformance suite of the OpenID Foundation, and hold what these ask of a receiver that polls; that is no certification.

/** Modules that ask what a guard does not do, and why it does not. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'openid-ssf-receiver-stream-verification':
    'a guard asks for no verification: a poll that is answered says that the stream is there, and lists are compared with what it told',
}

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'

let transmitter: Transmitter
let guard: Guard
let trouble: Trouble[]

beforeEach(async () => {
  trouble = []
  transmitter = await new Transmitter({ signer: await createSigner(), clock: Date.now }).start()
  guard = createGuard({
    issuers: [latchkey({ issuer: transmitter.origin, audience: AUDIENCE, revocation: CLIENT })],
    development: true,
    onTrouble: (one) => trouble.push(one),
  })
})
afterEach(async () => {
  await guard.close()
  await transmitter.stop()
})

const outcome = (token: string): Promise<string> =>
  guard.verify(token).then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

const becomes = (token: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await outcome(token)).toBe(expected), 10_000)

interface Seen extends IssuedSession {
  readonly token: string
}

/** A session the guard has let in. */
const seen = async (): Promise<Seen> => {
  const session = transmitter.openSession()
  const token = await transmitter.token(session)
  expect(await outcome(token)).toBe('accepted')
  return { ...session, token }
}

const onlyStream = async () => {
  await vi.waitFor(() => expect(transmitter.count('/poll/')).toBeGreaterThan(1), 10_000)
  const [stream, ...others] = transmitter.streams.values()
  if (stream === undefined || others.length > 0) throw new Error(`${others.length} streams too many, or none`)
  return stream
}

const acknowledged = async (): Promise<void> => {
  const stream = await onlyStream()
  await vi.waitFor(() => expect(stream.waiting.size).toBe(0), 10_000)
}

test('openid-ssf-receiver-happypath: the metadata are read, a stream is made with a token, events are polled, applied and acknowledged', async () => {
  const session = await seen()
  await onlyStream()
  expect([
    transmitter.count('/.well-known/ssf-configuration'),
    transmitter.count('/oauth/token'),
    transmitter.count('/streams'),
  ]).toEqual([1, 1, 1])
  const made = transmitter.arrived.find(({ path, method }) => path === '/streams' && method === 'POST')
  expect(made?.headers).toMatchObject({
    'content-type': expect.stringContaining('application/json'),
    authorization: 'Bearer machine-0',
  })
  await transmitter.end(session)
  await becomes(session.token, 'token_session_ended')
  await acknowledged()
  expect([transmitter.setErrs, trouble]).toEqual([{}, []])
})

test('openid-ssf-receiver-stream-create-delete: a stream that is no longer needed is deleted, and nothing is asked of it any more', async () => {
  await seen()
  const { id } = await onlyStream()
  await guard.close()
  const last = transmitter.arrived.at(-1)
  expect([last?.method, last?.path]).toEqual(['DELETE', `/streams?stream_id=${id}`])
  expect(transmitter.streams.size).toBe(0)
  const count = transmitter.arrived.length
  await pause(300)
  expect(transmitter.arrived.length).toBe(count)
})

test.each(['paused', 'disabled'])(
  'openid-ssf-receiver-stream-status-update: a stream its transmitter has %s is given up for another one, and what happens then is heard of',
  async (status) => {
    const session = await seen()
    const { id } = await onlyStream()
    await transmitter.tell(events.streamUpdated, { format: 'opaque', id }, { status })
    await vi.waitFor(() => {
      expect([...transmitter.streams.keys()]).toHaveLength(1)
      expect(transmitter.streams.has(id)).toBe(false)
    }, 10_000)
    await transmitter.end(session)
    await becomes(session.token, 'token_session_ended')
    expect(trouble).toMatchObject([{ about: 'event-stream', detail: expect.stringContaining(status) }])
  },
)

test('openid-ssf-receiver-stream-status-update: a stream that is enabled again is kept', async () => {
  const session = await seen()
  const { id } = await onlyStream()
  await transmitter.tell(events.streamUpdated, { format: 'opaque', id }, { status: 'enabled' })
  await acknowledged()
  await transmitter.end(session)
  await becomes(session.token, 'token_session_ended')
  expect([[...transmitter.streams.keys()], trouble]).toEqual([[id], []])
})

test('openid-ssf-receiver-unsolicited-stream-verification: a verification nobody asked for is acknowledged, and changes nothing', async () => {
  const session = await seen()
  const { id } = await onlyStream()
  await transmitter.tell(VERIFICATION, { format: 'opaque', id })
  await transmitter.tell(VERIFICATION, { format: 'opaque', id }, { state: 'of somebody else' })
  await acknowledged()
  expect(await outcome(session.token)).toBe('accepted')
  expect([transmitter.setErrs, trouble, [...transmitter.streams.keys()]]).toEqual([{}, [], [id]])
})

test('openid-ssf-receiver-stream-supported-events: it asks for what it has use for, and a stream that lacks more than ends serves all the same', async () => {
  transmitter.instead = ({ path, method }, response) => {
    if (path !== '/streams' || method !== 'POST') return false
    const id = 'str_of_few'
    transmitter.streams.set(id, { id, audience: id, waiting: new Map(), wake: () => {} })
    response.writeHead(201, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        stream_id: id,
        iss: transmitter.origin,
        aud: id,
        delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${transmitter.origin}/poll/${id}` },
        events_supported: [events.sessionRevoked],
        events_delivered: [events.sessionRevoked],
      }),
    )
    return true
  }
  const session = await seen()
  await onlyStream()
  const made = transmitter.arrived.find(({ path, method }) => path === '/streams' && method === 'POST')
  const { sessionRevoked, claimsChange, credentialChange, accountDisabled, accountPurged } = events
  expect(JSON.parse(made?.body ?? '{}').events_requested.toSorted()).toEqual(
    [sessionRevoked, claimsChange, credentialChange, accountDisabled, accountPurged].toSorted(),
  )
  await transmitter.end(session)
  await becomes(session.token, 'token_session_ended')
  expect(trouble).toEqual([])
})

test('openid-ssf-receiver-stream-caep-interop: session-revoked and credential-change are taken, with every member of the profile', async () => {
  const [ended, changed] = [await seen(), await seen()]
  await onlyStream()
  const common = {
    initiating_entity: 'policy',
    reason_admin: { en: 'the landspeed policy was violated' },
    reason_user: { en: 'you were too fast' },
  }
  const user = { format: 'iss_sub', iss: transmitter.origin, sub: ended.subject }
  const session = { format: 'opaque', id: ended.sid }
  await transmitter.tell(events.sessionRevoked, { format: 'complex', user, session }, common)
  await becomes(ended.token, 'token_session_ended')

  const before = await guard.verify(changed.token)
  const person = { format: 'iss_sub', iss: transmitter.origin, sub: changed.subject }
  const change = { ...common, credential_type: 'password', change_type: 'update' }
  await transmitter.tell(events.credentialChange, person, change)
  await acknowledged()
  await vi.waitFor(async () => expect(await guard.verify(changed.token)).not.toBe(before), 10_000)
  expect([transmitter.setErrs, trouble]).toEqual([{}, []])
})

const plans = new URL('../../shared/vectors/oidf-plans.json', import.meta.url)
const isHere = existsSync(plans)
if (!isHere) console.warn('SKIPPED: the plans of the conformance suite are not here')

test.skipIf(!isHere)(
  'every module of the receiver plans of the suite stands in a test, or is left out for a reason',
  () => {
    const read = JSON.parse(readFileSync(plans, 'utf8')) as Record<string, string[]>
    const modules = ['openid-ssf-receiver-test-plan', 'openid-ssf-receiver-caep-test-plan'].flatMap(
      (plan) => read[plan] ?? [],
    )
    const source = readFileSync(new URL(import.meta.url), 'utf8')
    const hasTest = (module: string) => new RegExp(`'${module}: `).test(source)
    expect(new Set(modules).size).toBeGreaterThan(6)
    expect(modules.filter((module) => !hasTest(module) && LEFT_OUT[module] === undefined)).toEqual([])
    expect(Object.keys(LEFT_OUT).filter((module) => !modules.includes(module) || hasTest(module))).toEqual([])
  },
)
