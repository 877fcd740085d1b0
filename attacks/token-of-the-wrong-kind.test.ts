import { paths } from '@latchkey/contract'
import { createGuard } from '@latchkey/guard'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  API,
  granted,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'

// RFC 8725 §2.7: a token made for one purpose is presented for another.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const userInfo = async (token: string) => {
  const response = await house.latchkey.fetch(bearer(token))
  return { status: response.status, ...(await response.json()) }
}

/** The guard of an API in another process, with keys as it would fetch them. */
const apiGuard = () =>
  createGuard({
    issuer: ISSUER,
    audience: API,
    development: true,
    clock: house.clock.now,
    fetch: (url) => house.latchkey.fetch(new Request(String(url))),
  })

describe('as an access token', () => {
  test('an access token is accepted', async () => {
    const { access_token, user } = await house.signIn()
    expect(await userInfo(access_token)).toMatchObject({ status: 200, sub: user.sub })
    expect(await apiGuard().verify(access_token)).toMatchObject({ userId: user.sub })
  })

  test('an ID token is refused, at UserInfo and by every guard', async () => {
    const idToken = await house.idToken()
    // Whoever signed it is no issuer of access tokens here, which is seen before what kind of token it is.
    expect(await userInfo(idToken)).toMatchObject({ status: 401, reason: 'token_issuer_mismatch' })
    await expect(house.latchkey.guard.verify(idToken)).rejects.toMatchObject({
      code: 'token_issuer_mismatch',
    })
    await expect(apiGuard().verify(idToken)).rejects.toMatchObject({ code: 'token_algorithm_refused' })
  })

  test('a refresh token is refused', async () => {
    const { refresh_token } = await house.signIn()
    expect(await userInfo(refresh_token)).toMatchObject({ status: 401, reason: 'token_malformed' })
    await expect(apiGuard().verify(refresh_token)).rejects.toMatchObject({ code: 'token_malformed' })
  })

  test('the names in it open nothing: user, session, token id, client secret', async () => {
    const { access_token, session_id, user } = await house.signIn()
    const asked = await house.introspect(access_token)
    for (const name of [session_id, user.sub, 'jti' in asked ? String(asked.jti) : '']) {
      expect(await userInfo(name)).toMatchObject({ status: 401, error: 'invalid_token' })
      expect(await house.introspect(name || 'x')).toEqual({ active: false })
    }
  })
})

describe('as a refresh token', () => {
  test.each(['access token', 'ID token', 'session id'])('an %s is refused', async (kind) => {
    const { access_token, session_id, refresh_token } = await house.signIn(PUBLIC)
    const tokens: Record<string, string> = {
      'access token': access_token,
      'ID token': await house.idToken(),
      'session id': session_id,
    }
    expect(await house.refresh(tokens[kind] ?? '', PUBLIC)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'refresh_token_invalid',
    })
    granted(await house.refresh(refresh_token, PUBLIC))
  })
})

describe('as a proof', () => {
  test('our own access token signs nobody in', async () => {
    const { access_token, refresh_token } = await house.signIn()
    expect(await house.exchange(access_token)).toMatchObject({ status: 400, reason: 'proof_issuer_unknown' })
    expect(await house.exchange(refresh_token)).toMatchObject({ status: 400, reason: 'proof_malformed' })
  })

  test.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'logout+jwt', 'secevent+jwt', 'dpop+jwt', ''])(
    'a JWT the provider made for something else is refused: typ %j',
    async (typ) => {
      const token = await house.provider.issueIdToken({ header: { typ } })
      expect(await house.exchange(token)).toMatchObject({ status: 400, reason: 'proof_malformed' })
    },
  )

  test.each(['JWT', 'jwt', undefined])('an ID token may say typ %j', async (typ) => {
    granted(await house.exchange(await house.provider.issueIdToken({ header: { typ } })))
  })

  test('an ID token that is announced as something else is refused', async () => {
    const announce = async (type: string, issuer = {}): Promise<unknown> => {
      const form = {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: await house.idToken(),
        subject_token_type: `urn:ietf:params:oauth:token-type:${type}`,
        ...issuer,
      }
      return (await house.post(paths.token, form, PUBLIC)).json()
    }
    for (const type of ['refresh_token', 'jwt', 'saml2'])
      expect(await announce(type)).toMatchObject({ reason: 'unsupported_subject_token_type' })
    // Its provider is asked about an access token, and does not know this one.
    expect(await announce('access_token')).toMatchObject({
      reason: 'missing_parameter',
      parameter: 'subject_issuer',
    })
    expect(await announce('access_token', { subject_issuer: 'google' })).toMatchObject({
      reason: 'provider_token_refused',
    })
  })
})

describe('for another API', () => {
  test('an access token for one API is refused by the guard of another', async () => {
    const { access_token } = await house.signIn()
    const other = createGuard({
      issuer: ISSUER,
      audience: 'https://other-api.example',
      development: true,
      clock: house.clock.now,
      fetch: (url) => house.latchkey.fetch(new Request(String(url))),
    })
    await expect(other.verify(access_token)).rejects.toMatchObject({ code: 'token_audience_mismatch' })
  })
})

describe('as an ID token, from a provider that signs other tokens with the same keys', () => {
  test.each([
    ['a back-channel logout token', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
    ['an access token that says so in its payload', { typ: 'Bearer', scope: 'openid email' }],
    ['an access token with token_use', { token_use: 'access' }],
  ])('%s is refused', async (_, claims) => {
    const answer = await house.exchange(await house.idToken(undefined, claims))
    expect(answer).toMatchObject({ status: 400, error: 'invalid_grant', reason: 'proof_claims_invalid' })
  })

  test('an ID token that says it is one is accepted', async () => {
    for (const claims of [{ typ: 'ID' }, { token_use: 'id' }]) {
      granted(await house.exchange(await house.idToken(undefined, claims)))
    }
  })
})
