import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  API,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { type Asked, ask, expectNotStored } from './fixtures/ask.js'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const introspect = (asked: Asked) => ask(house, paths.introspect, asked)

describe('RFC 7662 §2.1', () => {
  test('RFC 7662 §2.1: the caller authenticates', async () => {
    const { access_token: token } = await house.signIn()
    for (const asked of [
      { form: { token } },
      { form: { token, client_id: CONFIDENTIAL.id } },
      { form: { token }, client: { ...CONFIDENTIAL, secret: 'wrong' } },
      { form: { token, client_id: PUBLIC.id } },
      { form: { token }, headers: { authorization: `Bearer ${token}` } },
    ] as Asked[]) {
      expect(await introspect(asked)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    }
    expect((await introspect({ form: { token }, client: CONFIDENTIAL })).status).toBe(200)
  })

  test('RFC 7662 §2.1: the request is a POST, so that no token is in an address', async () => {
    const { access_token } = await house.signIn()
    const answer = await ask(house, `${paths.introspect}?token=${access_token}`, { client: CONFIDENTIAL })
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  })

  test('RFC 7662 §2.1: token is required', async () => {
    const answer = await introspect({ form: {}, client: CONFIDENTIAL })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  test('RFC 7662 §2.1: a hint may be wrong', async () => {
    const { access_token, refresh_token } = await house.signIn()
    for (const [token, token_type_hint] of [
      [access_token, 'refresh_token'],
      [refresh_token, 'access_token'],
    ] as const) {
      const { body } = await introspect({ form: { token, token_type_hint }, client: CONFIDENTIAL })
      expect(body['active']).toBe(true)
    }
  })
})

describe('RFC 7662 §2.2', () => {
  test('RFC 7662 §2.2: an access token that works is described', async () => {
    const { access_token, user, session_id, scope } = await house.signIn()
    const answer = await introspect({ form: { token: access_token }, client: CONFIDENTIAL })
    const now = house.clock.now() / 1_000
    expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/)
    expectNotStored(answer)
    expect(answer.body).toEqual({
      active: true,
      token_type: 'Bearer',
      iss: ISSUER,
      sub: user.sub,
      sid: session_id,
      client_id: CONFIDENTIAL.id,
      scope,
      aud: API,
      iat: now,
      exp: now + 600,
      jti: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('RFC 7662 §2.2: a refresh token that works is described to its client', async () => {
    const { refresh_token, user } = await house.signIn()
    const { body } = await introspect({ form: { token: refresh_token }, client: CONFIDENTIAL })
    expect(body).toMatchObject({ active: true, token_type: 'refresh_token', sub: user.sub })
  })

  test('RFC 7662 §2.2: whatever is wrong with a token, the answer is {"active":false} and nothing else', async () => {
    const ended = await house.signIn()
    await house.post(paths.revoke, { token: ended.refresh_token }, CONFIDENTIAL)
    const rotated = await house.signIn(PUBLIC)
    await house.refresh(rotated.refresh_token, PUBLIC)
    for (const token of [
      'nonsense',
      'a.b.c',
      ended.access_token,
      ended.refresh_token,
      rotated.refresh_token,
      await house.idToken(),
    ]) {
      const answer = await introspect({ form: { token }, client: CONFIDENTIAL })
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ active: false })
    }
  })

  test('RFC 7662 §2.2: a token is inactive once it has expired', async () => {
    await using later = await startTestLatchkey()
    const { access_token, refresh_token } = await later.signIn()
    later.clock.advance(11 * 60_000)
    expect(await later.introspect(access_token)).toEqual({ active: false })
    expect(await later.introspect(refresh_token)).toMatchObject({ active: true })
    later.clock.advance(15 * 24 * 3_600_000)
    expect(await later.introspect(refresh_token)).toEqual({ active: false })
  })
})

test('RFC 7662 §4: a refresh token is described to nobody but its client', async () => {
  const { refresh_token } = await house.signIn(PUBLIC)
  const { body } = await introspect({ form: { token: refresh_token }, client: CONFIDENTIAL })
  expect(body).toEqual({ active: false })
})
