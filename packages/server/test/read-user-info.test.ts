import { paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { somePerson } from './fixtures/people.js'
import { CONFIDENTIAL, ISSUER, startTestLatchkey, type TestLatchkey } from './fixtures/test-latchkey.js'

const ada = somePerson({ picture: 'https://pictures.example/ada' })

const signInWith = async (house: TestLatchkey, scope: string, person = ada) => {
  const response = await house.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: await house.idToken(person),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      scope,
    },
    CONFIDENTIAL,
  )
  return response.json()
}

const userInfo = (house: TestLatchkey, token: string, method = 'GET') =>
  house.latchkey.fetch(
    new Request(ISSUER + paths.userinfo, { method, headers: { authorization: `Bearer ${token}` } }),
  )

describe('readUserInfo', () => {
  test.each([
    ['openid', []],
    ['openid email', ['email', 'email_verified']],
    ['openid profile', ['name', 'picture', 'updated_at']],
    ['openid profile email todos:read', ['email', 'email_verified', 'name', 'picture', 'updated_at']],
  ])('scope %s reaches sub and %j', async (scope, reached) => {
    await using house = await startTestLatchkey()
    const { access_token, user } = await signInWith(house, scope)
    const expected = Object.fromEntries(['sub', ...reached].map((claim) => [claim, user[claim]]))
    for (const method of ['GET', 'POST']) {
      const response = await userInfo(house, access_token, method)
      expect([response.status, await response.json()]).toEqual([200, expected])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('what is not known is absent, never null', async () => {
    await using house = await startTestLatchkey()
    const idToken = await house.idToken(ada, { email: undefined, name: undefined, picture: undefined })
    const answer = await house.exchange(idToken)
    if ('reason' in answer) throw new Error(answer.reason)
    const response = await userInfo(house, answer.access_token)
    expect(Object.keys(await response.json()).sort()).toEqual(['sub', 'updated_at'])
  })

  test('a token without openid is refused', async () => {
    await using house = await startTestLatchkey()
    const { access_token } = await signInWith(house, 'email')
    const response = await userInfo(house, access_token)
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'insufficient_scope' }])
  })

  test('a token whose session has ended is refused, though it has not expired', async () => {
    await using house = await startTestLatchkey()
    const { access_token, refresh_token } = await signInWith(house, 'openid')
    expect((await userInfo(house, access_token)).status).toBe(200)
    await house.post(paths.revoke, { token: refresh_token }, CONFIDENTIAL)
    const response = await userInfo(house, access_token)
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_token' }])
  })

  test('a request without a token, or with a refresh token, is refused', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token } = await signInWith(house, 'openid')
    const bare = await house.latchkey.fetch(new Request(ISSUER + paths.userinfo))
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer realm="latchkey"/),
    ])
    expect((await userInfo(house, refresh_token)).status).toBe(401)
  })
})
