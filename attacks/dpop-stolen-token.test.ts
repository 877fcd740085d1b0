import { createHash } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import {
  createGuard,
  createLocalKeys,
  type DpopOptions,
  drfTokenWire,
  type Guard,
  type Presented,
} from '@latchkey/guard'
import { SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { createProver, type Prover, presentedWith, requestWith } from '../packages/guard/test/prover.js'
import { AUDIENCE, createSigner, encode, ISSUER, NOW, type Signer } from '../packages/guard/test/signer.js'

// Somebody has an access token that is bound to a key, and not the key.

let signer: Signer
let owner: Prover
let thief: Prover
let token: string
beforeAll(async () => {
  signer = await createSigner()
  owner = await createProver()
  thief = await createProver()
  token = await signer.token({ claims: { cnf: { jkt: owner.thumbprint } } })
})

const guardWith = (dpop?: DpopOptions): Guard =>
  createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    ...(dpop !== undefined && { dpop }),
  })
const outcome = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

/** Whatever can be made without the key of the owner. */
const tries: Record<string, () => Promise<Presented> | Presented> = {
  'the token as a bearer token': () => presentedWith(`Bearer ${token}`),
  'the token as a bearer token, where the adapter hands over no request': () => ({
    authorization: `Bearer ${token}`,
  }),
  'the token without a proof': () => presentedWith(`DPoP ${token}`),
  'the token where the adapter hands over no request': () => ({ authorization: `DPoP ${token}` }),
  'a proof by a key of their own': async () => presentedWith(`DPoP ${token}`, await thief.proof(token)),
  'a proof by a key of their own that shows the key of the owner': async () =>
    presentedWith(`DPoP ${token}`, await thief.proof(token, { header: { jwk: owner.jwk } })),
  'a proof by a key of their own that claims the thumbprint of the owner': async () =>
    presentedWith(
      `DPoP ${token}`,
      await thief.proof(token, {
        header: { kid: owner.thumbprint, jkt: owner.thumbprint },
        claims: { cnf: { jkt: owner.thumbprint } },
      }),
    ),
  'a proof that has both keys in it': async () =>
    presentedWith(
      `DPoP ${token}`,
      await thief.proof(token, { header: { jwk: { ...thief.jwk, ...owner.jwk } } }),
    ),
  'a proof under the key of the issuer': async () => {
    const claims = {
      jti: 'a',
      htm: 'GET',
      htu: 'https://api.example.com/todos',
      iat: NOW / 1000,
      ath: hashOf(token),
    }
    const { kid: _, use: __, alg: ___, ...jwk } = signer.jwk
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk } as never
    return presentedWith(
      `DPoP ${token}`,
      await new SignJWT(claims).setProtectedHeader(header).sign(signer.privateKey),
    )
  },
  'the access token itself as its proof': () => presentedWith(`DPoP ${token}`, token),
  'a proof that nobody signed': async () => {
    const [, payload = ''] = (await thief.proof(token)).split('.')
    return presentedWith(
      `DPoP ${token}`,
      `${encode({ typ: 'dpop+jwt', alg: 'none', jwk: owner.jwk })}.${payload}.`,
    )
  },
  'a proof of the owner for another request': async () =>
    presentedWith(
      `DPoP ${token}`,
      await owner.proof(token, { claims: { htu: 'https://api.example.com/me' } }),
    ),
  'a proof of the owner for another token': async () =>
    presentedWith(`DPoP ${token}`, await owner.proof(await signer.token({ claims: { jti: 'other' } }))),
  'a proof of the owner for the token endpoint, which knows no token yet': async () =>
    presentedWith(`DPoP ${token}`, await owner.proof(token, { claims: { ath: undefined } })),
  'a proof of the owner in the query': async () => {
    const url = `https://api.example.com/todos?DPoP=${await owner.proof(token)}`
    return { authorization: `DPoP ${token}`, request: requestWith({}, { url }) }
  },
  'the token as Token': () => presentedWith(`Token ${token}`),
}
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

test.each(Object.keys(tries))('%s opens nothing', async (name) => {
  for (const known of [false, true]) {
    const guard = guardWith()
    if (known) await guard.check(presentedWith(`DPoP ${token}`, await owner.proof(token)))
    const presented = await tries[name]?.()
    if (presented === undefined) throw new Error('no such try')
    expect(await outcome(guard.check(presented))).toMatch(/^token_/)
  }
})

test('the thief learns nothing by a guard that is asked about the token alone', async () => {
  expect(await outcome(guardWith().verify(token))).toBe('token_proof_missing')
})

test('nothing is made of a person whose token somebody else presents', async () => {
  const welcomed: string[] = []
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    onFirstSight: ({ subject }) => welcomed.push(subject),
  })
  await outcome(guard.check(presentedWith(`DPoP ${token}`, await thief.proof(token))))
  await outcome(guard.check(presentedWith(`Bearer ${token}`)))
  expect(welcomed).toEqual([])
  expect(await outcome(guard.check(presentedWith(`DPoP ${token}`, await owner.proof(token))))).toBe(
    'accepted',
  )
  expect(welcomed).toHaveLength(1)
})

test('a proof that another API was given opens nothing here, whatever Host the request claims, where the API knows its address', async () => {
  // The owner was made to call https://evil.example, which now calls the API with the proof it got.
  const proof = await owner.proof(token, { claims: { htu: 'https://evil.example/todos' } })
  const presented = presentedWith(`DPoP ${token}`, proof, { url: 'https://evil.example/todos' })
  expect(await outcome(guardWith({ origins: ['https://api.example.com'] }).check(presented))).toBe(
    'token_proof_invalid',
  )
})

test('an API in the words of a former backend takes no bound token: it can be shown no proof', async () => {
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    wire: drfTokenWire({ schemes: ['Token', 'Bearer'] }),
  })
  const proof = await owner.proof(token)
  for (const scheme of ['Token', 'Bearer'])
    expect(await guard.admit(presentedWith(`${scheme} ${token}`, proof))).toMatchObject({
      refusal: { status: 401, body: { detail: 'Invalid token.' } },
    })
  expect(await outcome(guard.check(presentedWith(`DPoP ${token}`, proof)))).toBe('token_missing')
})

test('an opaque token that is bound to a key needs the proof too', async () => {
  const opaque = 'opaque-token-of-somebody'
  const { jti: _, ...claims } = {
    iss: ISSUER,
    sub: 'usr_018f0000000000000000000000000001',
    aud: AUDIENCE,
    exp: NOW / 1000 + 600,
    iat: NOW / 1000,
    sid: 'ses_018f0000000000000000000000000001',
    client_id: 'web',
    jti: '',
    cnf: { jkt: owner.thumbprint },
  }
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    clock: () => NOW,
    opaque: { check: async () => ({ ...claims }) },
  })
  for (const presented of [
    presentedWith(`Bearer ${opaque}`),
    presentedWith(`Token ${opaque}`),
    presentedWith(`DPoP ${opaque}`),
    presentedWith(`DPoP ${opaque}`, await thief.proof(opaque)),
  ])
    expect(await outcome(guard.check(presented))).toMatch(
      /^token_(scheme_refused|proof_missing|proof_invalid)$/,
    )
  expect(await outcome(guard.check(presentedWith(`DPoP ${opaque}`, await owner.proof(opaque))))).toBe(
    'accepted',
  )
})
