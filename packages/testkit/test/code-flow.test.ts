import { createLocalJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DevelopmentProvider, developmentClient, startDevelopmentProvider } from '../src/index.js'
import { answerPage, REDIRECT_URI } from './visit.js'

let provider: DevelopmentProvider
const SPA = { id: 'single-page-app', redirectUris: ['http://localhost:5173/signed-in?from=provider'] }

beforeAll(async () => {
  provider = await startDevelopmentProvider({ clients: [developmentClient, SPA] })
})
afterAll(() => provider.close())

/** Lets a person choose and returns where the browser ends up. */
const signIn = async (authorizationUrl: URL, person: string | undefined): Promise<URL> => {
  const answer = await answerPage(authorizationUrl.href, { decision: 'person', person })
  return new URL(answer.headers.get('location') ?? '')
}

describe.each([
  { by: 'client_secret_basic', auth: client.ClientSecretBasic(developmentClient.secret) },
  { by: 'client_secret_post', auth: client.ClientSecretPost(developmentClient.secret) },
])('openid-client with $by', ({ auth }) => {
  test('signs a person in with PKCE, state and nonce', async () => {
    const configuration = await client.discovery(new URL(provider.issuer), developmentClient.id, {}, auth, {
      execute: [client.allowInsecureRequests],
    })
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const expectedNonce = client.randomNonce()
    const person = provider.people.find(({ hostedDomain }) => hostedDomain !== undefined)
    const landed = await signIn(
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: REDIRECT_URI,
        scope: 'openid email profile',
        state: expectedState,
        nonce: expectedNonce,
        max_age: '3600',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      }),
      person?.sub,
    )
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true }
    const tokens = await client.authorizationCodeGrant(configuration, landed, checks)

    expect(tokens.claims()).toMatchObject({
      iss: provider.issuer,
      aud: developmentClient.id,
      azp: developmentClient.id,
      sub: person?.sub,
      email: 'tomas.okafor@workspace.example',
      email_verified: true,
      hd: 'workspace.example',
      name: 'Tomás Okafor',
      given_name: 'Tomás',
      family_name: 'Okafor',
      picture: person?.picture,
      nonce: expectedNonce,
    })
    expect(tokens.scope).toBe('openid email profile')
    expect(tokens.expires_in).toBe(3600)

    const userInfo = await client.fetchUserInfo(configuration, tokens.access_token, person?.sub ?? '')
    expect(userInfo).toEqual({
      sub: person?.sub,
      email: 'tomas.okafor@workspace.example',
      email_verified: true,
      hd: 'workspace.example',
      name: 'Tomás Okafor',
      given_name: 'Tomás',
      family_name: 'Okafor',
      picture: person?.picture,
    })
  })
})

test('oauth4webapi signs a person in as a public client, checks at_hash and verifies the signature', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(provider.issuer)
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const [redirectUri = ''] = SPA.redirectUris
  const verifier = oauth.generateRandomCodeVerifier()
  const authorizationUrl = new URL(server.authorization_endpoint ?? '')
  authorizationUrl.search = new URLSearchParams({
    client_id: SPA.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()

  const landed = await signIn(authorizationUrl, provider.people[0]?.sub)
  expect(landed.searchParams.get('from')).toBe('provider')
  const app = { client_id: SPA.id }
  const parameters = oauth.validateAuthResponse(server, app, landed, oauth.expectNoState)
  const response = await oauth.authorizationCodeGrantRequest(
    ...([server, app, oauth.None(), parameters, redirectUri, verifier, insecure] as const),
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, app, response, {
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, response, insecure)

  const keys = createLocalJWKSet(await (await fetch(provider.jwksUri)).json())
  const { payload } = await jwtVerify(tokens.id_token ?? '', keys, {
    audience: SPA.id,
    issuer: provider.issuer,
  })
  expect(payload).toMatchObject({ email: 'mara_lindqvist@gmail.com', at_hash: expect.any(String) })
  expect(payload).not.toHaveProperty('name')
  expect(payload).not.toHaveProperty('nonce')
})

test('a browser on another loopback port may call the token endpoint, a website may not', async () => {
  const preflight = (origin: string) =>
    fetch(`${provider.url}/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
  expect((await preflight('http://localhost:5173')).headers.get('access-control-allow-origin')).toBe(
    'http://localhost:5173',
  )
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
})
