import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OidcProviderUpstream, startOidcProvider } from './oidc-provider-upstream.js'

let upstream: OidcProviderUpstream
beforeAll(async () => {
  upstream = await startOidcProvider()
})
afterAll(() => upstream.close())

const verify = async (idToken: string) => {
  const metadata = await (await fetch(`${upstream.issuer}/.well-known/openid-configuration`)).json()
  return jwtVerify(idToken, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
    issuer: upstream.issuer,
    audience: upstream.clientId,
  })
}

test('an ID token of the certified provider verifies against the keys it publishes', async () => {
  const account = { sub: 'account-1', email: 'ada@mail.example', email_verified: true, name: 'Ada' }
  const { payload, protectedHeader } = await verify(await upstream.idTokenFor(account, { nonce: 'n-1' }))
  expect(protectedHeader.alg).toBe('RS256')
  expect(payload).toMatchObject({ ...account, nonce: 'n-1', iss: upstream.issuer, aud: upstream.clientId })
})

test('accounts are told apart, and what an account lacks is absent', async () => {
  const unverified = { sub: 'account-2', email: 'ada@mail.example', email_verified: false }
  const tokens = await Promise.all([
    upstream.idTokenFor(unverified),
    upstream.idTokenFor({ sub: 'account-3' }),
  ])
  const [first, second] = await Promise.all(tokens.map(verify))
  expect(first?.payload).toMatchObject(unverified)
  expect(second?.payload).toMatchObject({ sub: 'account-3' })
  expect(second?.payload).not.toHaveProperty('email')
  expect(second?.payload).not.toHaveProperty('nonce')
})
