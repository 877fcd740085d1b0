import { generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, claimsWith, createSigner, encode, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { oidc } from '../issuers/oidc.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { type Algorithm, algorithms, algorithmsOf, isAlgorithm } from './algorithms.js'

const guardFor = (jwk: unknown, allowed: readonly Algorithm[] = algorithms) =>
  createGuard({
    issuers: [
      oidc({
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: allowed,
        keys: createLocalKeys({ keys: [jwk] }),
      }),
    ],
    clock: () => NOW,
  })
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

describe.each(algorithms)('%s', (alg) => {
  it('as another library signs it is accepted where the issuer may use it, and only there', async () => {
    const signer = await createSigner(alg, 'k')
    const token = await signer.token()
    expect(await outcome(guardFor(signer.jwk, [alg]).verify(token))).toBe('accepted')
    const others = algorithms.filter((one) => one !== alg)
    expect(await outcome(guardFor({ ...signer.jwk, alg: undefined }, others).verify(token))).toBe(
      'token_algorithm_refused',
    )
  })

  it('is the name of nothing else: the same signature under another name is refused', async () => {
    const signer = await createSigner(alg, 'k')
    const [, payload = '', signature = ''] = (await signer.token()).split('.')
    const unbound = { ...signer.jwk, alg: undefined }
    for (const other of algorithms) {
      if (other === alg) continue
      const token = `${encode({ alg: other, kid: 'k', typ: 'at+jwt' })}.${payload}.${signature}`
      expect(await outcome(guardFor(unbound).verify(token)), other).toMatch(
        /^token_(signature_invalid|key_unknown)$/,
      )
    }
  })

  it('with one bit changed is refused', async () => {
    const signer = await createSigner(alg, 'k')
    const token = await signer.token()
    const start = token.lastIndexOf('.') + 1
    const bytes = Buffer.from(token.slice(start), 'base64url')
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(
        await outcome(guardFor(signer.jwk).verify(token.slice(0, start) + changed.toString('base64url'))),
      ).toBe('token_signature_invalid')
    }
  })
})

describe('an RSA key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk: JsonWebKey = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k' }
  const input = (alg: string) => `${encode({ alg, kid: 'k', typ: 'at+jwt' })}.${encode(claimsWith())}`

  it('that names no algorithm serves those the issuer is allowed, and no other', async () => {
    const token = `${input('RS512')}.${sign('sha512', Buffer.from(input('RS512')), rsa.privateKey).toString('base64url')}`
    expect(await outcome(guardFor(jwk, ['RS256', 'RS512']).verify(token))).toBe('accepted')
    expect(await outcome(guardFor(jwk, ['RS256']).verify(token))).toBe('token_algorithm_refused')
    expect(await outcome(guardFor({ ...jwk, alg: 'RS256' }, ['RS256', 'RS512']).verify(token))).toBe(
      'token_key_unknown',
    )
  })

  it.each([0, 20, 64])(
    'makes no PS256 signature with a salt of %i bytes: it is as long as the hash',
    async (saltLength) => {
      const signature = sign('sha256', Buffer.from(input('PS256')), {
        key: rsa.privateKey,
        padding: 6,
        saltLength,
      })
      expect(
        verify(
          'sha256',
          Buffer.from(input('PS256')),
          { key: rsa.publicKey, padding: 6, saltLength },
          signature,
        ),
      ).toBe(true)
      const token = `${input('PS256')}.${signature.toString('base64url')}`
      expect(await outcome(guardFor(jwk).verify(token))).toBe('token_signature_invalid')
    },
  )
})

describe.each([
  ['ES384', 'P-384', 96],
  ['ES512', 'P-521', 132],
] as const)('a signature of %s', (alg, namedCurve, length) => {
  it(`has ${length} bytes: DER, shorter and longer forms of a good one are refused`, async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    const guard = guardFor({ ...publicKey.export({ format: 'jwk' }), kid: 'k' })
    const input = `${encode({ alg, kid: 'k', typ: 'at+jwt' })}.${encode(claimsWith())}`
    const hash = alg === 'ES384' ? 'sha384' : 'sha512'
    const good = sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const der = sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'der' })
    const verdict = (bytes: Buffer) => outcome(guard.verify(`${input}.${bytes.toString('base64url')}`))
    expect(good.length).toBe(length)
    expect(await verdict(good)).toBe('accepted')
    for (const bytes of [der, good.subarray(1), Buffer.concat([Buffer.alloc(1), good]), Buffer.alloc(length)])
      expect(await verdict(bytes)).toBe('token_signature_invalid')
  })
})

describe('a key that verifies nothing', () => {
  it.each([
    ['secp256k1', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['Ed448', generateKeyPairSync('ed448').publicKey],
    ['X25519', generateKeyPairSync('x25519').publicKey],
    [
      'RSA-PSS, whose parameters are its own',
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
    ],
    ['DSA', generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey],
    ['private', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
    ['RSA of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
  ])('is %s', (_, key) => {
    expect(algorithmsOf(key)).toEqual([])
  })
})

it.each([
  'none',
  'None',
  'HS256',
  'HS384',
  'HS512',
  'ES256K',
  'RSA1_5',
  'Ed448',
  'es256',
  '',
  'constructor',
  undefined,
])('%j is no algorithm', (name) => {
  expect(isAlgorithm(name)).toBe(false)
})
