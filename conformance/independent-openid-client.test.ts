import { ID_TOKEN_TYPE, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API, CONFIDENTIAL, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'

// A certified client library over real HTTP. It checks what an honest client checks, by its own reading of the standards.

let server: ListeningLatchkey
beforeAll(async () => {
  server = await startListeningLatchkey()
})
afterAll(() => server[Symbol.asyncDispose]())

const discover = (
  algorithm: 'oidc' | 'oauth2',
  client: { id: string; secret?: string },
  authentication?: openid.ClientAuth,
) =>
  openid.discovery(new URL(server.issuer), client.id, client.secret, authentication, {
    algorithm,
    execute: [openid.allowInsecureRequests],
  })

const exchange = async (configuration: openid.Configuration, more: Record<string, string> = {}) =>
  openid.genericGrantRequest(configuration, TOKEN_EXCHANGE_GRANT, {
    subject_token: await server.provider.issueIdToken(),
    subject_token_type: ID_TOKEN_TYPE,
    ...more,
  })

const refusal = (error: string) => expect.objectContaining({ name: 'ResponseBodyError', error })

describe.each(['oidc', 'oauth2'] as const)('found by %s discovery', (algorithm) => {
  test('it exchanges, refreshes, introspects, reads the user and revokes', async () => {
    const configuration = await discover(
      algorithm,
      CONFIDENTIAL,
      openid.ClientSecretBasic(CONFIDENTIAL.secret),
    )
    expect(configuration.serverMetadata().issuer).toBe(server.issuer)

    const signedIn = await exchange(configuration, { audience: API, scope: 'openid email todos:read' })
    expect(signedIn.token_type).toBe('bearer')
    expect(signedIn.expiresIn()).toBeGreaterThan(590)
    expect(signedIn.scope).toBe('openid email todos:read')

    const { refresh_token = '' } = signedIn
    const renewed = await openid.refreshTokenGrant(configuration, refresh_token)
    expect(renewed.access_token).not.toBe(signedIn.access_token)

    const described = await openid.tokenIntrospection(configuration, renewed.access_token)
    expect(described).toMatchObject({ active: true, client_id: CONFIDENTIAL.id, aud: API })
    const user = await openid.fetchUserInfo(configuration, renewed.access_token, String(described.sub))
    expect(user).toMatchObject({ sub: described.sub, email_verified: true })

    await openid.tokenRevocation(configuration, refresh_token)
    expect(await openid.tokenIntrospection(configuration, renewed.access_token)).toEqual({ active: false })
    await expect(openid.refreshTokenGrant(configuration, refresh_token)).rejects.toEqual(
      refusal('invalid_grant'),
    )
    await expect(
      openid.fetchUserInfo(configuration, renewed.access_token, String(described.sub)),
    ).rejects.toThrow(expect.objectContaining({ name: 'WWWAuthenticateChallengeError' }))
  })
})

test('a client that authenticates in the body', async () => {
  const configuration = await discover('oauth2', CONFIDENTIAL, openid.ClientSecretPost(CONFIDENTIAL.secret))
  const { refresh_token = '' } = await exchange(configuration)
  expect((await openid.refreshTokenGrant(configuration, refresh_token)).access_token).toEqual(
    expect.any(String),
  )
})

test('a public client, whose refresh token rotates', async () => {
  const configuration = await discover('oauth2', PUBLIC, openid.None())
  const first = await exchange(configuration)
  const second = await openid.refreshTokenGrant(configuration, first.refresh_token ?? '')
  const third = await openid.refreshTokenGrant(configuration, second.refresh_token ?? '')
  expect(new Set([first, second, third].map((one) => one.refresh_token)).size).toBe(3)
  await expect(openid.refreshTokenGrant(configuration, first.refresh_token ?? '')).rejects.toEqual(
    refusal('invalid_grant'),
  )
})

describe('it understands every refusal', () => {
  test('a wrong secret', async () => {
    const configuration = await discover('oauth2', CONFIDENTIAL, openid.ClientSecretPost('x'.repeat(40)))
    await expect(exchange(configuration)).rejects.toEqual(
      expect.objectContaining({ name: 'WWWAuthenticateChallengeError', status: 401 }),
    )
  })

  test.each([
    ['invalid_scope', { scope: 'admin' }],
    ['invalid_target', { audience: 'https://unknown.example' }],
    ['invalid_grant', { subject_token: 'nonsense' }],
    ['invalid_request', { requested_token_type: 'urn:example:other' }],
  ])('%s', async (error, deviation) => {
    const configuration = await discover(
      'oauth2',
      CONFIDENTIAL,
      openid.ClientSecretBasic(CONFIDENTIAL.secret),
    )
    await expect(exchange(configuration, deviation as unknown as Record<string, string>)).rejects.toEqual(
      refusal(error),
    )
  })
})
