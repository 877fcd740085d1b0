import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIDENTIAL,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask, expectNotStored } from './fixtures/ask.js'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const userInfo = async (scope: string, method = 'GET') => {
  const { body } = await ask(house, paths.token, {
    client: CONFIDENTIAL,
    form: {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: await house.idToken(),
      subject_token_type: ID_TOKEN_TYPE,
      scope,
    },
  })
  return ask(house, paths.userinfo, { method, headers: { authorization: `Bearer ${body['access_token']}` } })
}

test.each(['GET', 'POST'])(
  'OIDC Core §5.3.1: the endpoint answers %s with a bearer token',
  async (method) => {
    expect((await userInfo('openid', method)).status).toBe(200)
  },
)

describe('OIDC Core §5.3.2', () => {
  test('OIDC Core §5.3.2: sub is always there, and is the sub of the access token', async () => {
    const { access_token, user } = await house.signIn()
    const { body } = await ask(house, paths.userinfo, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(body['sub']).toBe(user.sub)
    expect(await house.introspect(access_token)).toMatchObject({ sub: user.sub })
  })

  test('OIDC Core §5.3.2: the answer is JSON, and kept by nobody', async () => {
    const answer = await userInfo('openid')
    expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/)
    expectNotStored(answer)
  })

  test('OIDC Core §5.3.2: a claim that is not known is left out, never null', async () => {
    const person = house.provider.people.find(({ picture }) => picture === undefined)
    const { access_token } = await house.signIn(CONFIDENTIAL, person)
    const { body } = await ask(house, paths.userinfo, {
      headers: { authorization: `Bearer ${access_token}` },
    })
    expect(body).not.toHaveProperty('picture')
    expect(Object.values(body)).not.toContain(null)
  })
})

describe('OIDC Core §5.4', () => {
  test.each([
    ['openid', ['sub']],
    ['openid email', ['sub', 'email', 'email_verified']],
    ['openid profile', ['sub', 'name', 'picture', 'updated_at']],
  ])('OIDC Core §5.4: the scope %s shows %j', async (scope, claims) => {
    expect(Object.keys((await userInfo(scope)).body).sort()).toEqual([...claims].sort())
  })
})

test('OIDC Core §5.1: claims have the types the standard gives them', async () => {
  const [person] = house.provider.people
  expect((await userInfo('openid email profile')).body).toEqual({
    sub: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
    email: person?.email,
    email_verified: true,
    name: person?.name,
    picture: person?.picture,
    updated_at: expect.any(Number),
  })
})

describe('OIDC Core §5.3.3', () => {
  test('OIDC Core §5.3.3: a token without the scope openid is refused as RFC 6750 §3 says', async () => {
    const { status, headers } = await userInfo('todos:read')
    expect(status).toBe(403)
    expect(headers['www-authenticate']).toContain('error="insufficient_scope"')
  })

  test('OIDC Core §5.3.3: a token whose session has ended is invalid_token', async () => {
    const { access_token, refresh_token } = await house.signIn()
    await house.post(paths.revoke, { token: refresh_token }, CONFIDENTIAL)
    const answer = await ask(house, paths.userinfo, { headers: { authorization: `Bearer ${access_token}` } })
    expect(answer).toMatchObject({
      status: 401,
      body: { error: 'invalid_token', reason: 'token_session_ended' },
    })
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"')
  })
})
