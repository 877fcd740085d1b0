import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readKeySet } from './key-set.js'
import { createLocalKeys } from './local-keys.js'

const publicJwk = ({ publicKey }: { publicKey: KeyObject }): JsonWebKey => publicKey.export({ format: 'jwk' })

const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ec = publicJwk(ecPair)
const rsa = publicJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const ed = publicJwk(generateKeyPairSync('ed25519'))
const p384 = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }))
const p521 = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-521' }))
const usable = (jwk: unknown) => readKeySet({ keys: [jwk] })?.size === 1

describe('a key set', () => {
  it('takes public signature keys of every accepted kind', () => {
    expect(readKeySet({ keys: [ec, p384, p521, rsa, ed] })?.size).toBe(5)
    expect(usable({ ...ec, alg: 'ES256', use: 'sig', key_ops: ['verify'] })).toBe(true)
    expect(usable({ ...rsa, alg: 'RS256' })).toBe(true)
    expect(usable({ ...ed, alg: 'EdDSA' })).toBe(true)
  })

  it.each<[string, unknown]>([
    ['symmetric', { kty: 'oct', k: 'AAAA', alg: 'HS256' }],
    ['symmetric but says ES256', { kty: 'oct', k: 'AAAA', alg: 'ES256' }],
    ['private', ecPair.privateKey.export({ format: 'jwk' })],
    ['for encryption', { ...ec, use: 'enc' }],
    ['of an odd use', { ...ec, use: ['sig'] }],
    ['not for verifying', { ...ec, key_ops: ['sign'] }],
    ['for an algorithm its type cannot do', { ...ec, alg: 'RS256' }],
    ['for RSA encryption', { ...rsa, alg: 'RSA-OAEP' }],
    ['RSA of 1024 bits', publicJwk(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
    ['RSA with exponent one', { ...rsa, e: 'AQ' }],
    ['for the hash of another curve', { ...p384, alg: 'ES256' }],
    ['on secp256k1', publicJwk(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))],
    ['for key agreement', publicJwk(generateKeyPairSync('x25519'))],
    ['off its curve', { ...ec, y: ec.x }],
    ['without a coordinate', { ...ec, y: undefined }],
    ['with a number for kid', { ...ec, kid: 1 }],
    ['of a type from the future', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
    ['a string', 'key'],
    ['null', null],
    ['a list', []],
  ])('ignores a key that is %s, and keeps the others', (_, jwk) => {
    expect(usable(jwk)).toBe(false)
    expect(
      readKeySet({ keys: [jwk, { ...ec, kid: 'good' }, jwk] })?.find({ alg: 'ES256', kid: 'good' }),
    ).toBeDefined()
  })

  it('finds a key by kid and algorithm together', () => {
    const keys = readKeySet({
      keys: [
        { ...ec, kid: 'same' },
        { ...rsa, kid: 'same' },
      ],
    })
    expect(keys?.find({ alg: 'ES256', kid: 'same' })?.asymmetricKeyType).toBe('ec')
    expect(keys?.find({ alg: 'RS256', kid: 'same' })?.asymmetricKeyType).toBe('rsa')
    expect(keys?.find({ alg: 'EdDSA', kid: 'same' })).toBeUndefined()
    expect(keys?.find({ alg: 'ES256', kid: 'other' })).toBeUndefined()
    expect(keys?.find({ alg: 'ES256', kid: '__proto__' })).toBeUndefined()
  })

  it('binds a key to the algorithm it names, and one that names none to those of its kind', () => {
    const find = (jwk: object, alg: string) =>
      readKeySet({ keys: [{ ...jwk, kid: 'a' }] })?.find({ alg, kid: 'a' })
    for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
      expect(find(rsa, alg), alg).toBeDefined()
      expect(find({ ...rsa, alg }, alg), alg).toBeDefined()
      if (alg !== 'PS256') expect(find({ ...rsa, alg: 'PS256' }, alg), alg).toBeUndefined()
    }
    expect(find(p384, 'ES384')).toBeDefined()
    expect(find(p384, 'ES256')).toBeUndefined()
    expect(find(rsa, 'HS256')).toBeUndefined()
  })

  it('knows one algorithm by both of its names', () => {
    for (const said of ['EdDSA', 'Ed25519', undefined]) {
      const keys = readKeySet({ keys: [{ ...ed, alg: said, kid: 'a' }] })
      expect(keys?.find({ alg: 'EdDSA', kid: 'a' })).toBeDefined()
      expect(keys?.find({ alg: 'Ed25519', kid: 'a' })).toBeDefined()
    }
  })

  it('without kid finds a key only where there is nothing to choose', () => {
    const other = publicJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }))
    const bound = readKeySet({
      keys: [
        { ...rsa, alg: 'RS256' },
        { ...other, alg: 'PS256' },
      ],
    })
    expect(bound?.find({ alg: 'RS256' })).toBeDefined()
    expect(bound?.find({ alg: 'RS512' })).toBeUndefined()
    expect(readKeySet({ keys: [rsa, other] })?.find({ alg: 'RS256' })).toBeUndefined()
  })

  it.each([[[]], [null], [{}], ['keys'], [{ keys: {} }], [{ keys: 'AAAA' }]])('is not %j', (value) => {
    expect(readKeySet(value)).toBeUndefined()
  })
})

describe('local keys', () => {
  it('hand out the key that was given', () => {
    const found = createLocalKeys({ keys: [{ ...ec, kid: 'a' }] }).find({ alg: 'ES256', kid: 'a' })
    expect((found as KeyObject).equals(ecPair.publicKey)).toBe(true)
  })

  it('stop the start when none of them can verify anything', () => {
    expect(() => createLocalKeys({ keys: [] })).toThrow(TypeError)
    expect(() => createLocalKeys({ keys: [{ kty: 'oct', k: 'AAAA' }] })).toThrow(/no usable key/)
    expect(() => createLocalKeys(undefined as never)).toThrow(TypeError)
  })
})
