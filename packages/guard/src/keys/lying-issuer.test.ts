import { AuthError } from '@latchkey/contract'
import { exportJWK, type JWK } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { json, type KeyServer, startKeyServer, status } from '../../test/key-server.js'
import { AUDIENCE, createSigner, NOW, SECONDS, type Signer } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { oidc } from '../issuers/oidc.js'
import { HOUR, MINUTE, SECOND } from '../time.js'
import { createRemoteKeys } from './remote-keys.js'
import type { RemoteKeysOptions } from './remote-keys-options.js'

// What a guard makes of an issuer that is down, slow, rotating or lying, over a real connection.

let signer: Signer
let other: Signer
let rsa: Signer
let issuer: KeyServer
let now: number
let guard: Guard

const guardWith = (options: Partial<RemoteKeysOptions> = {}) =>
  createGuard({
    issuers: [
      oidc({
        issuer: issuer.origin,
        audience: AUDIENCE,
        algorithms: ['ES256', 'RS256', 'PS256'],
        keys: createRemoteKeys({ url: issuer.url, clock: () => now, ...options }),
      }),
    ],
    clock: () => now,
  })
let count = 0
const verdict = async (by: Signer, header: Record<string, unknown> = {}): Promise<string> => {
  count += 1
  const claims = { iss: issuer.origin, jti: String(count), iat: undefined, exp: SECONDS + 1_000_000 }
  const token = await by.token({ claims, header })
  return guard.verify(token).then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof AuthError) return error.code
      throw error
    },
  )
}

beforeAll(async () => {
  signer = await createSigner('ES256', 'a')
  other = await createSigner('ES256', 'b')
  rsa = await createSigner('RS256', 'r')
})
beforeEach(async () => {
  now = NOW
  issuer = await startKeyServer(json({ keys: [signer.jwk] }))
  guard = guardWith()
})
afterEach(() => issuer.close())

describe('an issuer that lies', () => {
  it('and gives another key under a known name is believed about that key alone', async () => {
    issuer.answer = json({ keys: [{ ...other.jwk, kid: 'a' }] })
    expect(await verdict(signer)).toBe('token_signature_invalid')
    expect(await verdict(other, { kid: 'a' })).toBe('accepted')
  })

  it('and has two keys of one name is believed about the first', async () => {
    issuer.answer = json({ keys: [signer.jwk, { ...other.jwk, kid: 'a' }] })
    expect(await verdict(signer)).toBe('accepted')
    expect(await verdict(other, { kid: 'a' })).toBe('token_signature_invalid')
  })

  it('and has keys of two kinds under one name is asked for the one that fits', async () => {
    issuer.answer = json({ keys: [{ ...rsa.jwk, kid: 'a' }, signer.jwk] })
    expect(await verdict(signer)).toBe('accepted')
    expect(await verdict(rsa, { kid: 'a' })).toBe('accepted')
  })

  it('and publishes private keys has published nothing', async () => {
    const leaked = { ...(await exportJWK(signer.privateKey)), kid: 'a' }
    issuer.answer = json({ keys: [leaked, other.jwk] })
    expect(await verdict(signer)).toBe('token_key_unknown')
    expect(await verdict(other)).toBe('accepted')
  })

  it.each<[string, (jwk: JWK) => unknown]>([
    ['the kind of another key', (jwk) => ({ ...jwk, kty: 'RSA' })],
    ['a kind that is none', (jwk) => ({ ...jwk, kty: 'constructor' })],
    ['no kind', (jwk) => ({ ...jwk, kty: undefined })],
    ['use enc', (jwk) => ({ ...jwk, use: 'enc' })],
    ['the algorithm of another kind', (jwk) => ({ ...jwk, alg: 'HS256' })],
    ['a point off its curve', (jwk) => ({ ...jwk, y: jwk.x })],
    ['a number for a coordinate', (jwk) => ({ ...jwk, x: 7 })],
    ['a shared secret of the same name', () => ({ kty: 'oct', kid: 'a', k: 'AAAA', alg: 'ES256' })],
    ['nothing', () => null],
  ])('about a key, which has %s, is not believed about it, and about the others is', async (_, lie) => {
    issuer.answer = json({ keys: [lie(signer.jwk), other.jwk] })
    expect(await verdict(signer)).toBe('token_key_unknown')
    expect(await verdict(other)).toBe('accepted')
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', 'a\u0000b', '🗝️'])(
    'and names its key %j is taken at its word, and nobody else finds a key by that name',
    async (kid) => {
      expect(await verdict(signer, { kid })).toBe('token_key_unknown')
      issuer.answer = json({ keys: [{ ...signer.jwk, kid }] })
      guard = guardWith()
      expect(await verdict(signer, { kid })).toBe('accepted')
      expect(await verdict(other, { kid })).toBe('token_signature_invalid')
      expect(await verdict(signer, { kid: 'valueOf' })).toBe('token_key_unknown')
    },
  )

  it('and publishes ten thousand keys has said too much, and the keys we had stay', async () => {
    expect(await verdict(signer)).toBe('accepted')
    issuer.answer = json({
      keys: Array.from({ length: 10_000 }, (_, i) => ({ ...other.jwk, kid: String(i) })),
    })
    now += 10 * MINUTE
    expect(await verdict(other, { kid: '7' })).toBe('issuer_unreachable')
    expect(await verdict(signer)).toBe('accepted')
  })

  it('and publishes as many as fit is read, to the last of them', async () => {
    const { kty, crv, x, y } = signer.jwk
    const many = Array.from({ length: 700 }, (_, i) => ({ kty, crv, x, y, kid: String(i) }))
    issuer.answer = json({ keys: many })
    expect(await verdict(signer, { kid: '699' })).toBe('accepted')
    // Without a name there are too many to choose from.
    expect(await verdict(signer, { kid: undefined })).toBe('token_key_unknown')
  })
})

describe('an issuer that rotates', () => {
  it('every minute, under load, is followed: what it publishes is accepted, what it withdrew is not', async () => {
    const generations = await Promise.all(
      Array.from({ length: 6 }, (_, i) => createSigner('ES256', `generation-${i}`)),
    )
    const outcomes: string[] = []
    for (const [i, current] of generations.entries()) {
      const before = generations[i - 1]
      issuer.answer = json({ keys: [current, before].flatMap((one) => one?.jwk ?? []) })
      now += MINUTE
      const signers = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? current : (before ?? current)))
      outcomes.push(...(await Promise.all(signers.map((by) => verdict(by)))))
    }
    expect(new Set(outcomes)).toEqual(new Set(['accepted']))
    expect(issuer.requests).toBe(generations.length)
    const [oldest] = generations
    expect(oldest === undefined ? undefined : await verdict(oldest)).toBe('token_key_unknown')
  })
})

describe('an issuer that is flooded through us', () => {
  it('with tokens of ten thousand invented keys is asked once in the cool-down, and nobody who is known waits', async () => {
    expect(await verdict(signer)).toBe('accepted')
    now += 30 * SECOND
    const flood = Array.from({ length: 10_000 }, (_, i) => verdict(other, { kid: `invented-${i}` }))
    expect(await verdict(signer)).toBe('accepted')
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['token_key_unknown']))
    expect(issuer.requests).toBe(2)
  })
})

describe('an issuer that is down', () => {
  it('at the start answers 503 with a time, and everything works when it comes', async () => {
    issuer.answer = status(502)
    expect(await verdict(signer)).toBe('issuer_unreachable')
    issuer.answer = json({ keys: [signer.jwk] })
    now += SECOND
    expect(await verdict(signer)).toBe('accepted')
  })

  it('later leaves its keys in use for a day past their ten minutes, and not a moment longer', async () => {
    expect(await verdict(signer)).toBe('accepted')
    issuer.answer = status(502)
    now = NOW + 10 * MINUTE
    expect(await verdict(signer)).toBe('accepted')
    now = NOW + 10 * MINUTE + 24 * HOUR - 1
    expect(await verdict(signer)).toBe('accepted')
    await expect.poll(() => issuer.requests).toBe(3)
    now = NOW + 10 * MINUTE + 24 * HOUR
    expect(await verdict(signer)).toBe('issuer_unreachable')
  })

  it('may be given no credit at all', async () => {
    guard = guardWith({ staleFor: 0 })
    expect(await verdict(signer)).toBe('accepted')
    issuer.answer = status(502)
    now += 10 * MINUTE
    expect(await verdict(signer)).toBe('issuer_unreachable')
  })
})
