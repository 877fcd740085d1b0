import type { RequestListener } from 'node:http'
import { AuthError } from '@latchkey/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { json, type KeyServer, startKeyServer, status } from '../../test/key-server.js'
import { AUDIENCE, createSigner, NOW, type Signer } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { HOUR, MINUTE, SECOND } from '../time.js'
import { oidc } from './oidc.js'

let signer: Signer
let issuer: KeyServer
/** Keys on another host, as many issuers have them. */
let keyHost: KeyServer
let asked: string[]
let metadata: unknown
let now: number
let guard: Guard

const atIssuer: RequestListener = (request, response) => {
  asked.push(String(request.url))
  json(metadata)(request, response)
}
const newGuard = () =>
  createGuard({
    issuers: [oidc({ issuer: issuer.origin, audience: AUDIENCE, algorithms: ['ES256'] })],
    clock: () => now,
  })
let count = 0
/** What becomes of a token nobody has seen. */
const verdict = async (): Promise<string> => {
  count += 1
  const token = await signer.token({
    claims: {
      iss: issuer.origin,
      jti: String(count),
      exp: now / 1000 + 600,
      iat: undefined,
      auth_time: undefined,
    },
  })
  return guard.verify(token).then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof AuthError)) throw error
      return `${error.code}: ${error.detail}`
    },
  )
}

beforeAll(async () => {
  signer = await createSigner()
})
beforeEach(async () => {
  now = NOW
  asked = []
  issuer = await startKeyServer(atIssuer)
  keyHost = await startKeyServer(json({ keys: [signer.jwk] }))
  metadata = { issuer: issuer.origin, jwks_uri: keyHost.url }
  guard = newGuard()
})
afterEach(async () => {
  await issuer.close()
  await keyHost.close()
})

describe('metadata of an issuer', () => {
  it('are asked for when a token first needs keys, and lead to them on whichever host', async () => {
    expect(asked).toEqual([])
    expect(await verdict()).toBe('accepted')
    expect(await verdict()).toBe('accepted')
    expect(asked).toEqual(['/.well-known/openid-configuration'])
    expect(keyHost.requests).toBe(1)
  })

  it('are asked for below the path of an issuer that has one, and once whatever its slash', async () => {
    for (const path of ['/realms/a', '/realms/a/']) {
      asked = []
      const name = issuer.origin + path
      metadata = { issuer: name, jwks_uri: keyHost.url }
      guard = createGuard({
        issuers: [oidc({ issuer: name, audience: AUDIENCE, algorithms: ['ES256'] })],
        clock: () => now,
      })
      const token = await signer.token({ claims: { iss: name } })
      expect((await guard.verify(token)).issuer).toBe(name)
      expect(asked).toEqual(['/realms/a/.well-known/openid-configuration'])
    }
  })

  it('are kept for an hour while keys are fetched again, and asked for once by a crowd', async () => {
    await Promise.all(Array.from({ length: 500 }, verdict))
    expect([asked.length, keyHost.requests]).toEqual([1, 1])
    now += 10 * MINUTE
    await verdict()
    expect([asked.length, keyHost.requests]).toEqual([1, 2])
    now += HOUR
    await verdict()
    expect([asked.length, keyHost.requests]).toEqual([2, 3])
  })

  it('may send us to new keys, which are found when the metadata are old', async () => {
    await verdict()
    const elsewhere = await startKeyServer(json({ keys: [signer.jwk] }))
    metadata = { issuer: issuer.origin, jwks_uri: elsewhere.url }
    now += HOUR
    expect(await verdict()).toBe('accepted')
    expect(elsewhere.requests).toBe(1)
    await elsewhere.close()
  })

  it.each<[string, (origin: string) => unknown, RegExp]>([
    [
      'of another issuer',
      () => ({ issuer: 'https://evil.example', jwks_uri: 'https://evil.example/k' }),
      /the metadata are of "https:\/\/evil.example"/,
    ],
    [
      'of the issuer with a slash more',
      (origin) => ({ issuer: `${origin}/`, jwks_uri: `${origin}/k` }),
      /the metadata are of/,
    ],
    ['of nobody', (origin) => ({ jwks_uri: `${origin}/k` }), /the metadata are of undefined/],
    ['without keys', (origin) => ({ issuer: origin }), /jwks_uri must be an absolute URL/],
    [
      'with keys over plain http',
      (origin) => ({ issuer: origin, jwks_uri: 'http://keys.example/k' }),
      /jwks_uri must be https/,
    ],
    [
      'with keys in a file',
      (origin) => ({ issuer: origin, jwks_uri: 'file:///etc/passwd' }),
      /jwks_uri must be an https URL/,
    ],
    [
      'with a password',
      (origin) => ({ issuer: origin, jwks_uri: 'https://a:hunter2@keys.example/k' }),
      /jwks_uri must not hold a user name/,
    ],
    ['that are no object', () => 'metadata', /not JSON/],
    ['that are null', () => null, /the metadata are of undefined/],
    ['that are a list', () => [], /the metadata are of undefined/],
    [
      'that are huge',
      (origin) => ({ issuer: origin, filler: 'x'.repeat(128 * 1024) }),
      /larger than 131072 bytes/,
    ],
  ])('%s are refused, and say so', async (_, write, reason) => {
    metadata = write(issuer.origin)
    const refused = await verdict()
    expect(refused).toMatch(/^issuer_unreachable/)
    expect(refused).toMatch(reason)
    expect(refused).not.toContain('hunter2')
    expect(keyHost.requests).toBe(0)
  })

  it.each([301, 302, 307, 308])('that have moved (%i) are not followed', async (code) => {
    const elsewhere = await startKeyServer(atIssuer)
    issuer.answer = status(code, { location: `${elsewhere.origin}/.well-known/openid-configuration` })
    expect(await verdict()).toMatch(new RegExp(`answered ${code}`))
    expect(elsewhere.requests).toBe(0)
    await elsewhere.close()
  })

  it('whose keys have moved are not followed either', async () => {
    const elsewhere = await startKeyServer(json({ keys: [signer.jwk] }))
    keyHost.answer = status(302, { location: elsewhere.url })
    expect(await verdict()).toMatch(/answered 302/)
    expect(elsewhere.requests).toBe(0)
    await elsewhere.close()
  })

  it('that do not come are waited for a bounded time, and asked for again in growing pauses', async () => {
    issuer.answer = status(503)
    expect(await verdict()).toMatch(/^issuer_unreachable: .*answered 503/)
    const before = issuer.requests
    expect(await verdict()).toMatch(/^issuer_unreachable/)
    expect(issuer.requests).toBe(before)
    now += SECOND
    issuer.answer = atIssuer
    expect(await verdict()).toBe('accepted')
  })

  it('that do not come leave the keys we have in use', async () => {
    await verdict()
    issuer.answer = status(503)
    keyHost.answer = status(503)
    now += HOUR
    expect(await verdict()).toBe('accepted')
  })

  it('of an http issuer are for loopback, or for development', () => {
    const issuers = [oidc({ issuer: 'http://id.internal', audience: AUDIENCE })]
    expect(() => createGuard({ issuers })).toThrow(/issuer must be https/)
    expect(() => createGuard({ issuers, development: true })).not.toThrow()
  })

  it('are not needed where addresses are given, and those are held to the same', () => {
    const withUrl = (given: object) => () =>
      createGuard({ issuers: [oidc({ issuer: 'https://id.example.com', audience: AUDIENCE, ...given })] })
    expect(withUrl({ jwksUrl: 'http://keys.example/k' })).toThrow(/must be https/)
    expect(withUrl({ userInfoUrl: 'http://id.example.com/userinfo' })).toThrow(/userInfoUrl must be https/)
    expect(
      withUrl({ jwksUrl: 'https://keys.example/k', userInfoUrl: 'https://id.example.com/u' }),
    ).not.toThrow()
  })
})
