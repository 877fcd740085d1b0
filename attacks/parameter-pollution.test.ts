import { ID_TOKEN_TYPE, paths, REFRESH_TOKEN_GRANT, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// One request that a proxy and the server read differently, or a name that means something to JavaScript.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const response = await house.latchkey.fetch(
    new Request(ISSUER + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: basic(CONFIDENTIAL),
        ...headers,
      },
      body,
    }),
  )
  return { status: response.status, body: await response.json() }
}

const exchangeForm = async (): Promise<URLSearchParams> =>
  new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: await house.idToken(),
    subject_token_type: ID_TOKEN_TYPE,
  })

test('each parameter once is accepted', async () => {
  expect((await send(paths.token, String(await exchangeForm()))).status).toBe(200)
})

describe('a parameter that is there twice is refused (RFC 6749 §3.2)', () => {
  test.each(['grant_type', 'subject_token', 'subject_token_type'])('%s', async (name) => {
    const form = await exchangeForm()
    for (const value of [form.get(name) ?? '', 'another']) {
      const refused = await send(paths.token, `${form}&${name}=${encodeURIComponent(value)}`)
      expect(refused).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', reason: 'repeated_parameter' },
      })
    }
    expect((await send(paths.token, String(form))).status).toBe(200)
  })

  test.each(['scope', 'audience', 'client_id', 'nonce', 'whatever', '__proto__'])('%s', async (name) => {
    const form = String(await exchangeForm())
    const refused = await send(paths.token, `${form}&${name}=a&${name}=b`)
    expect(refused).toMatchObject({ status: 400, body: { reason: 'repeated_parameter' } })
  })

  test('however its name is spelled', async () => {
    const form = String(await exchangeForm())
    const refused = await send(paths.token, `${form}&%67rant_type=refresh_token`)
    expect(refused.body).toMatchObject({ reason: 'repeated_parameter' })
  })
})

test('a parameter without a value counts as absent (RFC 6749 §3.2)', async () => {
  const form = await exchangeForm()
  expect((await send(paths.token, `${form}&scope=&refresh_token`)).status).toBe(200)
  expect(await send(paths.token, 'grant_type=')).toMatchObject({ body: { reason: 'missing_parameter' } })
})

test('parameters in the address are not read', async () => {
  const form = await exchangeForm()
  const address = `${paths.token}?${form}`
  expect(await send(address, '')).toMatchObject({ status: 400, body: { reason: 'missing_parameter' } })
  expect((await send(`${paths.token}?grant_type=nonsense`, String(form))).status).toBe(200)
})

describe('names that mean something to JavaScript', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__proto__[grant_type]',
  ]

  test.each(names)('%s as a parameter is one more unknown parameter', async (name) => {
    const form = String(await exchangeForm())
    expect((await send(paths.token, `${form}&${encodeURIComponent(name)}=x`)).status).toBe(200)
    expect({}).not.toHaveProperty('grant_type')
  })

  test.each(names)('%s as a value is refused like any other wrong value', async (name) => {
    const asGrant = await send(paths.token, String(new URLSearchParams({ grant_type: name })))
    expect(asGrant).toMatchObject({ status: 400, body: { reason: 'unsupported_grant_type' } })
    const asToken = await send(
      paths.token,
      String(new URLSearchParams({ grant_type: REFRESH_TOKEN_GRANT, refresh_token: name })),
    )
    expect(asToken).toMatchObject({ status: 400, body: { reason: 'refresh_token_invalid' } })
    const asClient = await send(paths.token, `client_id=${name}`, {
      authorization: basic({ id: name, secret: 'x' }),
    })
    expect(asClient).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('inherited members are no parameters', async () => {
    const { body } = await send(paths.introspect, 'constructor=x')
    expect(body).toMatchObject({
      reason: 'missing_parameter',
      error_description: expect.stringContaining('(token)'),
    })
  })
})
