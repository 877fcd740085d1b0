import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DevelopmentProvider,
  developmentClient,
  developmentPeople,
  startDevelopmentProvider,
} from '../index.js'

let provider: DevelopmentProvider
let now = Date.now()
beforeAll(async () => {
  provider = await startDevelopmentProvider({ clock: () => now, idTokenLifetime: 5 * 60_000 })
})
afterAll(() => provider.close())

/** What a relying party does, with the keys as they are published now. */
const verify = (idToken: string) =>
  jwtVerify(idToken, createRemoteJWKSet(new URL(provider.jwksUri)), {
    issuer: provider.issuer,
    audience: developmentClient.id,
    algorithms: ['RS256'],
    currentDate: new Date(now),
  })

test('a token without a deviation is valid, and every claim is there', async () => {
  const { payload, protectedHeader } = await verify(await provider.issueIdToken())
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.stringMatching(/^[\w-]{43}$/) })
  expect(payload).toEqual({
    iss: provider.issuer,
    azp: developmentClient.id,
    aud: developmentClient.id,
    sub: provider.people[0]?.sub,
    email: 'mara_lindqvist@gmail.com',
    email_verified: true,
    name: 'Mara Lindqvist',
    given_name: 'Mara',
    family_name: 'Lindqvist',
    picture: provider.people[0]?.picture,
    iat: Math.floor(now / 1000),
    exp: Math.floor(now / 1000) + 300,
    jti: expect.any(String),
  })
})

test('two tokens of one instant are not the same text', async () => {
  expect(await provider.issueIdToken()).not.toBe(await provider.issueIdToken())
})

test('a deviation changes what it names, and undefined removes', async () => {
  const person = provider.people.find(({ emailVerified }) => !emailVerified)
  const idToken = await provider.issueIdToken({
    person,
    clientId: 'somebody-else',
    nonce: 'n-1',
    claims: { iss: 'https://issuer.example', exp: 1, email: undefined, locale: 'sv' },
    header: { kid: undefined, typ: 'at+jwt' },
  })
  expect(decodeProtectedHeader(idToken)).toEqual({ alg: 'RS256', typ: 'at+jwt' })
  expect(decodeJwt(idToken)).toMatchObject({
    iss: 'https://issuer.example',
    aud: 'somebody-else',
    azp: 'somebody-else',
    sub: person?.sub,
    email_verified: false,
    nonce: 'n-1',
    exp: 1,
    locale: 'sv',
  })
  expect(decodeJwt(idToken)).not.toHaveProperty('email')
})

test('somebody of the cast has a picture that can be fetched, wherever they are taken from', async () => {
  const [person] = developmentPeople
  const { picture } = decodeJwt(await provider.issueIdToken({ person }))
  expect(picture).toBe(provider.people[0]?.picture)
  expect((await fetch(String(picture))).status).toBe(200)
})

test('a header that asks for another algorithm is a mistake of the caller', async () => {
  await expect(provider.issueIdToken({ header: { alg: 'none' } })).rejects.toThrow(TypeError)
})

describe('every forgery is refused, and differs in nothing else', () => {
  test.each([
    ['unsigned', 'none', errors.JOSEAlgNotAllowed],
    ['hmac-with-public-key', 'HS256', errors.JOSEAlgNotAllowed],
    ['foreign-key', 'RS256', errors.JWSSignatureVerificationFailed],
    ['embedded-key', 'RS256', errors.JWSSignatureVerificationFailed],
    ['altered-claims', 'RS256', errors.JWSSignatureVerificationFailed],
  ] as const)('%s', async (forgery, alg, refusal) => {
    const forged = await provider.forgeIdToken(forgery, { nonce: 'n-1' })
    const valid = decodeJwt(await provider.issueIdToken({ nonce: 'n-1' }))
    expect(decodeJwt(forged)).toEqual({ ...valid, jti: expect.any(String) })
    expect(decodeProtectedHeader(forged)).toMatchObject({ alg, typ: 'JWT', kid: expect.any(String) })
    await expect(verify(forged)).rejects.toThrow(refusal)
  })

  test('the confusion of RS256 with HS256 works on whoever takes the algorithm from the token', async () => {
    const forged = await provider.forgeIdToken('hmac-with-public-key')
    const { createPublicKey } = await import('node:crypto')
    const { keys } = await (await fetch(provider.jwksUri)).json()
    const publicPem = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const options = { currentDate: new Date(now) }
    await expect(
      jwtVerify(forged, new TextEncoder().encode(String(publicPem)), options),
    ).resolves.toBeDefined()
  })
})

describe('after a rotation', () => {
  test('new tokens carry a new key, and the token before still verifies until the next one', async () => {
    const before = await provider.issueIdToken()
    await provider.rotateKeys()
    const after = await provider.issueIdToken()
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
    await expect(verify(before)).resolves.toBeDefined()
    await expect(verify(after)).resolves.toBeDefined()

    await provider.rotateKeys()
    await expect(verify(before)).rejects.toThrow(errors.JWKSNoMatchingKey)
    await expect(verify(after)).resolves.toBeDefined()
  })

  test('no more than two keys are published, and never a private one', async () => {
    await provider.rotateKeys()
    const { keys } = await (await fetch(provider.jwksUri)).json()
    const publicMembers = ['kty', 'n', 'e', 'kid', 'alg', 'use'].sort()
    expect(keys.map((key: object) => Object.keys(key).sort())).toEqual([publicMembers, publicMembers])
  })
})

test('a token follows the clock it was given', async () => {
  now += 60_000
  expect(decodeJwt(await provider.issueIdToken()).iat).toBe(Math.floor(now / 1000))
})
