import { setTimeout as pause } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { json, type KeyServer, startKeyServer } from '../../test/key-server.js'
import { AUDIENCE, createSigner, NOW, type Signer } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { latchkey } from '../issuers/latchkey.js'
import type { Trouble } from '../trouble.js'
import type { RevocationOptions } from './revocation-options.js'

const INDEX = 1993
const TTL = 10_000

let issuer: KeyServer
let signer: Signer
let now: number
let list: Uint8Array
let etag: string
let asked: { readonly path: string; readonly known: string | undefined }[]
let deviation: { claims: Record<string, unknown>; header: Record<string, unknown> }
/** What the list is answered with instead, when something is. */
let instead: ((response: import('node:http').ServerResponse) => void) | undefined
let trouble: Trouble[]
const guards: Guard[] = []

const listUrl = (): string => `${issuer.origin}/status-lists/0`

const listToken = (): Promise<string> => {
  const seconds = Math.floor(now / 1000)
  return new SignJWT({
    iss: issuer.origin,
    sub: listUrl(),
    iat: seconds,
    exp: seconds + 600,
    ttl: TTL / 1000,
    status_list: { bits: 1, lst: deflateSync(list).toString('base64url') },
    ...deviation.claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: signer.kid, typ: 'statuslist+jwt', ...deviation.header })
    .sign(signer.privateKey)
}

const end = (index: number): void => {
  list[index >> 3] = (list[index >> 3] ?? 0) | (1 << (index & 7))
  etag = `"${index} ended"`
}

const guardWith = (revocation?: boolean | RevocationOptions): Guard => {
  const guard = createGuard({
    issuers: [
      latchkey({
        issuer: issuer.origin,
        audience: AUDIENCE,
        ...(revocation !== undefined && { revocation }),
      }),
    ],
    development: true,
    clock: () => now,
    onTrouble: (one) => trouble.push(one),
  })
  guards.push(guard)
  return guard
}

const tokenAt = (index: number, status?: unknown): Promise<string> =>
  signer.token({
    claims: {
      iss: issuer.origin,
      exp: Math.floor(NOW / 1000) + 3600,
      status: status ?? { status_list: { idx: index, uri: listUrl() } },
    },
  })

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

beforeEach(async () => {
  signer = await createSigner()
  now = NOW
  list = new Uint8Array(2 ** 17)
  etag = '"nobody"'
  asked = []
  deviation = { claims: {}, header: {} }
  instead = undefined
  trouble = []
  issuer = await startKeyServer((request, response) => {
    if (request.url?.endsWith('jwks.json') === true) return json({ keys: [signer.jwk] })(request, response)
    const known = request.headers['if-none-match']
    asked.push({ path: request.url ?? '', known })
    if (instead !== undefined) return instead(response)
    if (known === etag) return void response.writeHead(304, { etag }).end()
    void listToken().then((text) =>
      response.writeHead(200, { 'content-type': 'application/statuslist+jwt', etag }).end(text),
    )
  })
})
afterEach(async () => {
  for (const guard of guards.splice(0)) await guard.close()
  await issuer.close()
})

describe('a guard that reads status lists', () => {
  it('refuses the token of an ended session, and accepts those of others', async () => {
    end(INDEX)
    const guard = guardWith()
    expect(await outcome(guard.verify(await tokenAt(INDEX)))).toBe('token_session_ended')
    expect(await outcome(guard.verify(await tokenAt(INDEX + 1)))).toBe('accepted')
    expect(asked).toHaveLength(1)
  })

  it('fetches a list once, however many tokens of it come together', async () => {
    const guard = guardWith()
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, at) => tokenAt(at)))
    const outcomes = await Promise.all(tokens.map((token) => outcome(guard.verify(token))))
    expect(new Set(outcomes)).toEqual(new Set(['accepted']))
    expect(asked).toHaveLength(1)
  })

  it('refuses a token it remembers, once its list has been fetched anew', async () => {
    const guard = guardWith()
    const token = await tokenAt(INDEX)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    end(INDEX)
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now += TTL * 1.5
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
  })

  it('fetches by itself, so that nobody waits and what has ended is forgotten', async () => {
    const guard = guardWith({ every: 1_000 })
    const token = await tokenAt(INDEX)
    const other = await tokenAt(INDEX + 1)
    await guard.verify(other)
    const ended = vi.fn()
    guard.whenEnded(await guard.verify(token), ended)
    end(INDEX)
    now += 1_000
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1), 10_000)
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
    expect(await outcome(guard.verify(other))).toBe('accepted')
  })

  it('asks whether the list it has still holds, and takes the token anew before that one is over', async () => {
    const guard = guardWith()
    const token = await tokenAt(INDEX)
    await guard.verify(token)
    now += TTL * 1.5
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now += 400_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(asked.map(({ known }) => known)).toEqual([undefined, '"nobody"', undefined])
  })

  it('accepts a token that names no status, without asking anybody', async () => {
    const guard = guardWith()
    const token = await signer.token({ claims: { iss: issuer.origin } })
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(asked).toEqual([])
  })

  it('asks nobody when it was told not to', async () => {
    end(INDEX)
    expect(await outcome(guardWith(false).verify(await tokenAt(INDEX)))).toBe('accepted')
    expect(asked).toEqual([])
  })
})

describe('a place where no status stands', () => {
  it.each([
    ['beyond the end of the list', () => ({ status_list: { idx: 2 ** 20, uri: listUrl() } })],
    ['below zero', () => ({ status_list: { idx: -1, uri: listUrl() } })],
    ['that is no number', () => ({ status_list: { idx: '1', uri: listUrl() } })],
    ['without an address', () => ({ status_list: { idx: 1 } })],
    ['at another server', () => ({ status_list: { idx: 1, uri: 'http://127.0.0.1:9/status-lists/0' } })],
    [
      'at a server whose name begins alike',
      () => ({ status_list: { idx: 1, uri: `${issuer.origin}1/status-lists/0` } }),
    ],
  ])('%s is not accepted, and nobody else is asked', async (_, status) => {
    const guard = guardWith()
    expect(await outcome(guard.verify(await tokenAt(1, status())))).toBe('token_claims_invalid')
    expect(asked.every(({ path }) => path === '/status-lists/0')).toBe(true)
  })

  it('a status of another kind is none we look at', async () => {
    expect(await outcome(guardWith().verify(await tokenAt(1, { other: {} })))).toBe('accepted')
  })
})

describe('an issuer whose lists cannot be had', () => {
  const fail = (): void => {
    instead = (response) => response.writeHead(500).end()
  }

  it('closes the guard for who is new, with 503, and says so once for all', async () => {
    fail()
    const guard = guardWith()
    expect(await outcome(guard.verify(await tokenAt(INDEX)))).toBe('issuer_unreachable')
    expect(trouble).toMatchObject([{ about: 'revocation', issuer: issuer.origin, detail: 'answered 500' }])
  })

  it('is not run over: one request a second, however many tokens come', async () => {
    fail()
    const guard = guardWith()
    for (let times = 0; times < 20; times += 1) await outcome(guard.verify(await tokenAt(times)))
    expect(asked).toHaveLength(1)
    now += 1_000
    await outcome(guard.verify(await tokenAt(INDEX)))
    expect(asked).toHaveLength(2)
  })

  it('is believed for a minute with what it said last, and no longer', async () => {
    const guard = guardWith()
    const token = await tokenAt(INDEX)
    await guard.verify(token)
    fail()
    now += 30_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now += 29_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(guard.staleness()).toBe(59_000)
    now += 1_000
    expect(await outcome(guard.verify(token))).toBe('issuer_unreachable')
    instead = undefined
    now += 1_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
  })

  it('does not hold up a guard that was told to go on', async () => {
    fail()
    const guard = guardWith({ whenStale: 'accept' })
    expect(await outcome(guard.verify(await tokenAt(INDEX)))).toBe('accepted')
  })

  it('does not bring back what has ended', async () => {
    const guard = guardWith({ whenStale: 'accept' })
    end(INDEX)
    const token = await tokenAt(INDEX)
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
    fail()
    now += 120_000
    expect(await outcome(guard.verify(token))).toBe('token_session_ended')
  })

  it('does not stretch what is believed by setting the clock back', async () => {
    const guard = guardWith()
    const token = await tokenAt(INDEX)
    await guard.verify(token)
    fail()
    now -= 3_000
    expect(await outcome(guard.verify(await tokenAt(INDEX + 1)))).toBe('issuer_unreachable')
  })
})

describe('a list that lies', () => {
  it.each([
    ['is about another address', { sub: 'https://other.example/status-lists/0' }, {}],
    ['is of another issuer', { iss: 'https://other.example' }, {}],
    ['has expired', { exp: 1 }, {}],
    ['is an access token', {}, { typ: 'at+jwt' }],
    ['says no type', {}, { typ: undefined }],
    ['has bits of a width there is not', { status_list: { bits: 3, lst: 'eNrbuRgAAhcBXQ' } }, {}],
    ['is nothing', { status_list: undefined }, {}],
    [
      'is a bomb',
      { status_list: { bits: 1, lst: deflateSync(new Uint8Array(2 ** 26)).toString('base64url') } },
      {},
    ],
  ])('because it %s is not believed', async (_, claims, header) => {
    deviation = { claims, header }
    expect(await outcome(guardWith().verify(await tokenAt(INDEX)))).toBe('issuer_unreachable')
    expect(JSON.stringify(trouble[0]?.detail)).not.toContain('eyJ')
  })

  it('because somebody else signed it is not believed', async () => {
    const stranger = await createSigner('ES256', signer.kid)
    const { privateKey } = signer
    Object.assign(signer, { privateKey: stranger.privateKey })
    const listed = await listToken()
    Object.assign(signer, { privateKey })
    instead = (response) => response.writeHead(200).end(listed)
    expect(await outcome(guardWith().verify(await tokenAt(INDEX)))).toBe('issuer_unreachable')
  })

  it.each([
    [
      'redirects',
      (response: import('node:http').ServerResponse) => response.writeHead(302, { location: '/' }).end(),
    ],
    [
      'is endless',
      (response: import('node:http').ServerResponse) => response.writeHead(200).end('x'.repeat(3_000_000)),
    ],
    ['is no token', (response: import('node:http').ServerResponse) => response.writeHead(200).end('{}')],
    [
      'says that nothing changed to somebody who has nothing',
      (response: import('node:http').ServerResponse) => response.writeHead(304).end(),
    ],
  ])('because it %s is not believed', async (_, answer) => {
    instead = answer
    expect(await outcome(guardWith().verify(await tokenAt(INDEX)))).toBe('issuer_unreachable')
  })
})

it('a guard that is closed asks nobody any more', async () => {
  const guard = guardWith({ every: 1_000 })
  await guard.verify(await tokenAt(INDEX))
  await guard.close()
  const before = asked.length
  now += 60_000
  await pause(1_200)
  expect(asked).toHaveLength(before)
})
