import { expect, test } from 'vitest'
import { granted, startTestLatchkey } from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

test('an ID token is refused once it has expired, but for the seconds two clocks may differ', async () => {
  await using house = await startTestLatchkey()
  const [timely, lateByClock, late] = await Promise.all([house.idToken(), house.idToken(), house.idToken()])
  house.clock.advance(HOUR - SECOND)
  granted(await house.exchange(timely))
  house.clock.advance(30 * SECOND)
  granted(await house.exchange(lateByClock))
  house.clock.advance(2 * SECOND)
  expect(await house.exchange(late)).toMatchObject({ status: 400, reason: 'proof_expired' })
})

test('an ID token from the future is refused', async () => {
  await using house = await startTestLatchkey()
  const seconds = house.clock.now() / SECOND
  for (const claims of [{ iat: seconds + 120 }, { nbf: seconds + 120 }, { iat: 1e15, exp: 1e15 + 1 }]) {
    const answer = await house.exchange(await house.idToken(undefined, claims))
    expect(answer).toMatchObject({ status: 400, reason: 'proof_not_yet_valid' })
  }
  granted(await house.exchange(await house.idToken(undefined, { iat: seconds + 5, nbf: seconds + 5 })))
})

test('an ID token without an expiry or a birth is refused', async () => {
  await using house = await startTestLatchkey()
  for (const claims of [
    { exp: undefined },
    { exp: null },
    { exp: '9999999999' },
    { exp: [9_999_999_999] },
    { iat: undefined },
    { iat: 'now' },
    { nbf: 'now' },
  ]) {
    const answer = await house.exchange(await house.idToken(undefined, claims))
    expect(answer, JSON.stringify(claims)).toMatchObject({ status: 400, reason: 'proof_claims_invalid' })
  }
})

test('an access token dies at its time, in introspection, at UserInfo and in the guard', async () => {
  await using house = await startTestLatchkey()
  const { access_token, expires_in } = await house.signIn()
  house.clock.advance((expires_in - 1) * SECOND)
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
  expect((await house.latchkey.fetch(bearer(access_token))).status).toBe(200)

  house.clock.advance(1 * MINUTE)
  expect(await house.introspect(access_token)).toEqual({ active: false })
  const response = await house.latchkey.fetch(bearer(access_token))
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ error: 'invalid_token', reason: 'token_expired' })
  await expect(house.latchkey.guard.verify(access_token)).rejects.toMatchObject({ code: 'token_expired' })
})
