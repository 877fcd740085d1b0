import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// A page of another origin, open in the victim's browser, talks to the server.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const origin = 'https://attacker.example'
const corsHeaders = (response: Response) =>
  [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))

describe.each([paths.token, paths.revoke, paths.introspect, paths.userinfo])('%s', (path) => {
  test('a preflight is refused', async () => {
    const response = await house.latchkey.fetch(
      new Request(ISSUER + path, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      }),
    )
    expect(response.status).toBe(405)
    expect(corsHeaders(response)).toEqual([])
  })

  test('no answer, granted or refused, may be read by another origin', async () => {
    const { access_token } = await house.signIn()
    for (const authorization of [basic(CONFIDENTIAL), `Bearer ${access_token}`, 'nonsense']) {
      const response = await house.latchkey.fetch(
        new Request(ISSUER + path, {
          method: 'POST',
          headers: { origin, authorization },
          body: new URLSearchParams({ token: access_token, client_id: PUBLIC.id }),
        }),
      )
      expect(corsHeaders(response)).toEqual([])
      expect(response.headers.get('cache-control')).toContain('no-store')
    }
  })
})

test.each([paths.jwks, paths.openidConfiguration, paths.authorizationServerMetadata])(
  '%s may be read by everybody, never with credentials',
  async (path) => {
    const response = await house.latchkey.fetch(new Request(ISSUER + path, { headers: { origin } }))
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('set-cookie')).toBeNull()
  },
)

test('no endpoint sets or reads a cookie, so there is nothing a foreign page could make a browser send', async () => {
  const { access_token } = await house.signIn()
  const response = await house.latchkey.fetch(
    new Request(ISSUER + paths.userinfo, { headers: { cookie: `access_token=${access_token}` } }),
  )
  expect(response.status).toBe(401)
  expect(response.headers.get('set-cookie')).toBeNull()
})

test('a bearer token counts in the header only, not in the address or the body', async () => {
  const { access_token } = await house.signIn()
  const inQuery = await house.latchkey.fetch(
    new Request(`${ISSUER}${paths.userinfo}?access_token=${access_token}`),
  )
  expect(inQuery.status).toBe(401)
  const inBody = await house.latchkey.fetch(
    new Request(ISSUER + paths.userinfo, { method: 'POST', body: new URLSearchParams({ access_token }) }),
  )
  expect(inBody.status).toBe(401)
  const inHeader = await house.latchkey.fetch(
    new Request(ISSUER + paths.userinfo, { headers: { authorization: `Bearer ${access_token}` } }),
  )
  expect(inHeader.status).toBe(200)
})
