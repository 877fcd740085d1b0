import { AuthError, errorBody } from '@latchkey/contract'
import { beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { json, startKeyServer, status } from '../test/key-server.js'
import { AUDIENCE, claimsWith, createSigner, ISSUER, NOW, SECONDS, type Signer } from '../test/signer.js'
import { createGuard } from './create-guard.js'
import type { RefusedRequest } from './guard.js'
import type { GuardOptions } from './guard-options.js'
import type { KeySource } from './keys/key-source.js'
import { createLocalKeys } from './keys/local-keys.js'
import type { LatchkeyPrincipal } from './principal.js'
import { drfTokenWire } from './wire/drf-token-wire.js'

let signer: Signer
let now: number
let lookups: number
let keys: KeySource

const guardWith = (options: Partial<GuardOptions> = {}) =>
  createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => now, ...options })
/** `accepted`, or the code of the refusal. */
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

beforeAll(async () => {
  signer = await createSigner()
})
beforeEach(() => {
  now = NOW
  lookups = 0
  const local = createLocalKeys({ keys: [signer.jwk] })
  keys = {
    find: (query) => {
      lookups += 1
      return local.find(query)
    },
  }
})

describe('a principal', () => {
  it('is who the token says, in milliseconds and lists', async () => {
    const token = await signer.token({ claims: { acr: 'aal2', org: 'acme' } })
    expect(await guardWith().verify(token)).toEqual({
      userId: 'usr_018f0000000000000000000000000001',
      subject: 'usr_018f0000000000000000000000000001',
      sessionId: 'ses_018f0000000000000000000000000001',
      clientId: 'web',
      scopes: ['openid', 'todos:read'],
      roles: ['member'],
      permissions: ['todos.list'],
      amr: ['pwd'],
      acr: 'aal2',
      authenticatedAt: NOW - 60_000,
      expiresAt: NOW + 600_000,
      issuer: ISSUER,
      claims: claimsWith({ acr: 'aal2', org: 'acme' }),
    })
  })

  it('leaves out what the token does not say', async () => {
    const lists = { scope: undefined, roles: undefined, permissions: undefined, amr: undefined }
    const bare = { ...lists, auth_time: undefined }
    const principal = await guardWith().verify(await signer.token({ claims: bare }))
    expect(principal).toMatchObject({ scopes: [], roles: [], permissions: [], amr: [] })
    expect(principal).not.toHaveProperty('acr')
    expect(principal).not.toHaveProperty('authenticatedAt')
  })

  it('cannot be changed anywhere, because other requests will see the same one', async () => {
    const guard = guardWith()
    const token = await signer.token({ claims: { org: { teams: ['a'] } } })
    const principal = await guard.verify(token)
    const everything: unknown[] = [principal]
    for (const value of everything) {
      if (typeof value !== 'object' || value === null) continue
      expect(Object.isFrozen(value)).toBe(true)
      everything.push(...Object.values(value))
    }
    expect(everything.length).toBeGreaterThan(25)
    expect(await guard.verify(token)).toBe(principal)
  })

  it.each(['sub', 'sid', 'client_id', 'jti', 'iat'])('is not made from a token without %s', async (claim) => {
    const token = await signer.token({ claims: { [claim]: undefined } })
    const attempt = guardWith().verify(token)
    expect(await outcome(attempt)).toBe('token_claims_invalid')
    await expect(attempt).rejects.toMatchObject({ detail: expect.stringContaining(claim) })
  })

  it.each([
    { sub: '' },
    { sub: 'https://shop.eu.auth0.com/|auth0|1087' },
    { scope: ['a'] },
    { roles: 'admin' },
    { roles: [1] },
    { permissions: 'todos.list' },
    { permissions: [['todos.list']] },
    { amr: 'pwd' },
    { auth_time: 'now' },
  ])('is not made from %j', async (claims) => {
    expect(await outcome(guardWith().verify(await signer.token({ claims })))).toBe('token_claims_invalid')
  })

  it('that a rule refuses is told to the log on one line, whatever it is called', async () => {
    const token = await signer.token({ claims: { sub: 'usr_1\nadmitted: root', acr: 'low\nadmitted: root' } })
    for (const rule of [{ acr: ['high'] }, { allow: () => false }]) {
      const error = await guardWith()
        .verify(token, rule)
        .catch((refused: unknown) => refused)
      expect(error).toHaveProperty('detail', expect.stringMatching(/^.*\\nadmitted: root.*$/))
    }
  })

  it('needs every permission a rule names, to the letter, whatever roles and scopes are called', async () => {
    const token = await signer.token({
      claims: { permissions: ['a.read', 'a.write'], roles: ['a.delete'], scope: 'a.delete' },
    })
    const reasonFor = (permissions: readonly string[]) => outcome(guardWith().verify(token, { permissions }))
    expect(await reasonFor([])).toBe('accepted')
    expect(await reasonFor(['a.write'])).toBe('accepted')
    expect(await reasonFor(['a.write', 'a.read'])).toBe('accepted')
    for (const lacking of [['a.delete'], ['a.read', 'a.delete'], ['A.read'], ['a.rea'], ['a.read a.write']])
      expect(await reasonFor(lacking)).toBe('permission_insufficient')
    await expect(
      guardWith().verify(token, { permissions: ['a.delete', 'a.read', 'b'] }),
    ).rejects.toMatchObject({
      detail: 'missing permission a.delete b',
    })
  })

  it.each([{ permissions: 'a' }, { permissions: [''] }, { permissions: [1] }, { permission: ['a'] }])(
    'is never asked for by the requirement %j',
    async (requirement) => {
      await expect(guardWith().verify(await signer.token(), requirement as never)).rejects.toThrow(TypeError)
    },
  )

  it('that says no acr has none of those a rule names', async () => {
    const token = await signer.token()
    expect(await outcome(guardWith().verify(token, { acr: ['none'] }))).toBe('sign_in_insufficient')
  })
})

describe('a guard', () => {
  it.each([
    ['token_malformed', { token: 'not a token' }],
    ['token_malformed', { token: '' }],
    ['token_too_large', { token: 'x'.repeat(8193) }],
    ['token_type_refused', { header: { typ: 'JWT' } }],
    ['token_type_refused', { header: { typ: undefined } }],
    ['token_issuer_mismatch', { claims: { iss: 'https://evil.example.com' } }],
    ['token_audience_mismatch', { claims: { aud: 'https://other.example.com' } }],
    ['token_key_unknown', { header: { kid: 'other' } }],
    ['token_expired', { claims: { exp: SECONDS - 600 } }],
    ['token_not_yet_valid', { claims: { nbf: SECONDS + 600 } }],
    ['token_claims_invalid', { claims: { exp: undefined } }],
  ])('refuses with %s what deserves it', async (code, deviation: Record<string, unknown>) => {
    const token = 'token' in deviation ? String(deviation['token']) : await signer.token(deviation)
    expect(await outcome(guardWith().verify(token))).toBe(code)
    expect(await outcome(guardWith().check({ authorization: `Bearer ${token}` }))).toBe(code)
  })

  it('accepts only ES256 unless told otherwise', async () => {
    const rsa = await createSigner('RS256', 'rsa')
    const rsaKeys = createLocalKeys({ keys: [rsa.jwk] })
    const token = await rsa.token()
    expect(await outcome(guardWith({ keys: rsaKeys }).verify(token))).toBe('token_algorithm_refused')
    expect(await outcome(guardWith({ keys: rsaKeys, algorithms: ['RS256'] }).verify(token))).toBe('accepted')
  })

  it('refuses an ID token of the same issuer, signed with the same key for the same audience', async () => {
    const token = await signer.token({ header: { typ: 'JWT' }, claims: { nonce: 'n', azp: 'web' } })
    expect(await outcome(guardWith().verify(token))).toBe('token_type_refused')
  })

  it('never lets a token into an error, a detail or a report', async () => {
    const reports: RefusedRequest[] = []
    const guard = guardWith({ development: true, onRefused: (refused) => reports.push(refused) })
    const impostor = await createSigner('ES256', signer.kid)
    const admission = await guard.admit({ authorization: `Bearer ${await impostor.token()}` })
    expect(admission.admitted).toBe(false)
    expect(JSON.stringify([admission, reports])).not.toContain('eyJ')
    expect(reports).toMatchObject([{ code: 'token_signature_invalid' }])
  })

  it('lets a bug be a bug', async () => {
    const broken = guardWith({
      keys: {
        find: () => {
          throw new RangeError('bug')
        },
      },
    })
    const authorization = `Bearer ${await signer.token()}`
    await expect(broken.check({ authorization })).rejects.toThrow(RangeError)
    await expect(broken.check({ authorization }, { mode: 'optional' })).rejects.toThrow(RangeError)
    await expect(broken.admit({ authorization })).rejects.toThrow(RangeError)
  })
})

describe('scopes', () => {
  it('must all be in the token', async () => {
    const guard = guardWith()
    const token = await signer.token({ claims: { scope: 'todos:read profile' } })
    expect(await outcome(guard.verify(token, { scopes: ['todos:read'] }))).toBe('accepted')
    expect(await outcome(guard.verify(token, { scopes: ['profile', 'todos:read'] }))).toBe('accepted')
    expect(await outcome(guard.verify(token, { scopes: ['todos:read', 'todos:write'] }))).toBe(
      'scope_insufficient',
    )
    expect(await outcome(guard.verify(token, { scopes: ['todos'] }))).toBe('scope_insufficient')
    expect(await outcome(guard.verify(token, { scopes: [] }))).toBe('accepted')
  })

  it('are looked at for every request, also when the token is known', async () => {
    const guard = guardWith()
    const token = await signer.token()
    await guard.verify(token)
    expect(await outcome(guard.verify(token, { scopes: ['admin'] }))).toBe('scope_insufficient')
    expect(await outcome(guard.check({ authorization: `Bearer ${token}` }, { scopes: ['admin'] }))).toBe(
      'scope_insufficient',
    )
    expect(lookups).toBe(1)
  })

  it.each([
    { scope: ['admin'] },
    { scopes: 'admin' },
    { scopes: ['a b'] },
    { scopes: [''] },
    { mode: 'Optional' },
  ])('that are misspelt (%j) never mean that none are needed', async (requirement) => {
    const guard = guardWith()
    const authorization = `Bearer ${await signer.token()}`
    await expect(guard.check({ authorization }, requirement as never)).rejects.toThrow(TypeError)
    await expect(guard.verify(await signer.token(), requirement as never)).rejects.toThrow(TypeError)
  })
})

describe('optional mode', () => {
  it('takes no credential for an answer, but never a bad one', async () => {
    const guard = guardWith()
    const optional = { mode: 'optional', scopes: ['todos:read'] } as const
    const check = (authorization?: string) => guard.check({ authorization }, optional)
    expect(await check()).toBeUndefined()
    expect(await check('Basic dXNlcjpwYXNz')).toBeUndefined()
    expect((await check(`Bearer ${await signer.token()}`))?.clientId).toBe('web')
    expect(await outcome(check('Bearer rubbish'))).toBe('token_malformed')
    expect(await outcome(check('Bearer'))).toBe('token_malformed')
    expect(await outcome(check(`Bearer ${await signer.token({ claims: { exp: 1 } })}`))).toBe('token_expired')
    expect(await outcome(check(`Bearer ${await signer.token({ claims: { scope: '' } })}`))).toBe(
      'scope_insufficient',
    )
    expect(await outcome(guard.check({ accessTokenInQuery: true }, optional))).toBe('token_missing')
  })

  it('is a different type', async () => {
    const guard = guardWith()
    const presented = { authorization: `Bearer ${await signer.token()}` }
    expectTypeOf(await guard.check(presented)).toEqualTypeOf<LatchkeyPrincipal>()
    expectTypeOf(await guard.check(presented, { scopes: ['openid'] })).toEqualTypeOf<LatchkeyPrincipal>()
    expectTypeOf(await guard.check(presented, { mode: 'required' })).toEqualTypeOf<LatchkeyPrincipal>()
    expectTypeOf(await guard.check(presented, { mode: 'optional' })).toEqualTypeOf<
      LatchkeyPrincipal | undefined
    >()
  })
})

describe('a known token', () => {
  it('is verified once, however often it comes', async () => {
    const guard = guardWith()
    const token = await signer.token()
    for (let i = 0; i < 10; i += 1) await guard.check({ authorization: `Bearer ${token}` })
    expect(lookups).toBe(1)
  })

  it('is refused from the moment it expires, tolerance included', async () => {
    const guard = guardWith({ rememberFor: 3_600_000 })
    const token = await signer.token()
    await guard.verify(token)
    now = NOW + 604_999
    expect(await outcome(guard.verify(token))).toBe('accepted')
    expect(lookups).toBe(1)
    now = NOW + 605_000
    expect(await outcome(guard.verify(token))).toBe('token_expired')
  })

  it('meets the keys again after five minutes, so that a withdrawn key ends it', async () => {
    let published = true
    const local = createLocalKeys({ keys: [signer.jwk] })
    const guard = guardWith({ keys: { find: (query) => (published ? local.find(query) : undefined) } })
    const token = await signer.token()
    await guard.verify(token)
    published = false
    now = NOW + 299_999
    expect(await outcome(guard.verify(token))).toBe('accepted')
    now = NOW + 300_000
    expect(await outcome(guard.verify(token))).toBe('token_key_unknown')
  })

  it('does not help a similar one', async () => {
    const guard = guardWith()
    const token = await signer.token()
    await guard.verify(token)
    expect(await outcome(guard.verify(`${token} `))).toBe('token_malformed')
    expect(await outcome(guard.verify(token.slice(0, -1)))).not.toBe('accepted')
  })

  it('that was refused is not remembered as anything', async () => {
    const guard = guardWith()
    const token = await signer.token({ claims: { nbf: SECONDS + 600 } })
    expect(await outcome(guard.verify(token))).toBe('token_not_yet_valid')
    now += 599_000
    expect(await outcome(guard.verify(token))).toBe('accepted')
  })

  it('need not be remembered', async () => {
    const guard = guardWith({ maxRememberedTokens: 0 })
    const token = await signer.token()
    await guard.verify(token)
    await guard.verify(token)
    expect(lookups).toBe(2)
  })
})

describe('an admission', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

  it('is the principal or the answer to send', async () => {
    const guard = guardWith({ realm: 'todos' })
    const authorization = `Bearer ${await signer.token()}`
    expect(await guard.admit({ authorization })).toMatchObject({
      admitted: true,
      principal: { clientId: 'web' },
    })
    expect(await guard.admit({ authorization, traceparent }, { scopes: ['admin'] })).toMatchObject({
      admitted: false,
      refusal: {
        status: 403,
        headers: { 'WWW-Authenticate': expect.stringMatching(/^Bearer realm="todos", .*scope="admin"$/) },
        body: { reason: 'scope_insufficient', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
      },
    })
  })

  it('tells the log under the same trace id what it does not tell the caller', async () => {
    const reports: RefusedRequest[] = []
    const guard = guardWith({ onRefused: (refused) => reports.push(refused) })
    const authorization = `Bearer ${await signer.token({ claims: { aud: 'other' } })}`
    const admission = await guard.admit({ authorization })
    if (admission.admitted) throw new Error('admitted')
    const body = errorBody.strict().parse(admission.refusal.body)
    expect(reports).toEqual([
      {
        code: 'token_audience_mismatch',
        traceId: body.trace_id,
        detail: `expected aud "${AUDIENCE}", saw "other"`,
      },
    ])
  })

  it('tells the developer everything', async () => {
    const guard = guardWith({ development: true })
    const authorization = `Bearer ${await signer.token({ header: { kid: 'old' } })}`
    expect(await guard.admit({ authorization })).toMatchObject({
      refusal: { body: { reason: 'token_key_unknown', detail: 'no ES256 key with kid "old"' } },
    })
  })
})

describe('keys from the issuer', () => {
  it('are taken from its well-known address', async () => {
    const paths: (string | undefined)[] = []
    const issuer = await startKeyServer((request, response) => {
      paths.push(request.url)
      json({ keys: [signer.jwk] })(request, response)
    })
    const guard = createGuard({ issuer: `${issuer.origin}/`, audience: AUDIENCE, clock: () => now })
    const attempts = Array.from({ length: 1000 }, (_, i) => ({
      iss: `${issuer.origin}/`,
      jti: String(i % 50),
    }))
    const tokens = await Promise.all(attempts.map((claims) => signer.token({ claims })))
    const outcomes = await Promise.all(tokens.map((token) => outcome(guard.verify(token))))
    expect(new Set(outcomes)).toEqual(new Set(['accepted']))
    expect(paths).toEqual(['/.well-known/jwks.json'])
    await issuer.close()
  })

  it('that cannot be had refuse with 503 and a time, not with 401', async () => {
    const issuer = await startKeyServer(status(500))
    const guard = createGuard({ issuer: issuer.origin, audience: AUDIENCE, clock: () => now })
    const authorization = `Bearer ${await signer.token({ claims: { iss: issuer.origin } })}`
    expect(await guard.admit({ authorization })).toMatchObject({
      refusal: { status: 503, headers: { 'Retry-After': '1' }, body: { reason: 'issuer_unreachable' } },
    })
    await issuer.close()
  })

  it('are not asked for by the tokens of strangers', async () => {
    const issuer = await startKeyServer(json({ keys: [signer.jwk] }))
    const guard = createGuard({ issuer: issuer.origin, audience: AUDIENCE, clock: () => now })
    expect(await outcome(guard.verify(await signer.token()))).toBe('token_issuer_mismatch')
    expect(issuer.requests).toBe(0)
    await issuer.close()
  })
})

describe('the options', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ issuer: undefined }, /issuer must be an absolute URL/],
    [{ issuer: 'id.example.com' }, /issuer must be an absolute URL/],
    [{ issuer: 'http://id.example.com' }, /issuer must be https/],
    [{ issuer: 'https://id.example.com?tenant=1' }, /issuer must not hold a query/],
    [{ issuer: 'https://id.example.com#' }, /issuer must not hold a fragment/],
    [{ issuer: 'ftp://id.example.com' }, /issuer must be an https URL/],
    [{ audience: undefined }, /audience must name this API/],
    [{ audience: '' }, /audience must name this API/],
    [{ audience: [] }, /audience must name this API/],
    [{ audience: ['a', ''] }, /audience must name this API/],
    [{ algorithms: [] }, /algorithms must be some of ES256, RS256, EdDSA/],
    [{ algorithms: ['ES256', 'HS256'] }, /algorithms must be some of/],
    [{ algorithms: ['none'] }, /algorithms must be some of/],
    [{ algorithms: 'ES256' }, /algorithms must be some of/],
    [{ clockTolerance: -1 }, /clockTolerance/],
    [{ clockTolerance: 86_400_000 }, /clockTolerance/],
    [{ clockTolerance: Number.NaN }, /clockTolerance/],
    [{ development: 'false' }, /development must be true or false/],
    [{ maxTokenLength: 0 }, /maxTokenLength/],
    [{ maxRememberedTokens: -1 }, /maxRememberedTokens/],
    [{ rememberFor: 0.5 }, /rememberFor/],
    [{ wire: drfTokenWire }, /wire must be one of drfTokenWire\(\)/],
    [{ wire: null }, /wire must be one of/],
    [{ opaque: async () => undefined }, /opaque must have a function "check"/],
    [{ opaque: null }, /opaque must have/],
  ])('%j stop the start', (options, problem) => {
    expect(() => guardWith(options)).toThrow(TypeError)
    expect(() => guardWith(options)).toThrow(problem)
  })

  it('are all complained about at once', () => {
    expect(() => guardWith({ issuer: 'x', audience: [], clockTolerance: -1 })).toThrow(
      /^createGuard: issuer .*; audience .*; clockTolerance /,
    )
  })

  it('cannot be changed afterwards', async () => {
    const audience = ['https://mine.example.com']
    const guard = guardWith({ audience })
    audience.push(AUDIENCE)
    expect(await outcome(guard.verify(await signer.token()))).toBe('token_audience_mismatch')
  })

  it('allow an http issuer in development', () => {
    expect(() => guardWith({ issuer: 'http://latchkey:3000', development: true })).not.toThrow()
  })
})
