import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  authorizeUrl,
  CODE_VERIFIER,
  codeFrom,
  postForm,
  REDIRECT_URI,
  redeem,
  visit,
} from '../../../test/visit.js'
import { type DevelopmentProvider, developmentClient, startDevelopmentProvider } from '../../index.js'

let provider: DevelopmentProvider
let now = Date.now()
const ODD = { id: 'odd client', secret: 'a:b c%+d' }

beforeAll(async () => {
  provider = await startDevelopmentProvider({
    clients: [developmentClient, ODD, { id: 'public' }],
    clock: () => now,
  })
})
afterAll(() => provider.close())

const basic = (id: string, secret: string) => {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)
  return { authorization: `Basic ${btoa(`${encode(id)}:${encode(secret)}`)}` }
}
const userinfo = (token: string) =>
  fetch(`${provider.url}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined }

test('a code is worth an opaque access token and an ID token, which nobody may cache', async () => {
  const response = await redeem(provider, { code: await codeFrom(provider) })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const body = await response.json()
  expect(body).toEqual({
    access_token: expect.stringMatching(/^lkdev_at_[\w-]{43}$/),
    expires_in: 3600,
    scope: 'openid email profile',
    token_type: 'Bearer',
    id_token: expect.any(String),
  })
  expect(decodeJwt(body.id_token)).toMatchObject({
    iat: Math.floor(now / 1000),
    exp: Math.floor(now / 1000) + 3600,
    nonce: 'nonce-of-the-client',
    at_hash: expect.any(String),
  })
})

test('scopes that are unknown or repeated are not granted', async () => {
  const code = await codeFrom(provider, { scope: 'openid calendar email openid' })
  expect(await (await redeem(provider, { code })).json()).toMatchObject({ scope: 'openid email' })
})

test('a confidential client may sign people in without PKCE', async () => {
  const code = await codeFrom(provider, withoutPkce)
  expect((await redeem(provider, { code, code_verifier: undefined })).status).toBe(200)
})

describe('a code is refused', () => {
  test.each([
    ['that was never issued', { code: 'lkdev_ac_guess' }, {}, 'invalid_grant'],
    ['that is missing', { code: undefined }, {}, 'invalid_request'],
    ['with another address', { redirect_uri: `${REDIRECT_URI}/` }, {}, 'invalid_grant'],
    ['without an address', { redirect_uri: undefined }, {}, 'invalid_request'],
    ['with another verifier', { code_verifier: CODE_VERIFIER.toUpperCase() }, {}, 'invalid_grant'],
    ['with a verifier of the wrong shape', { code_verifier: 'short' }, {}, 'invalid_grant'],
    ['without its verifier', { code_verifier: undefined }, {}, 'invalid_grant'],
    ['with a verifier when PKCE was stripped from the request', {}, withoutPkce, 'invalid_grant'],
    ['without a grant type', { grant_type: undefined }, {}, 'invalid_request'],
    ['under another grant type', { grant_type: 'refresh_token' }, {}, 'unsupported_grant_type'],
  ])('%s', async (_, deviation, request, error) => {
    const response = await redeem(provider, { code: await codeFrom(provider, request), ...deviation })
    expect(response.status).toBe(400)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ error, error_description: expect.any(String) })
  })

  test('after ten minutes', async () => {
    const code = await codeFrom(provider)
    now += 10 * 60_000
    expect(await (await redeem(provider, { code })).json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('the second time, and what it opened is closed', async () => {
    const code = await codeFrom(provider)
    const { access_token } = await (await redeem(provider, { code })).json()
    expect((await userinfo(access_token)).status).toBe(200)
    expect(await (await redeem(provider, { code })).json()).toMatchObject({ error: 'invalid_grant' })
    expect((await userinfo(access_token)).status).toBe(401)
  })

  test('for all but one of those who present it at once', async () => {
    const code = await codeFrom(provider)
    const responses = await Promise.all(Array.from({ length: 8 }, () => redeem(provider, { code })))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('after a first attempt with the wrong verifier', async () => {
    const code = await codeFrom(provider)
    await redeem(provider, { code, code_verifier: CODE_VERIFIER.toUpperCase() })
    expect((await redeem(provider, { code })).status).toBe(400)
  })

  test('from another client, which does not spend it', async () => {
    const code = await codeFrom(provider)
    const stolen = await redeem(provider, { code, client_id: ODD.id, client_secret: ODD.secret })
    expect(await stolen.json()).toMatchObject({ error: 'invalid_grant' })
    expect((await redeem(provider, { code })).status).toBe(200)
  })
})

describe('a client', () => {
  const withBasic = async (
    headers: Record<string, string>,
    deviation: Record<string, string | undefined> = {},
  ) => {
    const code = await codeFrom(provider, { client_id: ODD.id })
    const form = {
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
      code,
    }
    return postForm(`${provider.url}/token`, { ...form, ...deviation }, headers)
  }

  test('with odd characters in its name and secret is known by HTTP Basic', async () => {
    expect((await withBasic(basic(ODD.id, ODD.secret))).status).toBe(200)
  })

  test('may repeat its id beside HTTP Basic', async () => {
    expect((await withBasic(basic(ODD.id, ODD.secret), { client_id: ODD.id })).status).toBe(200)
  })

  test.each([
    ['with a wrong secret', basic(ODD.id, 'wrong')],
    ['that is unknown', basic('stranger', ODD.secret)],
    ['with no secret in HTTP Basic', basic(ODD.id, '')],
    ['with a header that is not base64', { authorization: 'Basic !!!' }],
    ['with a header without a colon', { authorization: `Basic ${btoa('nothing')}` }],
    ['with a header that is not form-encoded', { authorization: `Basic ${btoa('%zz:%zz')}` }],
    ['with another scheme', { authorization: 'Bearer token' }],
  ])('%s is told to authenticate', async (_, headers) => {
    const response = await withBasic(headers)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })

  test.each([
    ['with a wrong secret in the form', { client_secret: 'wrong' }],
    ['that has a secret and sends none', { client_secret: undefined }],
    ['that does not say who it is', { client_id: undefined, client_secret: undefined }],
    ['that is public and sends a secret', { client_id: 'public' }],
  ])('%s is refused', async (_, deviation) => {
    const response = await redeem(provider, { code: await codeFrom(provider), ...deviation })
    expect([response.status, (await response.json()).error]).toEqual([401, 'invalid_client'])
  })

  test.each([
    ['in two ways at once', { client_secret: ODD.secret }],
    ['under two names', { client_id: developmentClient.id }],
  ])('that authenticates %s is refused', async (_, deviation) => {
    const response = await withBasic(basic(ODD.id, ODD.secret), deviation)
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request'])
  })
})

describe('the request itself', () => {
  test('must be a form', async () => {
    const response = await fetch(`${provider.url}/token`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request'])
  })

  test('must not repeat a parameter', async () => {
    const body = new URLSearchParams([
      ...Object.entries({ client_id: 'a', grant_type: 'b' }),
      ['grant_type', 'c'],
    ])
    const response = await fetch(`${provider.url}/token`, { method: 'POST', body })
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request'])
  })

  test('must not be huge', async () => {
    expect((await redeem(provider, { code: 'x'.repeat(70_000) })).status).toBe(413)
  })

  test('must be addressed to this machine', async () => {
    const { port } = new URL(provider.url)
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const options = { port, host: 'localhost', path: '/jwks', headers: { host: `rebound.example:${port}` } }
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
    expect((await visit(authorizeUrl(provider))).status).toBe(200)
  })
})
