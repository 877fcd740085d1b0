import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeFrom, redeem } from '../../../test/visit.js'
import { type DevelopmentProvider, startDevelopmentProvider } from '../../index.js'

let provider: DevelopmentProvider
let now = Date.now()
beforeAll(async () => {
  provider = await startDevelopmentProvider({ clock: () => now })
})
afterAll(() => provider.close())

const accessToken = async (scope: string): Promise<string> =>
  (await (await redeem(provider, { code: await codeFrom(provider, { scope }) })).json()).access_token

const ask = (headers: Record<string, string>, method = 'GET') =>
  fetch(`${provider.url}/userinfo`, { method, headers })

test.each([
  ['openid', ['sub']],
  ['openid email', ['sub', 'email', 'email_verified']],
  ['openid profile', ['sub', 'name', 'given_name', 'family_name', 'picture']],
])('the scope "%s" opens these claims and no others: %s', async (scope, claims) => {
  const headers = { authorization: `Bearer ${await accessToken(scope)}` }
  for (const method of ['GET', 'POST']) {
    const response = await ask(headers, method)
    expect(Object.keys(await response.json())).toEqual(claims)
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

test.each([
  ['no token', {}],
  ['an unknown token', { authorization: 'Bearer lkdev_at_guess' }],
  ['another scheme', { authorization: 'Basic lkdev_at_guess' }],
])('%s is refused with a challenge', async (_, headers) => {
  const response = await ask(headers as Record<string, string>)
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe(
    'Bearer realm="development provider", error="invalid_token"',
  )
  expect(await response.json()).toMatchObject({ error: 'invalid_token' })
})

test('a token is refused after an hour', async () => {
  const headers = { authorization: `Bearer ${await accessToken('openid')}` }
  expect((await ask(headers)).status).toBe(200)
  now += 60 * 60_000
  expect((await ask(headers)).status).toBe(401)
})

test('an authorization code is not an access token', async () => {
  expect((await ask({ authorization: `Bearer ${await codeFrom(provider)}` })).status).toBe(401)
})
