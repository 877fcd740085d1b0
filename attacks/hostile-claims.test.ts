import { oidc } from '@latchkey/server'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  granted,
  isRefused,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'
import { CLIENT_ID, type ScriptedIssuer, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// A provider lets people write their own profile, or has been taken over: the signature holds, the claims are poison.

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const poison: readonly Record<string, unknown>[] = [
  { name: 'a\u0000b', picture: 'https://x.example/\u0000', email: 'a\u0000@x.example' },
  { name: '\ud800', picture: 'https://x.example/\ud800', email: '\udc00@x.example' },
  { name: 'n'.repeat(9_000), picture: `https://x.example/${'p'.repeat(3_000)}` },
  { name: { toString: 'x' }, picture: ['https://x.example'], email: { address: 'a@x.example' } },
  { name: 7, picture: null, email: true, email_verified: true },
  { name: '👩🏽‍🚀'.repeat(500), email: `${'ü'.repeat(120)}@x.example` },
  { email: 'a@x.example', email_verified: { $ne: false } },
  { auth_time: -1e300 },
  { auth_time: 1e300 },
  { auth_time: 1.5 },
  { auth_time: 'yesterday' },
  { auth_time: null },
  { iat: -1e300 },
  { iat: 0 },
  { iat: 1.25 },
  { exp: 1e300 },
  { exp: 9e15 },
  { exp: 99_999_999_999.123 },
  { exp: Number.MAX_SAFE_INTEGER },
  { sub: 'x'.repeat(256) },
  { sub: '' },
  { sub: '\u0000' },
  { sub: 'ü' },
  { sub: 7 },
  { sub: null },
  { sub: ['a'] },
  { constructor: 'x', toString: 1, hasOwnProperty: null },
  { jti: 'spent', nonce: { a: 1 }, acr: 7, amr: 'x' },
]

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase
  let upstream: ScriptedIssuer
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    upstream = await startScriptedIssuer()
    house = await startTestLatchkey({
      database,
      options: { providers: [oidc({ id: 'scripted', issuer: upstream.issuer, clientIds: [CLIENT_ID] })] },
    })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await upstream[Symbol.asyncDispose]()
    await database.drop()
  })

  const survives = async (claims: Record<string, unknown> | string): Promise<void> => {
    const answer = await house.exchange(upstream.idToken(claims), PUBLIC)
    if (isRefused(answer)) {
      expect(answer).toMatchObject({ status: 400, error: 'invalid_grant' })
      return
    }
    expect(await house.introspect(answer.access_token)).toMatchObject({ active: true })
    expect((await house.latchkey.fetch(bearer(answer.access_token))).status).toBe(200)
    granted(await house.refresh(answer.refresh_token, PUBLIC))
  }

  test('honest claims sign in', async () => {
    const { user } = granted(
      await house.exchange(upstream.idToken({ name: 'Ada', picture: 'https://pictures.example/ada.png' })),
    )
    expect(user).toMatchObject({ name: 'Ada', picture: 'https://pictures.example/ada.png' })
  })

  test.each(poison)('%j crash nothing', async (claims) => {
    await survives({ sub: crypto.randomUUID(), ...claims })
  })

  test('neither do claims nested as deep as fits, in any place', async () => {
    const seconds = Math.floor(house.clock.now() / 1_000)
    const iss = JSON.stringify(upstream.issuer)
    const valid = `"sub":"deep","iat":${seconds},"exp":${seconds + 60}`
    for (const depth of [100, 2_000, 5_500]) {
      for (const claim of ['azp', 'nonce', 'name', 'email', 'auth_time', 'anything']) {
        await survives(`{"iss":${iss},"aud":"${CLIENT_ID}",${valid},"${claim}":${nested(depth)}}`)
      }
      await survives(`{"iss":${iss},${valid},"aud":${nested(depth)}}`)
    }
  })

  test('nor any JSON at all', async () => {
    const names = [
      'sub',
      'aud',
      'azp',
      'iat',
      'exp',
      'nbf',
      'auth_time',
      'email',
      'email_verified',
      'name',
      'picture',
    ]
    const claims = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(claims, async (some) => survives({ ...some })),
      { numRuns: 300 },
    )
    expect(house.logLines.filter((line) => line.includes('request failed'))).toEqual([])
  })

  test('a time with a fraction, as some libraries write it, signs in', async () => {
    const seconds = house.clock.now() / 1_000
    const claims = { iat: seconds - 0.123_456_7, exp: seconds + 3_600.765_432_1, auth_time: seconds - 9.9 }
    granted(await house.exchange(upstream.idToken({ sub: 'fraction', ...claims })))
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '//attacker.example/x.png',
    'https://x.example/"onerror="alert(1)',
    "https://x.example/'onerror='alert(1)",
    'https://x.example/><script>',
    'ftp://x.example/a',
    ' https://x.example/a',
    'https://x.example/a b',
  ])('a picture a page could not safely show is left out: %s', async (picture) => {
    const { user } = granted(await house.exchange(upstream.idToken({ sub: picture, picture })))
    expect(user).not.toHaveProperty('picture')
  })

  test('an identity under the longest and the strangest subject is found again', async () => {
    for (const sub of ['x'.repeat(255), `a'b"c\\d;--`, '../..', '__proto__', '0', ' ']) {
      const first = granted(await house.exchange(upstream.idToken({ sub })))
      const second = granted(await house.exchange(upstream.idToken({ sub })))
      expect(second.user.sub).toBe(first.user.sub)
    }
  })
})
