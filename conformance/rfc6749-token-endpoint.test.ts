import { ID_TOKEN_TYPE, paths, REFRESH_TOKEN_GRANT, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONFIDENTIAL,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { type Asked, ask, expectNotStored } from './fixtures/ask.js'

const ODD_SECRET = 'a secret: with%20 +signs & "quotes" = ~'
const ODD = { id: 'odd:client', secret: ODD_SECRET }
const NARROW = { id: 'narrow', secret: 'narrow-secret-narrow-secret-narrow-secret' }

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey({
    options: {
      clients: [
        { ...CONFIDENTIAL, type: 'confidential' },
        { ...PUBLIC, type: 'public' },
        { ...ODD, type: 'confidential' },
        { ...NARROW, type: 'confidential', scopes: ['openid', 'todos:read'] },
      ],
    },
  })
})
afterAll(() => house[Symbol.asyncDispose]())

const token = (asked: Asked) => ask(house, paths.token, asked)
const exchangeForm = async (more: Record<string, string> = {}) => ({
  grant_type: TOKEN_EXCHANGE_GRANT,
  subject_token: await house.idToken(),
  subject_token_type: ID_TOKEN_TYPE,
  ...more,
})
const refreshForm = async (client: { id: string; secret?: string } = CONFIDENTIAL) => ({
  grant_type: REFRESH_TOKEN_GRANT,
  refresh_token: (await house.signIn(client)).refresh_token,
})

describe('RFC 6749 §2.3.1', () => {
  test('RFC 6749 §2.3.1: a client with a password may use HTTP Basic', async () => {
    expect((await token({ form: await refreshForm(), client: CONFIDENTIAL })).status).toBe(200)
  })

  test('RFC 6749 §2.3.1: id and password in HTTP Basic are form-encoded before they are joined', async () => {
    const pair = [ODD.id, ODD.secret].map((part) =>
      String(new URLSearchParams({ part })).slice('part='.length),
    )
    const authorization = `Basic ${Buffer.from(pair.join(':')).toString('base64')}`
    expect((await token({ form: await exchangeForm(), headers: { authorization } })).status).toBe(200)
    const unencoded = `Basic ${Buffer.from(`${ODD.id}:${ODD.secret}`).toString('base64')}`
    expect((await token({ form: await exchangeForm(), headers: { authorization: unencoded } })).status).toBe(
      401,
    )
  })

  test('RFC 6749 §2.3.1: the client may put its credentials into the body instead', async () => {
    const { id, secret } = CONFIDENTIAL
    const form = { ...(await refreshForm()), client_id: id, client_secret: secret }
    expect((await token({ form })).status).toBe(200)
  })

  test('RFC 6749 §2.3.1: credentials in the address are not accepted', async () => {
    const { id, secret } = CONFIDENTIAL
    const query = new URLSearchParams({ client_id: id, client_secret: secret })
    const answer = await ask(house, `${paths.token}?${query}`, { form: await refreshForm() })
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })
})

test('RFC 6749 §2.3: a client uses one way of authenticating in a request', async () => {
  const form = { ...(await refreshForm()), client_id: CONFIDENTIAL.id, client_secret: CONFIDENTIAL.secret }
  const answer = await token({ form, client: CONFIDENTIAL })
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
})

describe('RFC 6749 §3.2', () => {
  test('RFC 6749 §3.2: the client uses POST', async () => {
    const answer = await token({ method: 'GET', client: CONFIDENTIAL })
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  })

  test('RFC 6749 §3.2: a parameter without a value counts as omitted', async () => {
    const answer = await token({
      form: await exchangeForm({ scope: '', audience: '' }),
      client: CONFIDENTIAL,
    })
    expect(answer).toMatchObject({
      status: 200,
      body: { scope: 'openid profile email todos:read todos:write' },
    })
  })

  test('RFC 6749 §3.2: an unknown parameter is ignored', async () => {
    expect((await token({ form: await exchangeForm({ colour: 'blue' }), client: CONFIDENTIAL })).status).toBe(
      200,
    )
  })

  test('RFC 6749 §3.2.1: a public client names itself with client_id', async () => {
    expect((await token({ form: { ...(await refreshForm(PUBLIC)), client_id: PUBLIC.id } })).status).toBe(200)
    expect(await token({ form: await refreshForm(PUBLIC) })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    })
  })
})

describe('RFC 6749 §3.3', () => {
  test('RFC 6749 §3.3: the answer names the scope that was granted, in any order it was asked for', async () => {
    const form = await exchangeForm({ scope: 'todos:read openid' })
    const { body } = await token({ form, client: CONFIDENTIAL })
    expect(String(body['scope']).split(' ').sort()).toEqual(['openid', 'todos:read'])
  })

  test('RFC 6749 §3.3: scope values are case sensitive', async () => {
    const answer = await token({ form: await exchangeForm({ scope: 'OpenID' }), client: CONFIDENTIAL })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  })

  test('RFC 6749 §3.3: without a scope the client gets its documented default, all that it may have', async () => {
    const { body } = await token({ form: await exchangeForm(), client: NARROW })
    expect(body['scope']).toBe('openid todos:read')
  })
})

test('RFC 6749 §5.1: a token answer is JSON with token, type, lifetime and scope, kept by nobody', async () => {
  const answer = await token({ form: await exchangeForm(), client: CONFIDENTIAL })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/)
  expect(answer.headers['pragma']).toBe('no-cache')
  expectNotStored(answer)
  expect(answer.body).toMatchObject({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 600,
    refresh_token: expect.any(String),
    scope: expect.any(String),
  })
})

describe('RFC 6749 §5.2', () => {
  const cases: Record<string, () => Promise<{ asked: Asked; status: number }>> = {
    invalid_request: async () => ({
      asked: { form: { grant_type: TOKEN_EXCHANGE_GRANT }, client: CONFIDENTIAL },
      status: 400,
    }),
    invalid_client: async () => ({
      asked: { form: await refreshForm(), client: { ...CONFIDENTIAL, secret: 'wrong' } },
      status: 401,
    }),
    invalid_grant: async () => ({
      asked: { form: { grant_type: REFRESH_TOKEN_GRANT, refresh_token: 'nonsense' }, client: CONFIDENTIAL },
      status: 400,
    }),
    unsupported_grant_type: async () => ({
      asked: { form: { grant_type: 'password' }, client: CONFIDENTIAL },
      status: 400,
    }),
    invalid_scope: async () => ({
      asked: { form: await exchangeForm({ scope: 'todos:write' }), client: NARROW },
      status: 400,
    }),
  }

  test.each(Object.entries(cases))('RFC 6749 §5.2: %s', async (error, make) => {
    const { asked, status } = await make()
    const answer = await token(asked)
    expect(answer.status).toBe(status)
    expect(answer.body['error']).toBe(error)
    expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/)
    expectNotStored(answer)
    // %x20-21 / %x23-5B / %x5D-7E
    expect(answer.body['error_description']).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })

  test('RFC 6749 §5.2: invalid_client after an Authorization header names the scheme to use', async () => {
    const answer = await token({ form: await refreshForm(), client: { id: 'nobody', secret: 'x' } })
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="/)
  })

  test('RFC 6749 §5.2: a grant that was issued to another client is invalid_grant', async () => {
    const answer = await token({ form: await refreshForm(), client: NARROW })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })
})

describe('RFC 6749 §6', () => {
  test('RFC 6749 §6: a refresh token gives an access token of the same scope', async () => {
    const form = await refreshForm()
    const { body } = await token({ form, client: CONFIDENTIAL })
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'openid profile email todos:read todos:write' })
  })

  test('RFC 6749 §6: a refresh may ask for less, and the refresh token keeps its scope', async () => {
    const form = await refreshForm()
    const less = await token({ form: { ...form, scope: 'openid' }, client: CONFIDENTIAL })
    expect(less.body['scope']).toBe('openid')
    const again = await token({ form, client: CONFIDENTIAL })
    expect(again.body['scope']).toBe('openid profile email todos:read todos:write')
  })

  test('RFC 6749 §6: a refresh may not ask for more', async () => {
    const opened = await token({ form: await exchangeForm({ scope: 'openid' }), client: CONFIDENTIAL })
    const form = {
      grant_type: REFRESH_TOKEN_GRANT,
      refresh_token: String(opened.body['refresh_token']),
      scope: 'openid email',
    }
    expect(await token({ form, client: CONFIDENTIAL })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    })
  })

  test('RFC 6749 §6: a confidential client authenticates when it refreshes', async () => {
    const form = { ...(await refreshForm()), client_id: CONFIDENTIAL.id }
    expect(await token({ form })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('RFC 6749 §6: a new refresh token replaces the old one (public clients, RFC 9700 §2.2.2)', async () => {
    const form = { ...(await refreshForm(PUBLIC)), client_id: PUBLIC.id }
    const { body } = await token({ form })
    expect(body['refresh_token']).not.toBe(form.refresh_token)
    house.clock.advance(31_000)
    expect(await token({ form })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })
})

test('RFC 6749 §10.3: an access token and a refresh token cannot be guessed from another', async () => {
  const [first, second] = [await house.signIn(PUBLIC), await house.signIn(PUBLIC)]
  const macs = [first, second].map(({ refresh_token }) => refresh_token.split('.').at(-1) ?? '')
  expect(Buffer.from(macs[0] ?? '', 'base64url')).toHaveLength(32)
  expect(new Set(macs).size).toBe(2)
})
