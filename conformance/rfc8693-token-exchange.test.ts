import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  API,
  CONFIDENTIAL,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { ask, expectNotStored } from './fixtures/ask.js'

const OTHER_API = 'https://reports.example'

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey({ options: { audiences: [API, OTHER_API] } })
})
afterAll(() => house[Symbol.asyncDispose]())

const exchange = async (deviation: Record<string, string | undefined> = {}) => {
  const form = {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: await house.idToken(),
    subject_token_type: ID_TOKEN_TYPE,
    ...deviation,
  }
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return ask(house, paths.token, { client: CONFIDENTIAL, form: Object.fromEntries(given) })
}

describe('RFC 8693 §2.1', () => {
  test.each(['subject_token', 'subject_token_type'])('RFC 8693 §2.1: %s is required', async (name) => {
    expect(await exchange({ [name]: undefined })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.stringContaining(`(${name})`) },
    })
  })

  test('RFC 8693 §2.1: the type of the subject token must be one that is supported', async () => {
    for (const type of [ACCESS_TOKEN_TYPE, 'urn:ietf:params:oauth:token-type:saml2', 'id_token']) {
      const answer = await exchange({ subject_token_type: type })
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    }
  })

  test('RFC 8693 §2.1: an access token may be requested by its type, and nothing else', async () => {
    expect((await exchange({ requested_token_type: ACCESS_TOKEN_TYPE })).status).toBe(200)
    for (const type of ['urn:ietf:params:oauth:token-type:refresh_token', ID_TOKEN_TYPE]) {
      const answer = await exchange({ requested_token_type: type })
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    }
  })

  test('RFC 8693 §2.1: resource names the API as audience does, and both must agree', async () => {
    const { body } = await exchange({ resource: OTHER_API })
    expect(await house.introspect(String(body['access_token']))).toMatchObject({ aud: OTHER_API })
    expect((await exchange({ resource: API, audience: API })).status).toBe(200)
    const contradictions = [{ resource: OTHER_API, audience: API }, { resource: 'https://unknown.example' }]
    for (const contradiction of contradictions) {
      expect(await exchange(contradiction)).toMatchObject({ status: 400, body: { error: 'invalid_target' } })
    }
  })

  test('RFC 8693 §2.1: an actor token is refused, for delegation is not supported', async () => {
    expect(await exchange({ actor_token: 'x', actor_token_type: ID_TOKEN_TYPE })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', reason: 'unsupported_actor_token' },
    })
  })

  test('RFC 8693 §2.1: audience chooses the API the token is for', async () => {
    for (const audience of [API, OTHER_API]) {
      const { body } = await exchange({ audience })
      expect(await house.introspect(String(body['access_token']))).toMatchObject({ aud: audience })
    }
    const byDefault = await exchange()
    expect(await house.introspect(String(byDefault.body['access_token']))).toMatchObject({ aud: API })
  })

  test('RFC 8693 §2.1: scope is what the token may do there', async () => {
    const { body } = await exchange({ scope: 'todos:read' })
    expect(body['scope']).toBe('todos:read')
    expect(await house.introspect(String(body['access_token']))).toMatchObject({ scope: 'todos:read' })
  })
})

test('RFC 8693 §2.2.1: the answer says what kind of token was issued', async () => {
  const answer = await exchange()
  expect(answer.status).toBe(200)
  expectNotStored(answer)
  expect(answer.body).toMatchObject({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    issued_token_type: ACCESS_TOKEN_TYPE,
    token_type: 'Bearer',
    expires_in: 600,
    scope: 'openid profile email todos:read todos:write',
    refresh_token: expect.stringMatching(/^lkrt_/),
  })
})

describe('RFC 8693 §2.2.2', () => {
  test('RFC 8693 §2.2.2: a target the server issues nothing for is invalid_target', async () => {
    const answer = await exchange({ audience: 'https://unknown.example' })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_target' } })
  })

  test('RFC 8693 §2.2.2: a subject token that is not valid is refused with 400, and an error of RFC 6749 §5.2', async () => {
    for (const token of ['nonsense', await house.provider.forgeIdToken('unsigned')]) {
      const answer = await exchange({ subject_token: token })
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    }
  })
})
