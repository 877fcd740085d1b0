import { GRANTS, paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
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

describe.each([
  ['RFC 8414', paths.authorizationServerMetadata],
  ['OIDC Discovery', paths.openidConfiguration],
])('%s', (_, path) => {
  test('RFC 8414 §3.2: the answer is JSON with status 200', async () => {
    const { status, headers } = await ask(house, path)
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^application\/json(;|$)/)
  })

  test('RFC 8414 §2, §3.3, OIDC Discovery §4.3: issuer is exactly the address the document was asked for below', async () => {
    const { body } = await ask(house, path)
    expect(body['issuer']).toBe(ISSUER)
    expect(ISSUER).not.toMatch(/[?#]|\/$/)
  })

  test('RFC 8414 §2: what is required is there', async () => {
    const { body } = await ask(house, path)
    expect(body).toMatchObject({
      token_endpoint: ISSUER + paths.token,
      jwks_uri: ISSUER + paths.jwks,
      response_types_supported: [],
    })
  })

  test('RFC 8414 §2: no authorization endpoint, for no grant here uses one', async () => {
    const { body } = await ask(house, path)
    expect(body['grant_types_supported']).toEqual([...GRANTS])
    expect(body).not.toHaveProperty('authorization_endpoint')
  })

  test('RFC 8414 §2: every endpoint it names answers', async () => {
    const { body } = await ask(house, path)
    const named = Object.entries(body).filter(([name]) => /_endpoint$|_uri$/.test(name))
    expect(named.length).toBeGreaterThanOrEqual(5)
    for (const [name, address] of named) {
      const { status } = await ask(house, String(address).slice(ISSUER.length))
      expect([200, 401, 405], name).toContain(status)
    }
  })

  test('RFC 8414 §2: the client authentication it names is what works', async () => {
    const { body } = await ask(house, path)
    expect(body).toMatchObject({
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    })
  })

  test('RFC 8414 §2: scopes_supported are scopes one gets', async () => {
    const { body } = await ask(house, path)
    const { scope } = await house.signIn()
    expect(body['scopes_supported']).toEqual(scope.split(' '))
  })

  test('RFC 8414 §3.2: no claim is empty or null', async () => {
    const { body } = await ask(house, path)
    const { response_types_supported: _, ...others } = body
    for (const [name, value] of Object.entries(others)) expect(value, name).not.toSatisfy(isNothing)
  })
})

const isNothing = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

test('RFC 8414 §3: both addresses serve the same document', async () => {
  const [oauth, oidc] = await Promise.all([
    ask(house, paths.authorizationServerMetadata),
    ask(house, paths.openidConfiguration),
  ])
  expect(oauth.body).toEqual(oidc.body)
})

describe('an issuer with a path', () => {
  const issuer = `${ISSUER}/tenants/one`

  test('RFC 8414 §3.1: the well-known part comes between the host and the path', async () => {
    await using tenant = await startTestLatchkey({ options: { issuer } })
    const { status, body } = await ask(tenant, `${paths.authorizationServerMetadata}/tenants/one`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ issuer, token_endpoint: issuer + paths.token })
    expect((await ask(tenant, paths.authorizationServerMetadata)).status).toBe(404)
  })

  test('OIDC Discovery §4.1: and for OpenID Connect it comes after the path', async () => {
    await using tenant = await startTestLatchkey({ options: { issuer } })
    const { status, body } = await ask(tenant, `/tenants/one${paths.openidConfiguration}`)
    expect(status).toBe(200)
    expect(body['issuer']).toBe(issuer)
  })
})
