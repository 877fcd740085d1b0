import { errorBody, paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// Methods and paths that a proxy in front and the router behind may understand differently.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
  const response = await house.latchkey.fetch(new Request(ISSUER + path, { method, headers }))
  const text = await response.text()
  return { status: response.status, allow: response.headers.get('allow'), text }
}

const methodsOf: Record<string, string> = {
  [paths.token]: 'POST',
  [paths.revoke]: 'POST',
  [paths.introspect]: 'POST',
  [paths.userinfo]: 'GET, POST',
  [paths.jwks]: 'GET',
  [paths.openidConfiguration]: 'GET',
  [paths.authorizationServerMetadata]: 'GET',
  [paths.health]: 'GET',
}

describe.each(Object.entries(methodsOf))('%s', (path, allowed) => {
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter(
    (method) => !allowed.split(', ').includes(method),
  )

  test.each(others)('refuses %s and names what it answers', async (method) => {
    const answer = await ask(method, path)
    expect(answer).toMatchObject({ status: 405, allow: allowed })
    expect(errorBody.strict().parse(JSON.parse(answer.text))).toMatchObject({ reason: 'method_not_allowed' })
  })

  test('a header that asks for another method is not heard', async () => {
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const answer = await ask('DELETE', path, { [name]: allowed.split(', ')[0] ?? '' })
      expect(answer.status).toBe(405)
    }
  })
})

test.each([
  '',
  '/',
  '/oauth',
  '/oauth/',
  '//oauth/token',
  '/oauth//token',
  '/oauth/token/',
  '/OAuth/Token',
  '/oauth/token;x=1',
  '/oauth/token.json',
  '/oauth/token%00',
  '/oauth%2ftoken',
  '/oauth/%2e%2e/%2e%2e/etc/passwd',
  '/.well-known/../../../etc/passwd',
  '/.well-known/jwks',
  '/.well-known/openid-configuration/tenant',
  '/%',
  '/%ff%fe',
  '/%c0%ae%c0%ae/',
  '/\\oauth\\token\\x',
  `/${'a'.repeat(10_000)}`,
  '/__proto__',
  '/constructor',
  '/admin',
  '/.env',
  '/.git/config',
])('nothing is at %s', async (path) => {
  const answer = await ask('POST', path, { authorization: basic(CONFIDENTIAL) })
  expect(answer.status).toBe(404)
  expect(errorBody.strict().parse(JSON.parse(answer.text))).toMatchObject({ reason: 'not_found' })
})

test('a refused address is not repeated in the answer', async () => {
  const answer = await ask('GET', '/<script>alert(1)</script>?q=<script>alert(2)</script>')
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('alert')
})

test('a refusal is JSON that no browser takes for a page and no cache keeps', async () => {
  const response = await house.latchkey.fetch(new Request(`${ISSUER}/nowhere`))
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
})
