import { existsSync, readFileSync } from 'node:fs'
import { POLL_DELIVERY, PUSH_DELIVERY, paths, SECURITY_EVENT_URIS } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'
import {
  type Call,
  call,
  createStream,
  endSession,
  machineToken,
  namesOf,
  poll,
  READER,
  RECEIVER,
  STRANGER,
  startEventHouse,
} from './fixtures/event-streams.js'

// OpenID Shared Signals Framework 1.0. The tests that begin with `openid-ssf` are ported from the modules of these names in the conformance
// suite of the OpenID Foundation; that is no certification.

const UNKNOWN = 'str_00000000000000000000000000000000'
const REVOKED = SECURITY_EVENT_URIS['session-revoked']
const INVALID_TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'
const statusPath = (id: string) => `${paths.eventStreamStatus}?stream_id=${id}`
const streamPath = (id: string) => `${paths.eventStreams}?stream_id=${id}`

test('openid-ssf-transmitter-metadata: the metadata say what is there, and every address answers', async () => {
  await using house = await startEventHouse()
  const { status, body, headers } = await ask(house, paths.ssfConfiguration)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/json')
  expect(body).toEqual({
    spec_version: '1_0',
    issuer: ISSUER,
    jwks_uri: ISSUER + paths.jwks,
    delivery_methods_supported: [PUSH_DELIVERY, POLL_DELIVERY],
    configuration_endpoint: `${ISSUER}/ssf/streams`,
    status_endpoint: `${ISSUER}/ssf/status`,
    add_subject_endpoint: `${ISSUER}/ssf/subjects/add`,
    remove_subject_endpoint: `${ISSUER}/ssf/subjects/remove`,
    verification_endpoint: `${ISSUER}/ssf/verify`,
    critical_subject_members: [],
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: 'ALL',
  })
  for (const [name, address] of Object.entries(body)) {
    if (!name.endsWith('_endpoint')) continue
    const { status } = await ask(house, String(address).slice(ISSUER.length), { method: 'POST' })
    expect([name, status]).toEqual([name, 401])
  }
})

test('§7.2: below an issuer with a path the metadata stand before the path', async () => {
  const issuer = `${ISSUER}/auth`
  await using house = await startEventHouse({ options: { issuer } })
  const answer = await ask(house, `${paths.ssfConfiguration}/auth`)
  expect([answer.status, answer.body['configuration_endpoint']]).toEqual([200, `${issuer}/ssf/streams`])
  const { status } = await ask(house, `/auth${paths.eventStreams}`)
  expect(status).toBe(401)
})

test('openid-ssf-stream-control-happy-path: a stream is made, read, changed, replaced, paused and deleted', async () => {
  await using house = await startEventHouse()
  const events = [REVOKED, 'https://example.com/of-another-make']
  const created = await call(house, paths.eventStreams, {
    body: { events_requested: events, delivery: { method: POLL_DELIVERY }, description: 'todo API' },
  })
  const id = String(created.body['stream_id'])
  expect([created.status, created.body]).toEqual([
    201,
    {
      stream_id: expect.stringMatching(/^str_[0-9a-f]{32}$/),
      iss: ISSUER,
      aud: RECEIVER.id,
      events_supported: Object.values(SECURITY_EVENT_URIS),
      events_requested: events,
      events_delivered: [REVOKED],
      delivery: { method: POLL_DELIVERY, endpoint_url: `${ISSUER}/ssf/poll/${id}` },
      min_verification_interval: 10,
      inactivity_timeout: 86_400,
      description: 'todo API',
    },
  ])
  expect((await call(house, streamPath(id))).body).toEqual(created.body)
  expect((await call(house, paths.eventStreams)).body).toEqual([created.body])

  const patched = await call(house, paths.eventStreams, {
    method: 'PATCH',
    body: { ...created.body, description: 'the todo API' },
  })
  expect([patched.status, patched.body]).toEqual([200, { ...created.body, description: 'the todo API' }])

  const replaced = await call(house, paths.eventStreams, {
    method: 'PUT',
    body: { stream_id: id, events_requested: [], delivery: { method: POLL_DELIVERY } },
  })
  const { description: _, ...rest } = created.body
  expect([replaced.status, replaced.body]).toEqual([
    200,
    { ...rest, events_requested: [], events_delivered: [] },
  ])

  for (const status of ['paused', 'disabled', 'enabled']) {
    const answer = await call(house, paths.eventStreamStatus, {
      body: { stream_id: id, status, reason: 'moving house' },
    })
    expect([answer.status, answer.body]).toEqual([200, { stream_id: id, status, reason: 'moving house' }])
    expect((await call(house, statusPath(id))).body).toEqual(answer.body)
  }

  const deleted = await call(house, streamPath(id), { method: 'DELETE' })
  expect([deleted.status, deleted.body]).toEqual([204, {}])
  expect((await call(house, streamPath(id))).status).toBe(404)
  expect((await call(house, paths.eventStreams)).body).toEqual([])
})

describe('openid-ssf-stream-control-error-create-stream-with-broken-input', () => {
  test.each([
    ['no JSON', '{"delivery":'],
    ['no object', '[]'],
    ['another delivery', { delivery: { method: 'urn:example:carrier-pigeon' } }],
    ['events that are no list', { events_requested: REVOKED }],
    ['a description that is no text', { description: 7 }],
    ['an endless description', { description: 'x'.repeat(513) }],
    ['a push without an address', { delivery: { method: PUSH_DELIVERY } }],
    ['a push to nowhere', { delivery: { method: PUSH_DELIVERY, endpoint_url: 'not a url' } }],
    [
      'a header in the header',
      {
        delivery: {
          method: PUSH_DELIVERY,
          endpoint_url: 'https://a.example/',
          authorization_header: 'x\r\ny: z',
        },
      },
    ],
  ])('%s is refused with 400, and makes no stream', async (_, body) => {
    await using house = await startEventHouse()
    expect((await call(house, paths.eventStreams, { body })).status).toBe(400)
    expect((await call(house, paths.eventStreams)).body).toEqual([])
  })
})

test('openid-ssf-stream-control-error-create-stream-with-duplicate-config: the hundred and first stream of a client is refused', async () => {
  await using house = await startEventHouse()
  const token = await machineToken(house)
  for (let count = 0; count < 100; count += 1) await createStream(house, {}, token)
  const answer = await call(house, paths.eventStreams, { token, body: {} })
  expect([answer.status, answer.body['reason']]).toEqual([409, 'stream_limit_reached'])
  await createStream(house, {}, await machineToken(house, STRANGER))
})

const unknownOf = (id: string): Readonly<Record<string, { path: string; call: Call }>> => ({
  'openid-ssf-stream-control-error-read-unknown-stream': { path: streamPath(id), call: {} },
  'openid-ssf-stream-control-error-update-unknown-stream': {
    path: paths.eventStreams,
    call: { method: 'PATCH', body: { stream_id: id } },
  },
  'openid-ssf-stream-control-error-replace-unknown-stream': {
    path: paths.eventStreams,
    call: { method: 'PUT', body: { stream_id: id } },
  },
  'openid-ssf-stream-control-error-delete-unknown-stream': {
    path: streamPath(id),
    call: { method: 'DELETE' },
  },
  'the status of an unknown stream': { path: statusPath(id), call: {} },
  'a status for an unknown stream': {
    path: paths.eventStreamStatus,
    call: { body: { stream_id: id, status: 'paused' } },
  },
  'a subject for an unknown stream': {
    path: paths.removeEventSubject,
    call: { body: { stream_id: id, subject: { format: 'opaque', id: UNKNOWN.replace('str', 'ses') } } },
  },
  'a verification of an unknown stream': { path: paths.verifyEventStream, call: { body: { stream_id: id } } },
  'a poll of an unknown stream': { path: `${paths.pollEvents}/${id}`, call: { body: {} } },
})

describe.each(Object.keys(unknownOf('')))('%s', (name) => {
  const of = (id: string) => unknownOf(id)[name] ?? { path: '', call: {} }

  test('it is refused with 404', async () => {
    await using house = await startEventHouse()
    for (const id of [UNKNOWN, 'nonsense', '%00', 'x'.repeat(400)]) {
      const { path, call: made } = of(id)
      const { status, body } = await call(house, path, made)
      expect([status, body['reason']]).toEqual([404, 'stream_unknown'])
    }
  })

  test("another client's stream is unknown, and stays as it was", async () => {
    await using house = await startEventHouse()
    const id = await createStream(house, { description: 'mine' })
    const before = await call(house, streamPath(id))
    const { path, call: made } = of(id)
    const token = await machineToken(house, STRANGER)
    expect((await call(house, path, { ...made, token })).status).toBe(404)
    expect(await call(house, streamPath(id))).toEqual(before)
    expect((await call(house, statusPath(id))).body['status']).toBe('enabled')
  })
})

describe.each([
  ['openid-ssf-stream-control-error-create-stream-with-invalid-token', paths.eventStreams, { body: {} }],
  ['openid-ssf-stream-control-error-read-stream-with-invalid-token', paths.eventStreams, {}],
  [
    'openid-ssf-stream-control-error-update-stream-with-invalid-token',
    paths.eventStreams,
    { method: 'PATCH', body: { stream_id: UNKNOWN } },
  ],
  [
    'openid-ssf-stream-control-error-replace-stream-with-invalid-token',
    paths.eventStreams,
    { method: 'PUT', body: { stream_id: UNKNOWN } },
  ],
  [
    'openid-ssf-stream-control-error-delete-stream-with-invalid-token',
    streamPath(UNKNOWN),
    { method: 'DELETE' },
  ],
])('%s', (_, path, made: Call) => {
  test('it is refused with 401 and a challenge', async () => {
    await using house = await startEventHouse()
    const { status, headers } = await call(house, path, { ...made, token: INVALID_TOKEN })
    expect([status, headers['www-authenticate']]).toEqual([
      401,
      expect.stringMatching(/^Bearer .*error="invalid_token"/),
    ])
  })
})

describe.each([
  ['openid-ssf-stream-control-error-update-stream-with-invalid-body', 'PATCH'],
  ['openid-ssf-stream-control-error-replace-stream-with-invalid-body', 'PUT'],
])('%s', (_, method) => {
  test.each([
    ['no stream', {}],
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['another audience', { aud: 'somebody-else' }],
    ['another list of what there is', { events_supported: [REVOKED] }],
    ['another interval', { min_verification_interval: 0 }],
    ['another place to poll', { delivery: { method: POLL_DELIVERY, endpoint_url: 'https://a.example/' } }],
    ['events that are no list', { events_requested: 'all' }],
  ])('%s is refused with 400, and changes nothing', async (what, deviation) => {
    await using house = await startEventHouse()
    const id = await createStream(house, { description: 'as it was' })
    const before = await call(house, streamPath(id))
    const body = { ...(what !== 'no stream' && { stream_id: id }), description: 'changed', ...deviation }
    expect((await call(house, paths.eventStreams, { method, body })).status).toBe(400)
    expect(await call(house, streamPath(id))).toEqual(before)
  })
})

describe('openid-ssf-stream-subject-control', () => {
  const user = (sub: string) => ({ format: 'iss_sub', iss: ISSUER, sub })

  test('of a user who was removed a stream says nothing, and of one who was added again everything', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    const { user: ada } = await house.signIn()
    const subject = user(ada.sub)
    const removed = await call(house, paths.removeEventSubject, { body: { stream_id: id, subject } })
    expect(removed.status).toBe(204)
    await endSession(house)
    expect((await poll(house, id)).events).toEqual([])
    const added = await call(house, paths.addEventSubject, {
      body: { stream_id: id, subject, verified: true },
    })
    expect([added.status, added.body]).toEqual([200, {}])
    const session = await endSession(house)
    const { events } = await poll(house, id)
    expect(events.at(-1)?.sub_id['session']).toEqual({ format: 'opaque', id: session })
  })

  test('a session can be removed by itself, and others of its user are told', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    const { session_id, user: ada, refresh_token } = await house.signIn()
    const subject = {
      format: 'complex',
      user: user(ada.sub),
      session: { format: 'opaque', id: session_id },
    }
    await call(house, paths.removeEventSubject, { body: { stream_id: id, subject } })
    await house.post(
      paths.revoke,
      { token: refresh_token },
      { id: 'web', secret: 'web-secret-web-secret-web-secret-0123' },
    )
    const other = await endSession(house)
    const { events } = await poll(house, id)
    expect(events.map(({ sub_id }) => sub_id['session'])).toEqual([{ format: 'opaque', id: other }])
  })

  test.each([
    ['of another issuer', { format: 'iss_sub', iss: 'https://elsewhere.example', sub: 'usr_1' }],
    ['by an address', { format: 'email', email: 'ada@example.com' }],
    ['by nothing', { format: 'complex' }],
    ['by itself, again and again', { format: 'complex', user: { format: 'complex', user: {} } }],
  ])('a subject %s is told to be unknown', async (_, subject) => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    const { status, body } = await call(house, paths.removeEventSubject, { body: { stream_id: id, subject } })
    expect([status, body['reason']]).toEqual([404, 'subject_unknown'])
  })
})

describe('verification', () => {
  test('openid-ssf-transmitter-stream-verification-poll-only: it comes with the state, about the stream, until it is acknowledged', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house, { events_requested: [] })
    const asked = await call(house, paths.verifyEventStream, {
      body: { stream_id: id, state: 'VGhlIHN0YXRl' },
    })
    expect([asked.status, asked.body]).toEqual([204, {}])
    for (const { events } of [await poll(house, id), await poll(house, id)]) {
      expect(events).toMatchObject([
        {
          aud: RECEIVER.id,
          sub_id: { format: 'opaque', id },
          events: {
            'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'VGhlIHN0YXRl' },
          },
        },
      ])
    }
  })

  test('openid-ssf-transmitter-stream-verification-poll-and-ack: one poll acknowledges and asks', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    await call(house, paths.verifyEventStream, { body: { stream_id: id } })
    const { ids } = await poll(house, id)
    expect(ids).toHaveLength(1)
    const session = await endSession(house)
    const { events } = await poll(house, id, { ack: ids })
    expect(events.map(({ sub_id }) => sub_id['session'])).toEqual([{ format: 'opaque', id: session }])
  })

  test('openid-ssf-transmitter-stream-verification-ack-only: a poll for no events acknowledges, and answers at once', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    await call(house, paths.verifyEventStream, { body: { stream_id: id } })
    const { ids } = await poll(house, id)
    const acknowledged = await poll(house, id, { maxEvents: 0, ack: ids, returnImmediately: false })
    expect(acknowledged).toEqual({ events: [], ids: [], moreAvailable: false })
    expect((await poll(house, id)).events).toEqual([])
  })

  test('it is told to this stream and to no other', async () => {
    await using house = await startEventHouse()
    const [id, other] = [await createStream(house), await createStream(house)]
    await call(house, paths.verifyEventStream, { body: { stream_id: id, state: 'mine' } })
    expect([(await poll(house, id)).ids.length, (await poll(house, other)).ids.length]).toEqual([1, 0])
  })

  test('sooner than the interval it is refused with 429, and when to come back', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    const ask = () => call(house, paths.verifyEventStream, { body: { stream_id: id } })
    expect((await ask()).status).toBe(204)
    house.clock.advance(4_000)
    const soon = await ask()
    expect([soon.status, soon.headers['retry-after']]).toEqual([429, '6'])
    house.clock.advance(6_000)
    expect((await ask()).status).toBe(204)
  })
})

describe('status', () => {
  const set = (house: Awaited<ReturnType<typeof startEventHouse>>, id: string, status: string) =>
    call(house, paths.eventStreamStatus, { body: { stream_id: id, status } })

  test('a paused stream holds what happens and says that it is paused; enabled, it tells everything', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    await set(house, id, 'paused')
    await endSession(house)
    const paused = await poll(house, id)
    expect(paused.events).toMatchObject([
      {
        sub_id: { format: 'opaque', id },
        events: { 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated': { status: 'paused' } },
      },
    ])
    await poll(house, id, { ack: paused.ids })
    await set(house, id, 'enabled')
    expect(namesOf(await poll(house, id))).toEqual(['session-revoked', 'stream-updated'])
  })

  test('a disabled stream lets everything pass, what was held too', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    await endSession(house)
    await set(house, id, 'disabled')
    await endSession(house)
    expect(namesOf(await poll(house, id))).toEqual(['stream-updated'])
    await set(house, id, 'enabled')
    const session = await endSession(house)
    const { events } = await poll(house, id)
    expect(events.flatMap(({ sub_id }) => sub_id['session'] ?? [])).toEqual([
      { format: 'opaque', id: session },
    ])
  })

  test('the same status again is no news', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    expect((await set(house, id, 'enabled')).status).toBe(200)
    expect((await poll(house, id)).events).toEqual([])
  })

  test('there is no other status', async () => {
    await using house = await startEventHouse()
    const id = await createStream(house)
    expect((await set(house, id, 'asleep')).status).toBe(400)
  })
})

test('CAEP Interoperability Profile §2.7.3: ssf.read reads and polls, and changes nothing', async () => {
  await using house = await startEventHouse()
  const token = await machineToken(house, READER)
  expect((await call(house, paths.eventStreams, { token })).status).toBe(200)
  const { status, body, headers } = await call(house, paths.eventStreams, { token, body: {} })
  expect([status, body['reason'], headers['www-authenticate']]).toEqual([
    403,
    'scope_insufficient',
    expect.stringContaining('insufficient_scope'),
  ])
})

const plans = new URL('../../shared/vectors/oidf-plans.json', import.meta.url)
const isHere = existsSync(plans)
if (!isHere) console.warn('SKIPPED: the plans of the conformance suite are not here')

test.skipIf(!isHere)('every module of the transmitter plans of the suite stands in a test', () => {
  const read = JSON.parse(readFileSync(plans, 'utf8')) as Record<string, unknown[]>
  const modules = ['openid-ssf-transmitter-test-plan', 'openid-ssf-transmitter-caep-test-plan'].flatMap(
    (plan) => read[plan] ?? [],
  )
  const tests = ['ssf-transmitter', 'rfc8935-push', 'caep-events']
    .map((name) => new URL(`./${name}.test.ts`, import.meta.url))
    .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
    .join()
  expect(modules.length).toBeGreaterThan(20)
  expect(modules.filter((name) => !tests.includes(String(name)))).toEqual([])
})
