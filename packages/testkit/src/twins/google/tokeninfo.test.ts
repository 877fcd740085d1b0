import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeFrom, postForm, redeem } from '../../../test/visit.js'
import { type DevelopmentProvider, developmentClient, startDevelopmentProvider } from '../../index.js'

let provider: DevelopmentProvider
const now = Date.now()
beforeAll(async () => {
  provider = await startDevelopmentProvider({ clock: () => now })
})
afterAll(() => provider.close())

const ask = (query: Record<string, string>) =>
  fetch(`${provider.url}/tokeninfo?${new URLSearchParams(query)}`)

test('an access token is described in texts, beginning with whom it was issued to', async () => {
  const { access_token } = await (await redeem(provider, { code: await codeFrom(provider) })).json()
  const expected = {
    azp: developmentClient.id,
    aud: developmentClient.id,
    sub: provider.people[0]?.sub,
    scope: 'openid email profile',
    exp: String(Math.floor((now + 3_600_000) / 1000)),
    expires_in: '3600',
    email: 'mara_lindqvist@gmail.com',
    email_verified: 'true',
    access_type: 'online',
  }
  expect(await (await ask({ access_token })).json()).toEqual(expected)
  expect(await (await postForm(`${provider.url}/tokeninfo`, { access_token })).json()).toEqual(expected)
})

test('an ID token is described with its header', async () => {
  const id_token = await provider.issueIdToken()
  expect(await (await ask({ id_token })).json()).toMatchObject({
    iss: provider.issuer,
    aud: developmentClient.id,
    email_verified: 'true',
    alg: 'RS256',
    kid: expect.any(String),
    typ: 'JWT',
  })
})

test('what is forged, expired, unknown or missing is refused', async () => {
  const tokens = {
    unsigned: await provider.forgeIdToken('unsigned'),
    confused: await provider.forgeIdToken('hmac-with-public-key'),
    expired: await provider.issueIdToken({ claims: { exp: Math.floor(now / 1000) - 1 } }),
    'of another issuer': await provider.issueIdToken({ claims: { iss: 'https://issuer.example' } }),
    'no token at all': 'text',
  }
  for (const [what, id_token] of Object.entries(tokens)) {
    const response = await ask({ id_token })
    expect([what, response.status, await response.json()]).toEqual([
      what,
      400,
      { error: 'invalid_token', error_description: 'Invalid Value' },
    ])
  }
  expect((await ask({ access_token: 'lkdev_at_guess' })).status).toBe(400)
  expect((await ask({})).status).toBe(400)
})
