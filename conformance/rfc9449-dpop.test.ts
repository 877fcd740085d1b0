import { createHash, createHmac } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import { createGuard, createLocalKeys, type DpopOptions, type Guard } from '@latchkey/guard'
import { exportJWK } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { algorithms } from '../packages/guard/src/jwt/algorithms.js'
import { createProver, type Prover, presentedWith, TARGET } from '../packages/guard/test/prover.js'
import {
  AUDIENCE,
  createSigner,
  encode,
  ISSUER,
  NOW,
  SECONDS,
  type Signer,
} from '../packages/guard/test/signer.js'

const ALGS = algorithms.join(' ')

let signer: Signer
let prover: Prover
/** An access token that is bound to the key of the prover. */
let token: string
let now: number
beforeAll(async () => {
  signer = await createSigner()
  prover = await createProver()
  token = await signer.token({ claims: { cnf: { jkt: prover.thumbprint } } })
})
beforeEach(() => {
  now = NOW
})

const guardWith = (dpop?: DpopOptions): Guard =>
  createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => now,
    ...(dpop !== undefined && { dpop }),
  })

/** `accepted`, or the code of the refusal. */
const outcome = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )
const present = (
  proofs: string | readonly string[],
  { guard = guardWith(), ...request }: { guard?: Guard } & Parameters<typeof presentedWith>[2] = {},
) => outcome(guard.check(presentedWith(`DPoP ${token}`, proofs, request)))

const refusalOf = async (guard: Guard, presented: Parameters<Guard['admit']>[0]) => {
  const admission = await guard.admit(presented)
  if (admission.admitted) throw new Error('admitted')
  return admission.refusal
}
const challengeOf = async (guard: Guard, presented: Parameters<Guard['admit']>[0]) =>
  (await refusalOf(guard, presented)).headers['WWW-Authenticate'] ?? ''

describe('RFC 9449 §4.3', () => {
  test('RFC 9449 §4.3: a proof that meets every rule is accepted, whatever kind of key made it', async () => {
    expect(await present(await prover.proof(token))).toBe('accepted')
    for (const alg of ['RS256', 'EdDSA'] as const) {
      const other = await createProver(alg)
      const bound = await signer.token({ claims: { cnf: { jkt: other.thumbprint } } })
      const proof = await other.proof(bound, { header: alg === 'EdDSA' ? { alg: 'EdDSA' } : {} })
      expect(await outcome(guardWith().check(presentedWith(`DPoP ${bound}`, proof)))).toBe('accepted')
    }
  })

  test('RFC 9449 §4.3 check 1: there is exactly one DPoP header', async () => {
    const [first, second] = [await prover.proof(token), await prover.proof(token)]
    expect(await present([])).toBe('token_proof_missing')
    expect(await present([first, second])).toBe('token_proof_invalid')
    expect(await present([first, first])).toBe('token_proof_invalid')
    expect(await present(`${first}, ${second}`)).toBe('token_proof_invalid')
  })

  test('RFC 9449 §4.3 check 2: it is one well-formed JWT', async () => {
    const [header = '', payload = '', signature = ''] = (await prover.proof(token)).split('.')
    for (const text of [
      '',
      'nonsense',
      `${header}.${payload}`,
      `${header}.${payload}.${signature}.x`,
      `${header}.${encode('[]')}.${signature}`,
      `${header}.${payload}.${signature}=`,
      ` ${header}.${payload}.${signature}`,
      'x'.repeat(5000),
    ])
      expect([text.slice(0, 20), await present(text)]).toEqual([text.slice(0, 20), 'token_proof_invalid'])
  })

  test.each(['jti', 'htm', 'htu', 'iat', 'ath'])(
    'RFC 9449 §4.3 check 3: a proof without %s is refused',
    async (claim) => {
      expect(await present(await prover.proof(token, { claims: { [claim]: undefined } }))).toBe(
        'token_proof_invalid',
      )
    },
  )

  test.each([
    { jti: 7 },
    { jti: '' },
    { jti: 'x'.repeat(257) },
    { htm: ['GET'] },
    { htu: 7 },
    { iat: String(SECONDS) },
    { iat: Number.MAX_VALUE },
    { ath: null },
  ])('RFC 9449 §4.3 check 3: a proof with %j is refused', async (claims) => {
    expect(await present(await prover.proof(token, { claims }))).toBe('token_proof_invalid')
  })

  test.each(['JWT', 'at+jwt', undefined, 'dpop', 'dpop+jwt;x'])(
    'RFC 9449 §4.3 check 4: typ is dpop+jwt, and not %s',
    async (typ) => {
      expect(await present(await prover.proof(token, { header: { typ } }))).toBe('token_proof_invalid')
    },
  )

  test('RFC 9449 §4.3 check 5: alg is asymmetric and one of ours', async () => {
    const payload = (await prover.proof(token)).split('.')[1] ?? ''
    const withAlg = (alg: string, sign: (input: string) => string) => {
      const input = `${encode({ typ: 'dpop+jwt', alg, jwk: prover.jwk })}.${payload}`
      return `${input}.${sign(input)}`
    }
    const secret = JSON.stringify(prover.jwk)
    expect(await present(withAlg('none', () => ''))).toBe('token_proof_invalid')
    expect(
      await present(
        withAlg('HS256', (input) => createHmac('sha256', secret).update(input).digest('base64url')),
      ),
    ).toBe('token_proof_invalid')
    for (const alg of ALGS.split(' ').filter((name) => name !== 'EdDSA' && name !== 'Ed25519')) {
      const other = await createProver(alg)
      const bound = await signer.token({ claims: { cnf: { jkt: other.thumbprint } } })
      const presented = presentedWith(`DPoP ${bound}`, await other.proof(bound))
      expect([alg, await outcome(guardWith().check(presented))]).toEqual([alg, 'accepted'])
    }
  })

  test('RFC 9449 §4.3 check 5: alg fits the kind of the key, even where the key did sign', async () => {
    const payload = (await prover.proof(token)).split('.')[1] ?? ''
    const signedUnder = async (alg: string) => {
      const input = `${encode({ typ: 'dpop+jwt', alg, jwk: prover.jwk })}.${payload}`
      const how = { name: 'ECDSA', hash: 'SHA-256' }
      const signature = await crypto.subtle.sign(how, prover.privateKey, Buffer.from(input))
      return `${input}.${Buffer.from(signature).toString('base64url')}`
    }
    for (const alg of ['RS256', 'EdDSA'])
      expect(await present(await signedUnder(alg))).toBe('token_proof_invalid')
    expect(await present(await signedUnder('ES256'))).toBe('accepted')
  })

  test('RFC 9449 §4.3 check 6: the key in the proof made its signature', async () => {
    const [header = '', payload = '', signature = ''] = (await prover.proof(token)).split('.')
    const other = await createProver()
    const stolen = await other.proof(token, { header: { jwk: prover.jwk } })
    const changed = Buffer.from(signature, 'base64url')
    changed[5] = (changed[5] ?? 0) ^ 1
    expect(await present(stolen)).toBe('token_proof_invalid')
    expect(await present(`${header}.${payload}.${changed.toString('base64url')}`)).toBe('token_proof_invalid')
    expect(await present(`${header}.${payload}.`)).toBe('token_proof_invalid')
  })

  test('RFC 9449 §4.3 check 7: the key in the proof is public, and said nowhere', async () => {
    const whole = await exportJWK(prover.privateKey)
    const guard = createGuard({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: createLocalKeys({ keys: [signer.jwk] }),
      clock: () => now,
      development: true,
    })
    const proof = await prover.proof(token, { header: { jwk: whole } })
    const refusal = await refusalOf(guard, presentedWith(`DPoP ${token}`, proof))
    expect(refusal.body).toMatchObject({
      reason: 'token_proof_invalid',
      detail: expect.stringContaining('private'),
    })
    expect(JSON.stringify(refusal)).not.toContain(whole.d)
    for (const jwk of [undefined, 'x', {}, { kty: 'oct', k: 'AAAA' }, { ...prover.jwk, kty: 'RSA' }])
      expect(await present(await prover.proof(token, { header: { jwk } }))).toBe('token_proof_invalid')
  })

  test('RFC 9449 §4.3 check 8: htm is the method of the request, to the letter', async () => {
    const asPost = await prover.proof(token, { claims: { htm: 'POST' } })
    expect(await present(asPost)).toBe('token_proof_invalid')
    expect(await present(await prover.proof(token, { claims: { htm: 'get' } }))).toBe('token_proof_invalid')
    expect(await present(asPost, { method: 'POST' })).toBe('accepted')
  })

  test.each([
    'https://other.example.com/todos',
    'http://api.example.com/todos',
    'https://api.example.com:8443/todos',
    'https://api.example.com/todos/1',
    'https://api.example.com/todos/',
    'https://api.example.com/Todos',
    'https://api.example.com/',
    'https://api.example.com.evil.example/todos',
    'https://user@api.example.com/todos',
    '/todos',
    'api.example.com/todos',
    '',
  ])('RFC 9449 §4.3 check 9: htu %j is another address than that of the request', async (htu) => {
    expect(await present(await prover.proof(token, { claims: { htu } }))).toBe('token_proof_invalid')
  })

  test.each([
    ['https://api.example.com/todos?page=2', TARGET],
    ['https://api.example.com/todos#top', TARGET],
    [TARGET, 'https://api.example.com/todos?page=2'],
    ['HTTPS://API.EXAMPLE.COM/todos', TARGET],
    ['https://api.example.com:443/todos', TARGET],
    ['https://api.example.com/a/../todos', TARGET],
    ['https://api.example.com/%74odos', TARGET],
    ['https://api.example.com/a%2fb', 'https://api.example.com/a%2Fb'],
    ['https://api.example.com', 'https://api.example.com/'],
  ])(
    'RFC 9449 §4.3 check 9: htu %j is the address of a request to %j (RFC 3986 §6.2.2, §6.2.3)',
    async (htu, url) => {
      expect(await present(await prover.proof(token, { claims: { htu } }), { url })).toBe('accepted')
    },
  )

  test('RFC 9449 §4.3 check 9: an escaped slash is no slash', async () => {
    const htu = 'https://api.example.com/a%2Fb'
    expect(
      await present(await prover.proof(token, { claims: { htu } }), { url: 'https://api.example.com/a/b' }),
    ).toBe('token_proof_invalid')
  })

  test('RFC 9449 §4.3 check 10: where nonces are asked for, the nonce is one of ours', async () => {
    const guard = guardWith({ nonce: true })
    for (const nonce of [undefined, '', 'made-up', 7, 'x'.repeat(43)])
      expect(await present(await prover.proof(token, { claims: { nonce } }), { guard })).toBe(
        'token_nonce_needed',
      )
  })

  // A minute of age, and five seconds by which two clocks may differ.
  test.each([
    [-64, 'accepted'],
    [-65, 'token_proof_invalid'],
    [5, 'accepted'],
    [6, 'token_proof_invalid'],
  ])('RFC 9449 §4.3 check 11: a proof made %d seconds from now is %s', async (seconds, expected) => {
    expect(await present(await prover.proof(token, { claims: { iat: SECONDS + seconds } }))).toBe(expected)
  })

  test('RFC 9449 §4.3 check 11: with nonces it is they that tell the time, so that a wrong clock gets in', async () => {
    const guard = guardWith({ nonce: true })
    const nonce = await nonceOf(guard)
    const slow = await prover.proof(token, { claims: { nonce, iat: SECONDS - 86_400 } })
    expect(await present(slow, { guard })).toBe('accepted')
  })

  test('RFC 9449 §4.3 check 11: who sets exp or nbf in a proof is held to them', async () => {
    for (const claims of [{ exp: SECONDS - 6 }, { exp: 'soon' }, { nbf: SECONDS + 6 }])
      expect(await present(await prover.proof(token, { claims }))).toBe('token_proof_invalid')
    expect(await present(await prover.proof(token, { claims: { exp: SECONDS + 60, nbf: SECONDS } }))).toBe(
      'accepted',
    )
  })

  test('RFC 9449 §4.3 check 12: ath is the hash of the access token that came along', async () => {
    const another = await signer.token({ claims: { cnf: { jkt: prover.thumbprint }, jti: 'another' } })
    expect(await present(await prover.proof(another))).toBe('token_proof_invalid')
    const hex = createHash('sha256').update(token).digest('hex')
    expect(await present(await prover.proof(token, { claims: { ath: hex } }))).toBe('token_proof_invalid')
  })

  test('RFC 9449 §4.3 check 12: the key in the proof is the one the access token is bound to', async () => {
    const thief = await createProver()
    expect(await present(await thief.proof(token))).toBe('token_proof_invalid')
  })
})

test('RFC 9449 §6.1: the binding stands in cnf.jkt, and any other binding is not taken for none', async () => {
  for (const cnf of [
    {},
    { jkt: '' },
    { jkt: 7 },
    { jkt: `${prover.thumbprint}=` },
    { 'x5t#S256': prover.thumbprint },
    'key',
    null,
  ]) {
    const odd = await signer.token({ claims: { cnf } })
    expect(await outcome(guardWith().check({ authorization: `Bearer ${odd}` }))).toBe('token_claims_invalid')
    expect(await outcome(guardWith().check(presentedWith(`DPoP ${odd}`, await prover.proof(odd))))).toBe(
      'token_claims_invalid',
    )
  }
  const principal = await guardWith().check(presentedWith(`DPoP ${token}`, await prover.proof(token)))
  expect(principal.boundTo).toBe(prover.thumbprint)
})

describe('RFC 9449 §7', () => {
  test('RFC 9449 §7.1: the scheme is DPoP, whatever its case', async () => {
    for (const scheme of ['DPoP', 'dpop', 'DPOP'])
      expect(
        await outcome(guardWith().check(presentedWith(`${scheme} ${token}`, await prover.proof(token)))),
      ).toBe('accepted')
  })

  test('RFC 9449 §7.1: a token that is bound to nothing is refused as DPoP, with a proof or without', async () => {
    const unbound = await signer.token()
    for (const proofs of [[], [await prover.proof(unbound)]])
      expect(await outcome(guardWith().check(presentedWith(`DPoP ${unbound}`, proofs)))).toBe(
        'token_scheme_refused',
      )
  })

  test('RFC 9449 §7.1: the challenge names the algorithms, and invalid_dpop_proof when it is the proof that is wrong', async () => {
    expect(await challengeOf(guardWith({ required: true }), {})).toBe(`DPoP realm="api", algs="${ALGS}"`)
    const wrong = presentedWith(`DPoP ${token}`, await prover.proof(token, { claims: { htm: 'PUT' } }))
    expect(await challengeOf(guardWith(), wrong)).toMatch(
      /^DPoP realm="api", algs="[A-Za-z0-9 ]+", error="invalid_dpop_proof", error_description="[^"]+", Bearer realm="api"$/,
    )
    const expired = await signer.token({ claims: { cnf: { jkt: prover.thumbprint }, exp: SECONDS - 60 } })
    expect(
      await challengeOf(
        guardWith({ required: true }),
        presentedWith(`DPoP ${expired}`, await prover.proof(expired)),
      ),
    ).toMatch(/^DPoP realm="api", algs="[^"]+", error="invalid_token", error_description="[^"]+"$/)
  })

  test('RFC 9449 §7.1: who accepts both schemes says so in one answer', async () => {
    expect(await challengeOf(guardWith({}), {})).toBe(`Bearer realm="api", DPoP realm="api", algs="${ALGS}"`)
    expect(await challengeOf(guardWith(), {})).toBe('Bearer realm="api"')
  })

  test('RFC 9449 §7.2: a bound token is no bearer token, with a proof or without', async () => {
    const guard = guardWith()
    for (const proofs of [[], [await prover.proof(token)]]) {
      const presented = presentedWith(`Bearer ${token}`, proofs)
      expect(await outcome(guard.check(presented))).toBe('token_scheme_refused')
      expect(await challengeOf(guard, presented)).toMatch(
        /^Bearer .*error="invalid_token".*, DPoP realm="api", algs=/,
      )
    }
  })

  test('RFC 9449 §7.2: a bound token that was let in before is no bearer token either', async () => {
    const guard = guardWith()
    expect(await present(await prover.proof(token), { guard })).toBe('accepted')
    expect(await outcome(guard.check(presentedWith(`Bearer ${token}`)))).toBe('token_scheme_refused')
    expect(await present([], { guard })).toBe('token_proof_missing')
    const thief = await createProver()
    expect(await present(await thief.proof(token), { guard })).toBe('token_proof_invalid')
  })

  test('RFC 9449 §7.2: an API may refuse tokens that are bound to nothing', async () => {
    const unbound = await signer.token()
    expect(await outcome(guardWith({ required: true }).check({ authorization: `Bearer ${unbound}` }))).toBe(
      'token_scheme_refused',
    )
    expect(await outcome(guardWith({}).check({ authorization: `Bearer ${unbound}` }))).toBe('accepted')
  })
})

const nonceOf = async (guard: Guard): Promise<string> =>
  (await refusalOf(guard, presentedWith(`DPoP ${token}`, await prover.proof(token)))).headers['DPoP-Nonce'] ??
  ''

describe('RFC 9449 §9', () => {
  test('RFC 9449 §9: a proof without a nonce is answered with 401, use_dpop_nonce and one', async () => {
    const guard = guardWith({ nonce: true })
    const { status, headers } = await refusalOf(
      guard,
      presentedWith(`DPoP ${token}`, await prover.proof(token)),
    )
    expect(status).toBe(401)
    expect(headers['WWW-Authenticate']).toMatch(/^DPoP .*error="use_dpop_nonce"/)
    expect(headers['DPoP-Nonce']).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]{20,}$/) // §8.1
    const proof = await prover.proof(token, { claims: { nonce: headers['DPoP-Nonce'] } })
    expect(await present(proof, { guard })).toBe('accepted')
  })

  test('RFC 9449 §8.2, §9: an answer to a request that was let in brings the nonce for the next', async () => {
    const guard = guardWith({ nonce: true })
    const proof = await prover.proof(token, { claims: { nonce: await nonceOf(guard) } })
    now += 60_000
    const admission = await guard.admit(presentedWith(`DPoP ${token}`, proof))
    if (!admission.admitted) throw new Error(admission.refusal.status.toString())
    const next = admission.headers?.['DPoP-Nonce']
    expect(next).toBe(await nonceOf(guard))
    expect(await present(await prover.proof(token, { claims: { nonce: next } }), { guard })).toBe('accepted')
  })

  test('RFC 9449 §9: who comes with a bearer token is given no nonce', async () => {
    const guard = guardWith({ nonce: true })
    const admission = await guard.admit({ authorization: `Bearer ${await signer.token()}` })
    expect(admission).not.toHaveProperty('headers')
    expect(admission.admitted).toBe(true)
  })

  test('RFC 9449 §9: a nonce ends, and not before the next one was offered', async () => {
    const guard = guardWith({ nonce: true })
    const nonce = await nonceOf(guard)
    const withNonce = async () => present(await prover.proof(token, { claims: { nonce } }), { guard })
    now = NOW + 119_999
    expect(await withNonce()).toBe('accepted')
    now = NOW + 120_000
    expect(await withNonce()).toBe('token_nonce_needed')
  })

  test('RFC 9449 §9: processes with one key accept the nonces of each other, others do not', async () => {
    const nonceKey = 'a key of at least thirty-two characters'
    const nonce = await nonceOf(guardWith({ nonce: true, nonceKey }))
    const proof = await prover.proof(token, { claims: { nonce } })
    expect(await present(proof, { guard: guardWith({ nonce: true, nonceKey }) })).toBe('accepted')
    expect(await present(proof, { guard: guardWith({ nonce: true, nonceKey: `${nonceKey}!` }) })).toBe(
      'token_nonce_needed',
    )
    expect(await present(proof, { guard: guardWith({ nonce: true }) })).toBe('token_nonce_needed')
  })
})

test('RFC 9449 §11.1: a proof is used once', async () => {
  const guard = guardWith()
  const proof = await prover.proof(token)
  expect(await present(proof, { guard })).toBe('accepted')
  expect(await present(proof, { guard })).toBe('token_proof_replayed')
  const sameId = await prover.proof(token, { claims: { jti: 'one' } })
  expect(await present(sameId, { guard })).toBe('accepted')
  expect(await present(await prover.proof(token, { claims: { jti: 'one' } }), { guard })).toBe(
    'token_proof_replayed',
  )
})

test('RFC 9449 §11.1: the jti of one key says nothing about that of another', async () => {
  const guard = guardWith()
  const other = await createProver()
  const theirs = await signer.token({ claims: { cnf: { jkt: other.thumbprint } } })
  expect(await present(await prover.proof(token, { claims: { jti: 'one' } }), { guard })).toBe('accepted')
  const proof = await other.proof(theirs, { claims: { jti: 'one' } })
  expect(await outcome(guard.check(presentedWith(`DPoP ${theirs}`, proof)))).toBe('accepted')
})
