import { paths } from '@latchkey/contract'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  API,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'

// Read with jose, whose author has no part in ours.

const verify = async (
  house: TestLatchkey,
  token: string,
  expected: { audience?: string; issuer?: string } = {},
) => {
  const { body } = await ask(house, paths.jwks)
  return jwtVerify(token, createLocalJWKSet(body as never), {
    issuer: ISSUER,
    audience: API,
    typ: 'at+jwt',
    currentDate: new Date(house.clock.now()),
    ...expected,
  })
}

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('signed with %s', (signingAlgorithm) => {
  test('RFC 9068 §2.1: the header says at+jwt, an asymmetric algorithm and the key', async () => {
    await using house = await startTestLatchkey({ options: { signingAlgorithm } })
    const { access_token } = await house.signIn()
    expect(decodeProtectedHeader(access_token)).toEqual({
      typ: 'at+jwt',
      alg: signingAlgorithm,
      kid: expect.stringMatching(/^[\w-]{43}$/),
    })
    await expect(verify(house, access_token)).resolves.toBeDefined()
  })

  test('RFC 9068 §4: an independent library accepts it, and refuses it for another issuer or audience', async () => {
    await using house = await startTestLatchkey({ options: { signingAlgorithm } })
    const { access_token } = await house.signIn()
    await expect(verify(house, access_token, { audience: 'other' })).rejects.toThrow(/aud/)
    await expect(verify(house, access_token, { issuer: `${ISSUER}/` })).rejects.toThrow(/iss/)
    house.clock.advance(11 * 60_000)
    await expect(verify(house, access_token)).rejects.toThrow(/exp/)
  })
})

test('RFC 9068 §2.2: iss, exp, aud, sub, client_id, iat and jti are there, and what they mean', async () => {
  await using house = await startTestLatchkey()
  const { access_token, user, session_id, expires_in } = await house.signIn()
  const { payload } = await verify(house, access_token)
  const now = house.clock.now() / 1_000
  expect(payload).toEqual({
    iss: ISSUER,
    exp: now + expires_in,
    aud: API,
    sub: user.sub,
    client_id: CONFIDENTIAL.id,
    iat: now,
    jti: expect.stringMatching(/^[0-9a-f]{32}$/),
    sid: session_id,
    scope: expect.any(String),
    amr: ['fed'],
    auth_time: expect.any(Number),
    status: { status_list: { idx: expect.any(Number), uri: `${ISSUER}${paths.statusLists}/0` } },
  })
})

test('RFC 9068 §2.2: jti is another one in every token', async () => {
  await using house = await startTestLatchkey()
  const { access_token, refresh_token } = await house.signIn()
  const ids = new Set([(await verify(house, access_token)).payload.jti])
  for (let round = 0; round < 5; round += 1) {
    const renewed = await house.refresh(refresh_token)
    if ('access_token' in renewed) ids.add((await verify(house, renewed.access_token)).payload.jti)
  }
  expect(ids.size).toBe(6)
})

test('RFC 9068 §2.2.1: auth_time is when the person signed in at the provider, and stays so in a refresh', async () => {
  await using house = await startTestLatchkey()
  const signedInAt = house.clock.now() / 1_000 - 300
  const answer = await house.exchange(await house.idToken(undefined, { auth_time: signedInAt }))
  if (!('access_token' in answer)) throw new Error(answer.reason)
  expect((await verify(house, answer.access_token)).payload['auth_time']).toBe(signedInAt)
  house.clock.advance(60_000)
  const renewed = await house.refresh(answer.refresh_token)
  if (!('access_token' in renewed)) throw new Error(renewed.reason)
  const { payload } = await verify(house, renewed.access_token)
  expect(payload['auth_time']).toBe(signedInAt)
  expect(payload.iat).toBe(house.clock.now() / 1_000)
})

test('RFC 9068 §2.2.3: scope is the scope of the answer', async () => {
  await using house = await startTestLatchkey()
  const { access_token, scope } = await house.signIn()
  expect((await verify(house, access_token)).payload['scope']).toBe(scope)
})

test('RFC 9068 §6: no name, address or picture of the person is in the token', async () => {
  await using house = await startTestLatchkey()
  const { access_token, user } = await house.signIn()
  const text = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
  for (const personal of [user.email, user.name, user.picture]) expect(text).not.toContain(personal)
})
