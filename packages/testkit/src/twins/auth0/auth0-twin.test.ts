import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  answerOf,
  answerPage,
  CODE_CHALLENGE,
  CODE_VERIFIER,
  type Deviation,
  postForm,
  REDIRECT_URI,
  signInAs,
  withDeviation,
} from '../../../test/visit.js'
import { type Auth0Twin, type Providers, startProviders } from '../../index.js'

const API = 'https://todo-api.example'
const ROLES = 'https://latchkey.example/roles'

let providers: Providers
let auth0: Auth0Twin
let now = Date.now()
beforeAll(async () => {
  providers = await startProviders({ clock: () => now, auth0: { userinfoPerMinute: 3 } })
  auth0 = providers.auth0
})
afterAll(() => providers.close())
afterEach(() => {
  auth0.behave()
  now += 120_000
})

const authorizeUrl = (deviation: Deviation = {}): string => {
  const request = {
    client_id: auth0.client.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state-of-the-client',
    nonce: 'nonce-of-the-client',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
  }
  return `${auth0.issuer}authorize?${withDeviation(request, deviation)}`
}
const userIdAt = (index: number) => auth0.people[index]?.userId ?? ''
const exchange = (deviation: Deviation) =>
  postForm(`${auth0.issuer}oauth/token`, {
    grant_type: 'authorization_code',
    client_id: auth0.client.id,
    client_secret: auth0.client.secret,
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    ...deviation,
  })
const tokensOf = async (index: number, deviation: Deviation = {}) => {
  const landed = await signInAs(authorizeUrl(deviation), userIdAt(index))
  return (await exchange({ code: landed.searchParams.get('code') ?? '' })).json()
}
const userinfo = (token: string) =>
  fetch(`${auth0.issuer}userinfo`, { headers: { authorization: `Bearer ${token}` } })
const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(auth0.jwksUri)), {
    issuer: auth0.issuer,
    audience: API,
    algorithms: ['RS256'],
    currentDate: new Date(now),
  })

test('openid-client signs a person in at an issuer that ends in a slash', async () => {
  const configuration = await client.discovery(
    new URL(auth0.issuer),
    auth0.client.id,
    {},
    client.ClientSecretBasic(auth0.client.secret),
    { execute: [client.allowInsecureRequests] },
  )
  expect(configuration.serverMetadata().issuer).toBe(`${auth0.url}/`)
  now = Date.now()
  const landed = await signInAs(authorizeUrl(), userIdAt(0))
  const tokens = await client.authorizationCodeGrant(configuration, landed, {
    pkceCodeVerifier: CODE_VERIFIER,
    expectedState: 'state-of-the-client',
    expectedNonce: 'nonce-of-the-client',
    idTokenExpected: true,
  })
  const claims = {
    sub: 'auth0|65f0c1d2a9b87e3d4c5b6a70',
    nickname: 'mara_lindqvist',
    email: 'mara_lindqvist@gmail.com',
    email_verified: true,
    [ROLES]: ['editor'],
  }
  expect(tokens.claims()).toMatchObject({ iss: `${auth0.url}/`, ...claims })
  const sub = tokens.claims()?.sub ?? ''
  expect(await client.fetchUserInfo(configuration, tokens.access_token, sub)).toMatchObject(claims)
})

describe('people', () => {
  test('are told apart by their connection alone', async () => {
    const [google, github] = [
      decodeJwt((await tokensOf(1)).id_token),
      decodeJwt((await tokensOf(2)).id_token),
    ]
    expect([google.sub, github.sub]).toEqual(['google-oauth2|108234567890123456789', 'github|19864447'])
    for (const name of ['email', 'email_verified', 'name']) expect(google[name]).toBe(github[name])
  })

  test('have an address that is verified or not, as a truth, or none', async () => {
    const verifiedAt = async (index: number) => decodeJwt((await tokensOf(index)).id_token)['email_verified']
    expect([await verifiedAt(0), await verifiedAt(3), await verifiedAt(4)]).toEqual([true, false, undefined])
  })

  test('have a picture whatever their id looks like', async () => {
    const { picture } = decodeJwt((await tokensOf(0)).id_token)
    expect((await fetch(String(picture))).status).toBe(200)
  })
})

describe('the access token', () => {
  test('is opaque when no API is named', async () => {
    const { access_token, scope } = await tokensOf(0, { scope: 'openid email todos:read' })
    expect(access_token).toMatch(/^[a-zA-Z\d]{36}$/)
    expect(scope).toBe('openid email')
  })

  test('is a JWT for the API that was named, and for userinfo', async () => {
    const { access_token, expires_in } = await tokensOf(0, {
      audience: API,
      scope: 'openid todos:read admin',
    })
    const { payload } = await verify(access_token)
    expect(payload).toEqual({
      iss: auth0.issuer,
      sub: userIdAt(0),
      aud: [API, `${auth0.issuer}userinfo`],
      azp: auth0.client.id,
      iat: Math.floor(now / 1000),
      exp: Math.floor(now / 1000) + 24 * 60 * 60,
      scope: 'openid todos:read',
      permissions: ['todos:read', 'todos:write'],
      [ROLES]: ['editor'],
    })
    expect(expires_in).toBe(24 * 60 * 60)
    expect((await userinfo(access_token)).status).toBe(200)
  })

  test('grants no scope that the person is not permitted', async () => {
    const { access_token } = await tokensOf(1, { audience: API, scope: 'openid todos:read todos:write' })
    expect(decodeJwt(access_token)).toMatchObject({ scope: 'openid todos:read', permissions: ['todos:read'] })
  })

  test('can be had without a sign-in, of this application or of another', async () => {
    const own = await verify(await auth0.issueAccessToken({ audience: API }))
    expect(own.payload).toMatchObject({ azp: auth0.client.id, sub: userIdAt(0) })
    const other = await verify(await auth0.issueAccessToken({ audience: API, clientId: 'another-app' }))
    expect(other.payload['azp']).toBe('another-app')
    expect((await userinfo(await auth0.issueAccessToken())).status).toBe(200)
  })
})

describe('/userinfo', () => {
  test('is answered so many times a minute for each person', async () => {
    const [token, other] = [
      await auth0.issueAccessToken(),
      await auth0.issueAccessToken({ person: auth0.people[1] }),
    ]
    const remaining: (string | null)[] = []
    for (let asked = 0; asked < 3; asked += 1) {
      const response = await userinfo(token)
      expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, '3'])
      remaining.push(response.headers.get('x-ratelimit-remaining'))
    }
    expect(remaining).toEqual(['2', '1', '0'])

    const refused = await userinfo(token)
    expect(refused.status).toBe(429)
    expect(await refused.json()).toHaveProperty('error', 'too_many_requests')
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    const resetsAt = Number(refused.headers.get('x-ratelimit-reset'))
    expect(resetsAt).toBe(Math.ceil((now + 60_000) / 1000))
    expect((await userinfo(other)).status).toBe(200)

    now = resetsAt * 1000
    expect((await userinfo(token)).status).toBe(200)
  })

  test('refuses an unknown token with a text', async () => {
    const response = await userinfo('nonsense')
    expect([response.status, await response.text()]).toEqual([401, 'Unauthorized'])
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })
})

describe('refusals', () => {
  test.each<[string, Deviation, number, string]>([
    ['an unknown code', { code: 'nonsense' }, 403, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'access_denied'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('%s is refused', async (_, deviation, status, error) => {
    const response = await exchange({ code: 'nonsense', ...deviation })
    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('error', error)
  })

  test('cancelling is told', async () => {
    const answer = answerOf(await answerPage(authorizeUrl(), { decision: 'cancel' }))
    expect(answer.get('error_description')).toBe('User did not authorize the request')
  })
})

describe('switches reach the access token too', () => {
  const accessToken = async () => (await tokensOf(0, { audience: API })).access_token

  test.each(['wrongAudience', 'wrongIssuer', 'expired', 'badSignature'] as const)('%s', async (name) => {
    await verify(await accessToken())
    auth0.misbehave({ [name]: true })
    await expect(verify(await accessToken())).rejects.toThrow()
  })

  test('tokenOfAnotherApp: another application asked for it', async () => {
    auth0.misbehave({ tokenOfAnotherApp: true })
    const { payload } = await verify(await accessToken())
    expect(payload['azp']).toBe('another-app')
  })

  test('wrongNonce: an access token has none to be wrong', async () => {
    auth0.misbehave({ wrongNonce: true })
    expect((await verify(await accessToken())).payload).not.toHaveProperty('nonce')
  })
})
