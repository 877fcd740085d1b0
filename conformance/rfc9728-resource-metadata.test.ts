import { auth0, createGuard, drfTokenWire, type GuardOptions, latchkey } from '@latchkey/guard'
import { expect, test } from 'vitest'
import { AUDIENCE, ISSUER } from '../packages/guard/test/signer.js'

const URL_OF_API = 'https://api.example.com'
const guardWith = (options: Partial<GuardOptions> = {}) =>
  createGuard({ issuer: ISSUER, audience: AUDIENCE, ...options })
const metadataOf = (options: Partial<GuardOptions>) => {
  const document = guardWith(options).metadata()
  if (document === undefined) throw new Error('no metadata')
  return document
}

test('RFC 9728 §2: an API says who issues its tokens, how they are sent and what may be asked for', () => {
  const resource = {
    url: URL_OF_API,
    scopes: ['todos:read', 'todos:write'],
    name: 'Todos',
    documentation: 'https://docs.example.com/todos',
  }
  const document = createGuard({
    issuers: [
      latchkey({ issuer: ISSUER, audience: AUDIENCE }),
      auth0({ domain: 'shop.eu.auth0.com', audience: AUDIENCE }),
    ],
    resource,
  }).metadata()
  expect(document?.body).toEqual({
    resource: URL_OF_API,
    authorization_servers: [ISSUER, 'https://shop.eu.auth0.com/'],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: expect.arrayContaining(['ES256', 'RS256', 'EdDSA', 'Ed25519']),
    scopes_supported: ['todos:read', 'todos:write'],
    resource_name: 'Todos',
    resource_documentation: 'https://docs.example.com/todos',
  })
})

test('RFC 9728 §2: what is not known is left out', () => {
  expect(metadataOf({ resource: { url: URL_OF_API }, wire: drfTokenWire() }).body).toEqual({
    resource: URL_OF_API,
    authorization_servers: [ISSUER],
    bearer_methods_supported: ['header'],
  })
  expect(guardWith().metadata()).toBeUndefined()
})

test('RFC 9728 §2: an API that takes bound tokens alone says so', () => {
  const { body } = metadataOf({ resource: { url: URL_OF_API }, dpop: { required: true } })
  expect(body.dpop_bound_access_tokens_required).toBe(true)
})

test.each([
  ['https://api.example.com', '/.well-known/oauth-protected-resource'],
  ['https://api.example.com/', '/.well-known/oauth-protected-resource'],
  ['https://api.example.com/v1/todos', '/.well-known/oauth-protected-resource/v1/todos'],
  ['https://api.example.com:8443/v1', '/.well-known/oauth-protected-resource/v1'],
])('RFC 9728 §3: the document of %s is at %s', (url, path) => {
  const document = metadataOf({ resource: { url } })
  expect(document.path).toBe(path)
  expect(document.url).toBe(new URL(path, url).href)
})

test('RFC 9728 §3.2: the document is JSON, and its resource is the address of the API to the letter (§3.3)', () => {
  const { headers, body } = metadataOf({ resource: { url: 'https://api.example.com/' } })
  expect(headers['Content-Type']).toBe('application/json')
  expect(body.resource).toBe('https://api.example.com/')
  expect(JSON.parse(JSON.stringify(body))).toEqual(body)
})

test('RFC 9728 §5.1: every challenge leads to the document', async () => {
  const guard = guardWith({ resource: { url: `${URL_OF_API}/v1` }, dpop: {} })
  const at = `resource_metadata="${URL_OF_API}/.well-known/oauth-protected-resource/v1"`
  for (const authorization of [undefined, 'Bearer x', 'DPoP x']) {
    const admission = await guard.admit({ authorization })
    if (admission.admitted) throw new Error('admitted')
    const challenge = admission.refusal.headers['WWW-Authenticate'] ?? ''
    expect(challenge.split(at)).toHaveLength(3)
    expect(challenge).toMatch(
      /Bearer realm="api", .*DPoP realm="api", |DPoP realm="api", .*Bearer realm="api", /,
    )
  }
})

test.each<[unknown, string]>([
  ['https://api.example.com', 'resource must be'],
  [{}, 'resource.url must be an absolute URL'],
  [{ url: 'http://api.example.com' }, 'resource.url must be https'],
  [{ url: 'https://api.example.com#x' }, 'resource.url must not hold a fragment'],
  [{ url: 'https://api.example.com?x=1' }, 'resource.url must not hold a query'],
  [{ url: URL_OF_API, scopes: 'todos' }, 'resource.scopes must be'],
  [{ url: URL_OF_API, scopes: ['a b'] }, 'resource.scopes must be'],
  [{ url: URL_OF_API, name: 7 }, 'resource.name must be a text'],
  [{ url: URL_OF_API, title: 'Todos' }, 'there is no option "resource.title"'],
])('RFC 9728 §1.2: resource %j stops an API from starting, and says why', (resource, problem) => {
  expect(() => guardWith({ resource: resource as never })).toThrow(problem)
})
