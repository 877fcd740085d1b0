import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer } from '../attacks/fixtures/bearer.js'
import {
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const present = (authorization?: string) =>
  ask(house, paths.userinfo, { ...(authorization !== undefined && { headers: { authorization } }) })

const signInFor = async (scope: string): Promise<string> => {
  const { body } = await ask(house, paths.token, {
    client: CONFIDENTIAL,
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: await house.idToken(),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      scope,
    },
  })
  return String(body['access_token'])
}

test('RFC 6750 §2.1: a bearer token is read from the Authorization header, whatever the case of its scheme', async () => {
  const { access_token } = await house.signIn()
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    expect((await present(`${scheme} ${access_token}`)).status).toBe(200)
  }
})

test('RFC 6750 §2.2, §2.3: a token in the body or the address is not read, as RFC 9700 §4.3.2 asks', async () => {
  const { access_token } = await house.signIn()
  expect((await ask(house, paths.userinfo, { form: { access_token } })).status).toBe(401)
  expect((await ask(house, `${paths.userinfo}?access_token=${access_token}`)).status).toBe(401)
})

describe('RFC 6750 §3', () => {
  const challengeOf = (headers: Readonly<Record<string, string>>) => headers['www-authenticate'] ?? ''

  test('RFC 6750 §3: every refusal carries a Bearer challenge with a realm', async () => {
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      'Basic eDp5',
      'Bearer x, Bearer y',
    ]) {
      expect(challengeOf((await present(authorization)).headers)).toMatch(/^Bearer realm="/)
    }
  })

  test('RFC 6750 §3: error and error_description hold only the characters they may', async () => {
    const { headers } = await present('Bearer "\\x')
    expect(challengeOf(headers)).toMatch(/^Bearer( [a-z_]+="[\x20\x21\x23-\x5b\x5d-\x7e]*",?)+$/)
  })

  test('RFC 6750 §3.1: a request without a credential is told how to authenticate, and no error code', async () => {
    const { status, headers } = await present()
    expect(status).toBe(401)
    expect(challengeOf(headers)).not.toContain('error')
  })

  test('RFC 6750 §3.1: invalid_request is 400', async () => {
    const { status, headers, body } = await present('Bearer one, Bearer two')
    expect(status).toBe(400)
    expect(challengeOf(headers)).toContain('error="invalid_request"')
    expect(body['error']).toBe('invalid_request')
  })

  test('RFC 6750 §3.1: a token that is expired, revoked or malformed is invalid_token, 401', async () => {
    const revoked = await house.signIn()
    await house.post(paths.revoke, { token: revoked.refresh_token }, CONFIDENTIAL)
    for (const token of ['nonsense', revoked.access_token]) {
      const { status, headers, body } = await present(`Bearer ${token}`)
      expect(status).toBe(401)
      expect(challengeOf(headers)).toContain('error="invalid_token"')
      expect(body['error']).toBe('invalid_token')
    }
    await using later = await startTestLatchkey()
    const { access_token } = await later.signIn()
    later.clock.advance(11 * 60_000)
    const expired = await ask(later, paths.userinfo, { headers: { authorization: `Bearer ${access_token}` } })
    expect(expired).toMatchObject({ status: 401, body: { error: 'invalid_token', reason: 'token_expired' } })
  })

  test('RFC 6750 §3.1: a token without the scope is insufficient_scope, 403, and the challenge may name it', async () => {
    const { status, headers, body } = await present(`Bearer ${await signInFor('todos:read')}`)
    expect(status).toBe(403)
    expect(challengeOf(headers)).toContain('error="insufficient_scope"')
    expect(body['error']).toBe('insufficient_scope')
    expect((await present(`Bearer ${await signInFor('openid')}`)).status).toBe(200)
  })
})

test('RFC 6750 §5.3: a token is bound to its audience', async () => {
  const { access_token } = await house.signIn()
  const { aud } = await house.latchkey.guard.verify(access_token).then(({ claims }) => claims)
  expect(aud).toBe('http://localhost:8000')
  expect(aud).not.toBe(ISSUER)
})

test('RFC 9110 §8.3: a refusal has one content type and one cache control', async () => {
  const { headers } = await house.latchkey.fetch(bearer('not-a-token'))
  expect(headers.get('content-type')).toBe('application/json')
  expect(headers.get('cache-control')).toBe('no-store')
})
