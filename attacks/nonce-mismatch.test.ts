import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CONFIDENTIAL,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// An ID token that was stolen from, or made for, another sign-in is injected into this one (RFC 9700 §4.5.3.2).

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const exchange = async (subjectToken: string, nonce: string) => {
  const response = await house.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: subjectToken,
      subject_token_type: ID_TOKEN_TYPE,
      nonce,
    },
    CONFIDENTIAL,
  )
  return { status: response.status, body: await response.json() }
}

test('a token with the nonce of another sign-in is refused', async () => {
  const stolen = await house.provider.issueIdToken({ nonce: 'of the attacker' })
  expect(await exchange(stolen, 'of this browser')).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', reason: 'proof_nonce_mismatch' },
  })
  const own = await house.provider.issueIdToken({ nonce: 'of this browser' })
  expect((await exchange(own, 'of this browser')).status).toBe(200)
})

test('a token without a nonce does not answer a sign-in that had one', async () => {
  const bare = await house.provider.issueIdToken()
  expect(await exchange(bare, 'of this browser')).toMatchObject({ body: { reason: 'proof_nonce_mismatch' } })
})

test.each([
  [['of this browser'], 'of this browser'],
  [1, '1'],
  [true, 'true'],
  [null, 'null'],
  [{ nonce: 'n' }, '[object Object]'],
])('a nonce that only looks alike after conversion is refused: %j', async (nonce, sent) => {
  const token = await house.idToken(undefined, { nonce })
  expect(await exchange(token, sent)).toMatchObject({ body: { reason: 'proof_nonce_mismatch' } })
})

test('a refused nonce does not spend the token of the honest sign-in', async () => {
  const token = await house.provider.issueIdToken({ nonce: 'honest' })
  expect((await exchange(token, 'guess')).status).toBe(400)
  expect((await exchange(token, 'honest')).status).toBe(200)
})
