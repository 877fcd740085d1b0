import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'
import { decodePart, encodePart, splitJwt } from './fixtures/jwt-parts.js'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const alter = (jwt: string, claims: Record<string, unknown>): string => {
  const { header, payload, signature } = splitJwt(jwt)
  return `${header}.${encodePart({ ...decodePart(payload), ...claims })}.${signature}`
}

/** Another character of the alphabet in place of one, so that the text stays base64url. */
const flip = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1)

test('a genuine signature over other claims is refused', async () => {
  const forged = await house.provider.forgeIdToken('altered-claims')
  expect(await house.exchange(forged)).toMatchObject({ status: 400, reason: 'proof_signature_invalid' })
  granted(await house.exchange(await house.idToken()))
})

describe('an ID token whose one claim was changed is refused', () => {
  test.each([
    { sub: '1' },
    { email: 'victim@mail.example' },
    { email_verified: true },
    { exp: 9_999_999_999 },
    { nonce: 'n' },
    { extra: 1 },
  ])('%j', async (claims) => {
    const person = house.provider.people.find((one) => !one.emailVerified)
    const answer = await house.exchange(alter(await house.idToken(person), claims))
    expect(answer).toMatchObject({ status: 400, reason: 'proof_signature_invalid' })
  })
})

describe('an access token whose one claim was changed is refused', () => {
  test.each([
    { sub: 'usr_00000000000000000000000000000000' },
    { sid: 'ses_00000000000000000000000000000000' },
    { scope: 'openid profile email todos:write admin' },
    { roles: ['admin'] },
    { exp: 9_999_999_999 },
    { client_id: 'other' },
  ])('%j', async (claims) => {
    const { access_token } = await house.signIn()
    const response = await house.latchkey.fetch(bearer(alter(access_token, claims)))
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'invalid_token', reason: 'token_signature_invalid' })
    expect(await house.introspect(alter(access_token, claims))).toEqual({ active: false })
    expect(await house.introspect(access_token)).toMatchObject({ active: true })
  })
})

test('no single character of an access token may be another one', async () => {
  const { access_token } = await house.signIn()
  for (let index = 0; index < access_token.length; index += 3) {
    if (access_token[index] === '.') continue
    expect(await house.introspect(flip(access_token, index)), `at ${index}`).toEqual({ active: false })
  }
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
})

test('an access token has one spelling only', async () => {
  const { access_token } = await house.signIn()
  for (const spelled of [
    `${access_token}=`,
    `${access_token}.`,
    `.${access_token}`,
    `${access_token}A`,
    `${access_token} x`,
    access_token.replaceAll('-', '+').replaceAll('_', '/').replace('.', '..'),
  ]) {
    expect(await house.introspect(spelled), spelled.slice(-4)).toEqual({ active: false })
  }
})
