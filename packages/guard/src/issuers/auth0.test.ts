import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { auth0 } from './auth0.js'

const API = 'https://todos.example.com'

describePreset(
  'auth0',
  {
    issuer: (keys) =>
      auth0({ domain: 'shop.eu.auth0.com', audience: API, rolesClaim: ['https://shop.example/roles'], keys }),
    sample: {
      header: { typ: 'JWT' },
      claims: {
        iss: 'https://shop.eu.auth0.com/',
        sub: 'google-oauth2|108765432101234567890',
        aud: [API, 'https://shop.eu.auth0.com/userinfo'],
        azp: 'gA1zKX0pB2mN3vC4xZ5lK6jH7gF8dS9a',
        scope: 'openid profile email',
        permissions: ['read:todos'],
        'https://shop.example/roles': ['editor'],
      },
    },
  },
  ({ read, refusalOf }) => {
    it('reads the person whole, scopes beside permissions, and roles where the tenant writes them', async () => {
      expect(await read()).toMatchObject({
        userId: 'https://shop.eu.auth0.com/|google-oauth2|108765432101234567890',
        subject: 'google-oauth2|108765432101234567890',
        clientId: 'gA1zKX0pB2mN3vC4xZ5lK6jH7gF8dS9a',
        scopes: ['openid', 'profile', 'email', 'read:todos'],
        roles: ['editor'],
        permissions: ['read:todos'],
      })
    })

    it('reads the RFC 9068 profile: typ at+jwt, client_id in place of azp', async () => {
      const claims = { azp: undefined, client_id: 'spa', jti: 'N7q3', permissions: undefined }
      expect(await read(claims, { typ: 'at+jwt' })).toMatchObject({
        clientId: 'spa',
        scopes: ['openid', 'profile', 'email'],
        permissions: [],
      })
    })

    it('reads a machine: the client is the subject', async () => {
      const claims = { sub: 'm2mClient@clients', azp: 'm2mClient', gty: 'client-credentials', aud: API }
      expect(await read(claims)).toMatchObject({ subject: 'm2mClient@clients', clientId: 'm2mClient' })
    })

    it('refuses an ID token, also where somebody took the client id for the audience', async () => {
      const idToken = {
        azp: undefined,
        scope: undefined,
        permissions: undefined,
        nonce: 'n',
        auth_time: SECONDS,
      }
      expect(await refusalOf({ ...idToken, aud: 'gA1zKX0pB2mN3vC4xZ5lK6jH7gF8dS9a' })).toMatch(
        /^token_audience_mismatch/,
      )
      expect(await refusalOf({ ...idToken, aud: API })).toMatch(
        /^token_claims_invalid: neither azp nor client_id/,
      )
    })

    it('refuses another tenant of Auth0', async () => {
      expect(await refusalOf({ iss: 'https://evil.eu.auth0.com/' })).toMatch(/^token_issuer_mismatch/)
    })
  },
)

describe('the domain of a preset', () => {
  it.each([
    'shop.eu.auth0.com',
    'shop.eu.auth0.com/',
    'https://shop.eu.auth0.com',
    'https://shop.eu.auth0.com/',
  ])('may be written %s', (domain) => {
    expect(auth0({ domain, audience: API }).names).toEqual(['https://shop.eu.auth0.com/'])
  })

  it('may be a port of loopback, where development runs a twin', () => {
    expect(auth0({ domain: 'http://localhost:4010', audience: API }).names).toEqual([
      'http://localhost:4010/',
    ])
  })

  it('a stand-in on this machine may stand below a path', () => {
    const { names } = auth0({ domain: 'http://localhost:4400/auth0', audience: API })
    expect(names).toEqual(['http://localhost:4400/auth0/'])
  })

  it.each([
    undefined,
    null,
    '',
    'https://',
    'a/b',
    'a?b',
    'a#b',
    'user@host',
    'a b',
    'ftp://host',
    'https://https://a',
    'https://a.example/b',
    'http://localhost.example/auth0',
    'http://localhost:4400/../auth0?x',
    7,
  ])('%j stops the start', (domain) => {
    expect(() => auth0({ domain: domain as string, audience: API })).toThrow(TypeError)
    expect(() => auth0({ domain: domain as string, audience: API })).toThrow(/auth0: domain must be a host/)
  })
})
