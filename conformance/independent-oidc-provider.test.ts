import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import {
  type OidcProviderUpstream,
  startOidcProvider,
  type UpstreamAccount,
} from '../packages/testkit/test/oidc-provider-upstream.js'

// A certified OpenID provider as the upstream: sign-in by its real code flow, its real ID tokens, its real keys.

// Its tokens have no jti, and RS256 has no randomness: two of one second are one text. A nonce tells them apart.
let nonces = 0
const idTokenFor = (account: UpstreamAccount) => {
  nonces += 1
  return upstream.idTokenFor(account, { nonce: `sign-in-${nonces}` })
}

const ada = { sub: 'ada', email: 'ada@mail.example', email_verified: true, name: 'Ada' }

let upstream: OidcProviderUpstream
let house: TestLatchkey
beforeAll(async () => {
  upstream = await startOidcProvider()
  house = await startTestLatchkey({
    options: {
      providers: [oidc({ id: 'certified', issuer: upstream.issuer, clientIds: [upstream.clientId] })],
    },
  })
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await upstream.close()
})

test('its ID token signs a person in, with what it says about them', async () => {
  const { user } = granted(await house.exchange(await idTokenFor(ada)))
  expect(user).toMatchObject({ email: ada.email, email_verified: true, name: 'Ada' })
})

test('the same account is the same user, another account another', async () => {
  const [first, second, other] = [
    granted(await house.exchange(await idTokenFor(ada))),
    granted(await house.exchange(await idTokenFor(ada))),
    granted(await house.exchange(await idTokenFor({ sub: 'grace' }))),
  ]
  expect(second.user.sub).toBe(first.user.sub)
  expect(other.user.sub).not.toBe(first.user.sub)
  expect(other.user).not.toHaveProperty('email')
})

test('one ID token signs in once', async () => {
  const token = await idTokenFor(ada)
  granted(await house.exchange(token))
  expect(await house.exchange(token)).toMatchObject({ reason: 'proof_replayed' })
})

test('its nonce is compared when the client sends it', async () => {
  const token = await upstream.idTokenFor(ada, { nonce: 'n-1' })
  const exchange = (nonce: string) =>
    house.post(
      '/oauth/token',
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        client_id: 'mobile',
        nonce,
      },
      { id: 'mobile' },
    )
  expect((await exchange('n-2')).status).toBe(400)
  expect((await exchange('n-1')).status).toBe(200)
})

describe('another server that trusts it under another client id', () => {
  test('refuses the token it made for us', async () => {
    await using other = await startTestLatchkey({
      options: {
        providers: [oidc({ id: 'certified', issuer: upstream.issuer, clientIds: ['somebody-else'] })],
      },
    })
    expect(await other.exchange(await idTokenFor(ada))).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'proof_audience_mismatch',
    })
  })
})

test('it rotates its keys: tokens of the new key are accepted once the cool-down has passed, those of the old no more', async () => {
  const before = await idTokenFor(ada)
  await upstream.rotateKeys()
  house.clock.advance(31_000)
  granted(await house.exchange(await idTokenFor(ada)))
  expect(await house.exchange(before)).toMatchObject({ status: 400, reason: 'proof_key_unknown' })
})
