import { createHmac } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { json, startKeyServer, status } from '../../test/key-server.js'
import { presentedWith } from '../../test/prover.js'
import {
  AUDIENCE,
  claimsWith,
  createSigner,
  encode,
  ISSUER,
  NOW,
  SECONDS,
  type Signer,
} from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { FirstSightOptions, GuardOptions } from '../guard-options.js'
import { auth0 } from '../issuers/auth0.js'
import { latchkey } from '../issuers/latchkey.js'
import { oidc } from '../issuers/oidc.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { explainJwt } from './explain-jwt.js'
import { checkNames, type ExplainedRequirement, type Explanation } from './explanation.js'

const TENANT = 'example.eu.auth0.com'

let ours: Signer
let stranger: Signer
let theirs: Signer
let one: GuardOptions
let several: GuardOptions

beforeAll(async () => {
  ours = await createSigner('ES256', 'key-1')
  stranger = await createSigner('ES256', 'key-1')
  theirs = await createSigner('RS256', 'tenant-key')
  const clock = () => NOW
  const keys = createLocalKeys({ keys: [ours.jwk] })
  one = { issuer: ISSUER, audience: AUDIENCE, keys, clock }
  several = {
    clock,
    issuers: [
      latchkey({ issuer: ISSUER, audience: AUDIENCE, keys }),
      auth0({ domain: TENANT, audience: AUDIENCE, keys: createLocalKeys({ keys: [theirs.jwk] }) }),
      oidc({ issuer: 'https://idp.example.com', audience: ['other-api'], keys, algorithms: ['ES256'] }),
    ],
  }
})

const codeOfGuard = (options: GuardOptions, token: string, requirement: ExplainedRequirement) =>
  createGuard(options)
    .verify(token, requirement)
    .then(
      () => undefined,
      (error: unknown) => (error instanceof AuthError ? error.code : error),
    )
const firstFailure = ({ checks }: Explanation) => checks.find((check) => check.outcome === 'failed')
const outcomesOf = ({ checks }: Explanation) =>
  Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]))

/** A JWT with any header and payload, by whichever key. */
const forge = (header: unknown, payload: unknown, signature = 'AAAA') =>
  `${encode(header)}.${encode(payload)}.${signature}`

const DEVIATIONS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { iss: 'https://other.example.com' },
  { iss: `${ISSUER}/` },
  { iss: `https://${TENANT}/` },
  { iss: 'https://idp.example.com' },
  { iss: undefined },
  { iss: 7 },
  { aud: 'https://other.example.com' },
  { aud: ['https://other.example.com', AUDIENCE] },
  { aud: undefined },
  { aud: [7] },
  { exp: SECONDS - 60 },
  { exp: SECONDS - 3 },
  { exp: 'tomorrow' },
  { exp: undefined },
  { exp: 1e300 },
  { nbf: SECONDS + 600 },
  { nbf: 'now' },
  { iat: SECONDS + 600 },
  { iat: SECONDS + 600, exp: undefined },
  { sid: undefined },
  { sub: '' },
  { client_id: 7 },
  { roles: 'admin' },
  { permissions: undefined },
  { permissions: 'todos.list' },
  { scope: undefined },
  { auth_time: SECONDS - 86_400 },
  { cnf: { 'x5t#S256': 'x'.repeat(43) } },
  { cnf: { jkt: 'short' } },
]
const HEADERS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { typ: 'JWT' },
  { typ: undefined },
  { typ: 'logout+jwt' },
  { kid: 'another-key' },
  { kid: undefined },
]
const REQUIREMENTS: readonly ExplainedRequirement[] = [
  {},
  { scopes: ['todos:write'] },
  { scopes: ['todos:read'], roles: ['admin'] },
  { roles: ['member'], signedInWithin: 10 * 60_000 },
  { acr: ['aal2'] },
  { permissions: ['todos.list'] },
  { roles: ['member'], permissions: ['todos.list', 'todos.write'] },
]

describe('the reason', () => {
  it('is the code the guard refuses with, and that of the first check that fails', async () => {
    const tokens: string[] = []
    for (const claims of DEVIATIONS)
      for (const header of HEADERS) {
        tokens.push(await ours.token({ claims, header }))
        tokens.push(await stranger.token({ claims, header }))
        tokens.push(await theirs.token({ claims, header }))
        tokens.push(forge({ alg: 'HS256', kid: 'key-1', ...header }, claimsWith(claims)))
        tokens.push(forge({ alg: 'RS256', kid: 'key-1', ...header }, claimsWith(claims)))
      }
    const seen = new Set<unknown>()
    for (const options of [one, several])
      for (const [index, token] of tokens.entries()) {
        const requirement = REQUIREMENTS[(index + Math.floor(index / 5)) % REQUIREMENTS.length] ?? {}
        const expected = await codeOfGuard(options, token, requirement)
        const explanation = await explainJwt(token, options, requirement)
        const failure = firstFailure(explanation)
        const first = failure?.outcome === 'failed' ? failure.code : undefined
        expect({ token, refused: explanation.refused?.code, first }).toEqual({
          token,
          refused: expected,
          first: expected,
        })
        seen.add(expected)
      }
    // Every reason a JWT can be refused for, but those of texts that are no JWT.
    expect([...seen].sort()).toEqual([
      'permission_insufficient',
      'role_insufficient',
      'scope_insufficient',
      'sign_in_insufficient',
      'token_algorithm_refused',
      'token_audience_mismatch',
      'token_claims_invalid',
      'token_expired',
      'token_issuer_mismatch',
      'token_key_unknown',
      'token_not_yet_valid',
      'token_signature_invalid',
      'token_type_refused',
      undefined,
    ])
  })

  it('is the same for texts that are no JWT, or one that was broken on its way', async () => {
    const token = await ours.token()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const broken = [
      ...['', '.', '..', 'abc', 'a.b', 'a.b.c', 'a.b.c.d.e', token.slice(1), token.slice(0, -1), `${token}=`],
      ...[
        `${header}.${payload}.`,
        `${header}.${payload}.!`,
        `${header}..${signature}`,
        `.${payload}.${signature}`,
      ],
      ...[`${header}.${payload}!.${signature}`, `Bearer ${token}`, ` ${token}`, `${token}\n`],
      forge({ alg: 'none' }, claimsWith({})),
      forge({ alg: 'ES256', crit: ['b64'] }, claimsWith({})),
      forge({ alg: 7 }, claimsWith({})),
      forge({ alg: 'ES256', kid: 7 }, claimsWith({})),
      forge('{"alg":"ES256","alg":"none"}', claimsWith({})),
      forge([], claimsWith({})),
      forge({ alg: 'ES256' }, []),
      forge({ alg: 'ES256' }, '{"iss":'),
      forge({ alg: 'ES256' }, `{"__proto__":{},"iss":"${ISSUER}"}`),
      forge({ alg: 'ES256', kid: 'key-1', typ: 'at+jwt' }, `{"iss":${'['.repeat(2000)}${']'.repeat(2000)}}`),
      'a'.repeat(9000),
    ]
    for (const options of [one, several])
      for (const text of broken) {
        const expected = await codeOfGuard(options, text, {})
        const explanation = await explainJwt(text, options)
        const failure = firstFailure(explanation)
        expect([text, explanation.refused?.code, failure?.outcome === 'failed' && failure.code]).toEqual([
          text,
          expected,
          expected,
        ])
      }
  })

  it('is that the issuer cannot be reached while its keys cannot be fetched', async () => {
    const server = await startKeyServer(status(503))
    try {
      const options: GuardOptions = { issuer: server.origin, audience: AUDIENCE, clock: () => NOW }
      const token = await ours.token({ claims: { iss: server.origin } })
      const explanation = await explainJwt(token, options)
      expect(explanation.refused).toMatchObject({ code: 'issuer_unreachable', detail: /answered 503/ })
      expect(outcomesOf(explanation)).toMatchObject({ kid: 'failed', signature: 'skipped', aud: 'passed' })
    } finally {
      await server.close()
    }
  })
})

describe('the checks', () => {
  it('of a token that holds are all told, in the order of the guard', async () => {
    const requirement = {
      scopes: ['todos:read'],
      roles: ['member'],
      permissions: ['todos.list'],
      signedInWithin: 600_000,
    }
    const { refused, checks, checkedAs } = await explainJwt(await ours.token(), one, requirement)
    expect(refused).toBeUndefined()
    expect(checkedAs).toBe('latchkey')
    expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual(
      checkNames.map((name) => [name, 'passed']),
    )
    expect(checks.find(({ name }) => name === 'times')).toMatchObject({
      seen: 'issued 0 seconds ago, expires in 10 minutes',
    })
  })

  it('behind the first that fails are told too', async () => {
    const token = await stranger.token({
      claims: { iss: 'https://other.example.com', aud: 'x', exp: SECONDS - 7200, sid: undefined },
      header: { typ: 'JWT' },
    })
    const explanation = await explainJwt(token, one, { scopes: ['todos:read'] })
    expect(explanation.refused?.code).toBe('token_issuer_mismatch')
    expect(outcomesOf(explanation)).toEqual({
      shape: 'passed',
      header: 'passed',
      alg: 'passed',
      payload: 'passed',
      iss: 'failed',
      typ: 'failed',
      kid: 'passed',
      signature: 'failed',
      aud: 'failed',
      times: 'failed',
      claims: 'failed',
      binding: 'skipped',
      scopes: 'skipped',
    })
    expect(explanation.checks.find(({ name }) => name === 'times')).toMatchObject({
      detail: expect.stringContaining('expired 2 hours ago'),
    })
  })

  it('name the keys the issuer publishes when it publishes another', async () => {
    const server = await startKeyServer(json({ keys: [ours.jwk, theirs.jwk] }))
    try {
      const token = await ours.token({ claims: { iss: server.origin }, header: { kid: 'gone' } })
      const { checks } = await explainJwt(token, {
        issuer: server.origin,
        audience: AUDIENCE,
        clock: () => NOW,
      })
      expect(checks.find(({ name }) => name === 'kid')).toMatchObject({
        detail: 'no ES256 key with kid "gone"; published: "key-1", "tenant-key"',
      })
      expect(server.requests).toBe(1)
    } finally {
      await server.close()
    }
  })

  it('of a token that names none of several issuers are left out where they hang on the issuer', async () => {
    const explanation = await explainJwt(
      await ours.token({ claims: { iss: 'https://nobody.example' } }),
      several,
    )
    expect(explanation.checkedAs).toBeUndefined()
    expect(outcomesOf(explanation)).toMatchObject({
      iss: 'failed',
      typ: 'skipped',
      signature: 'skipped',
      aud: 'skipped',
    })
  })
})

describe('of a token that is bound to a key', () => {
  const KEY = 'k'.repeat(43)
  const bound = { cnf: { jkt: KEY } }
  const bindingOf = ({ checks }: Explanation) => checks.find(({ name }) => name === 'binding')

  it('the key is told, and how the token must come', async () => {
    const explanation = await explainJwt(await ours.token({ claims: bound }), one)
    expect(explanation).toMatchObject({ refused: undefined, boundTo: KEY })
    expect(bindingOf(explanation)).toMatchObject({
      outcome: 'passed',
      seen: expect.stringMatching(new RegExp(`"${KEY}".*as "DPoP" with a proof.*token_scheme_refused`)),
    })
    const bearer = await explainJwt(await ours.token(), one)
    expect([bearer.boundTo, bindingOf(bearer)]).toEqual([
      undefined,
      { name: 'binding', outcome: 'passed', seen: 'bound to no key: it comes as "Bearer"' },
    ])
  })

  it.each<[string, Readonly<Record<string, unknown>>, 'Bearer' | 'DPoP', boolean]>([
    ['bound, as Bearer', bound, 'Bearer', false],
    ['bound to nothing, as DPoP', {}, 'DPoP', false],
    ['bound to nothing, as Bearer', {}, 'Bearer', false],
    ['bound to nothing, where keys are required', {}, 'Bearer', true],
    ['bound, as Bearer, where keys are required', bound, 'Bearer', true],
  ])('the scheme is judged as the guard does: %s', async (_, claims, scheme, required) => {
    const options: GuardOptions = { ...one, dpop: { required } }
    const token = await ours.token({ claims })
    const admission = await createGuard(options).admit(presentedWith(`${scheme} ${token}`))
    const explanation = await explainJwt(token, options, { scheme })
    const expected = admission.admitted ? undefined : Reflect.get(admission.refusal.body, 'reason')
    expect(explanation.refused?.code).toBe(expected)
    const failure = firstFailure(explanation)
    expect(failure?.outcome === 'failed' ? failure.code : undefined).toBe(expected)
  })

  it('what is refused for its scheme is refused before the rules of the endpoint', async () => {
    const token = await ours.token({ claims: { ...bound, scope: 'openid' } })
    const explanation = await explainJwt(token, one, { scheme: 'Bearer', scopes: ['todos:read'] })
    expect(explanation.refused?.code).toBe('token_scheme_refused')
    expect(outcomesOf(explanation)).toMatchObject({ binding: 'failed', scopes: 'failed' })
  })

  it('a binding that cannot be checked here is no binding, and no claims of an access token', async () => {
    const explanation = await explainJwt(await ours.token({ claims: { cnf: { jkt: 'x' } } }), one)
    expect([explanation.refused?.code, explanation.boundTo]).toEqual(['token_claims_invalid', undefined])
    expect(outcomesOf(explanation)).toMatchObject({ claims: 'failed', binding: 'skipped' })
  })
})

describe('what is told', () => {
  it('holds neither the token nor its signature, and of other members only their names', async () => {
    const secrets = { nonce: 'nonce-4711', email: 'ada@example.com', otp: 'otp-4711' }
    const token = await ours.token({ claims: { ...secrets, jti: 'jti-4711' } })
    const told = JSON.stringify(await explainJwt(token, one))
    for (const hidden of [...Object.values(secrets), 'jti-4711', ...token.split('.')])
      expect(told).not.toContain(hidden)
    expect((await explainJwt(token, one)).unshown).toEqual(
      expect.arrayContaining(['nonce', 'email', 'otp', 'jti']),
    )
  })

  it.each([
    ['an ID token', { nonce: 'n' }, /ID token/],
    ['a slash too many', { iss: `${ISSUER}/` }, /spelt otherwise/],
  ])('gives a hint for %s', async (_, claims, hint) => {
    expect((await explainJwt(await ours.token({ claims }), one)).hints).toEqual([expect.stringMatching(hint)])
    expect((await explainJwt(await ours.token(), one)).hints).toEqual([])
  })

  it('gives a hint for shared secrets and encryption', async () => {
    const signed = `${encode({ alg: 'HS256' })}.${encode(claimsWith({}))}`
    const token = `${signed}.${createHmac('sha256', 'secret').update(signed).digest('base64url')}`
    expect((await explainJwt(token, one)).hints).toEqual([expect.stringMatching(/shared secret/)])
    expect((await explainJwt('a.b.c.d.e', one)).hints).toEqual([expect.stringMatching(/JWE/)])
  })
})

it('onFirstSight is not called: explaining makes nobody an account', async () => {
  let called = 0
  const onFirstSight = () => {
    called += 1
  }
  const options: GuardOptions & FirstSightOptions<void> = { ...one, onFirstSight }
  expect((await explainJwt(await ours.token(), options)).refused).toBeUndefined()
  expect(called).toBe(0)
})
