import { ID_TOKEN_TYPE, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API, CONFIDENTIAL, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'

// The low-level certified library, both as a client and as the API that is given our access tokens.

const insecure = { [oauth.allowInsecureRequests]: true } as const
const basic = oauth.ClientSecretBasic(CONFIDENTIAL.secret)
const client: oauth.Client = { client_id: CONFIDENTIAL.id }

let server: ListeningLatchkey
let as: oauth.AuthorizationServer
beforeAll(async () => {
  server = await startListeningLatchkey()
  const issuer = new URL(server.issuer)
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  )
})
afterAll(() => server[Symbol.asyncDispose]())

const exchange = async (
  who: oauth.Client = client,
  authentication: oauth.ClientAuth = basic,
): Promise<oauth.TokenEndpointResponse> => {
  const parameters = {
    subject_token: await server.provider.issueIdToken(),
    subject_token_type: ID_TOKEN_TYPE,
  }
  const response = await oauth.genericTokenEndpointRequest(
    as,
    who,
    authentication,
    TOKEN_EXCHANGE_GRANT,
    parameters,
    insecure,
  )
  return oauth.processGenericTokenEndpointResponse(as, who, response)
}

const refresh = async (refreshToken: string | undefined, who = client, authentication = basic) =>
  oauth.processRefreshTokenResponse(
    as,
    who,
    await oauth.refreshTokenGrantRequest(as, who, authentication, refreshToken ?? '', insecure),
  )

const introspect = async (token: string) =>
  oauth.processIntrospectionResponse(
    as,
    client,
    await oauth.introspectionRequest(as, client, basic, token, insecure),
  )

test('it exchanges, refreshes, introspects, reads the user and revokes', async () => {
  const signedIn = await exchange()
  const renewed = await refresh(signedIn.refresh_token)
  const described = await introspect(renewed.access_token)
  expect(described).toMatchObject({ active: true, iss: server.issuer, client_id: CONFIDENTIAL.id })

  const subject = String(described.sub)
  const response = await oauth.userInfoRequest(as, client, renewed.access_token, insecure)
  expect(await oauth.processUserInfoResponse(as, client, subject, response)).toMatchObject({ sub: subject })

  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, basic, renewed.access_token, insecure),
  )
  expect(await introspect(renewed.access_token)).toEqual({ active: false })
  await expect(refresh(signedIn.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
})

test('a public client rotates', async () => {
  const mobile: oauth.Client = { client_id: PUBLIC.id }
  const first = await exchange(mobile, oauth.None())
  const second = await refresh(first.refresh_token, mobile, oauth.None())
  expect(second.refresh_token).not.toBe(first.refresh_token)
  await refresh(second.refresh_token, mobile, oauth.None())
  await expect(refresh(first.refresh_token, mobile, oauth.None())).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})

describe('as an API that validates access tokens by RFC 9068', () => {
  const present = (token: string, audience = API) =>
    oauth.validateJwtAccessToken(
      as,
      new Request(`${API}/todos`, { headers: { authorization: `Bearer ${token}` } }),
      audience,
      insecure,
    )

  test('it accepts ours, with every claim the profile asks for', async () => {
    const { access_token, scope } = await exchange()
    expect(await present(access_token)).toMatchObject({
      iss: server.issuer,
      aud: API,
      client_id: CONFIDENTIAL.id,
      scope,
    })
  })

  test('it refuses ours for another API, altered, and an ID token', async () => {
    const { access_token } = await exchange()
    await expect(present(access_token, 'https://other.example')).rejects.toThrow(/aud/)
    const [header, , signature] = access_token.split('.')
    const claims = Buffer.from(JSON.stringify({ iss: server.issuer, aud: API })).toString('base64url')
    await expect(present(`${header}.${claims}.${signature}`)).rejects.toThrow()
    await expect(present(await server.provider.issueIdToken())).rejects.toThrow()
  })
})
