import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// What a plain HTML form or a sloppy script of another site can send without asking first.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const send = async (path: string, contentType: string | undefined, body: BodyInit) => {
  const request = new Request(ISSUER + path, {
    method: 'POST',
    headers: { authorization: basic(CONFIDENTIAL) },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  })
  if (contentType !== undefined) request.headers.set('content-type', contentType)
  const response = await house.latchkey.fetch(request)
  return { status: response.status, body: await response.text() }
}

const form = (token: string): string => String(new URLSearchParams({ token }))

describe.each([paths.introspect, paths.revoke, paths.token])('at %s', (path) => {
  test.each([
    'application/json',
    'text/plain',
    'multipart/form-data',
    'application/xml',
    'application/x-www-form-urlencodedx',
    'application/x-www-form-urlencoded, application/json',
    'x/application/x-www-form-urlencoded',
  ])('%s is refused', async (contentType) => {
    const answer = await send(path, contentType, form('x'))
    expect(answer.status).toBe(415)
    expect(JSON.parse(answer.body)).toMatchObject({
      error: 'invalid_request',
      reason: 'unsupported_content_type',
    })
  })

  test('no content type is refused', async () => {
    expect((await send(path, undefined, form('x'))).status).toBe(415)
  })

  test('a real multipart body and a real JSON body are refused', async () => {
    const multipart = new FormData()
    multipart.set('token', 'x')
    expect((await send(path, undefined, multipart)).status).toBe(415)
    expect((await send(path, 'application/json', JSON.stringify({ token: 'x' }))).status).toBe(415)
  })
})

test.each([
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded;charset=UTF-8',
  'Application/X-WWW-Form-URLencoded ; charset=utf-8',
])('%s is read', async (contentType) => {
  const { access_token } = await house.signIn()
  const answer = await send(paths.introspect, contentType, form(access_token))
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body)).toMatchObject({ active: true })
})
