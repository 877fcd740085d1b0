import {
  ADMIN_PATH,
  ADMIN_SCOPE,
  ID_TOKEN_TYPE,
  OPERATOR_ROLE,
  paths,
  SUPPORT_ROLE,
  TOKEN_EXCHANGE_GRANT,
  tokenResponse,
} from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdminMethod, type AdminRoute, adminRoutes } from '../../src/http/admin-routes.js'
import { BUILT_IN_ROLES } from '../../src/model/roles.js'
import { MINUTE } from '../../src/model/time.js'
import { checkDocumented } from '../fixtures/check-documented.js'
import {
  makeUser,
  problemOf,
  setRoles,
  startTestAdmin,
  type TestAdmin,
  type TestOperator,
} from '../fixtures/test-admin.js'
import type { BrowserAnswer } from '../fixtures/test-browser.js'
import { APP } from '../fixtures/test-browser-door.js'
import { CONFIDENTIAL, ISSUER, PUBLIC, type TestClient } from '../fixtures/test-latchkey.js'

// Every endpoint of the admin door, and everybody who could ask: made from the table, so that none can be forgotten.

const endpoints = Object.entries(adminRoutes).flatMap(([path, route]) =>
  (Object.entries(route) as [AdminMethod, AdminRoute][]).map(([method, rule]) => ({
    name: `${method} ${path}`,
    method,
    path: path.slice(ADMIN_PATH.length),
    rule,
  })),
)
type Endpoint = (typeof endpoints)[number]

/** What would be done if it were let in. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /users': {},
  'PATCH /users/:id': { name: 'Changed' },
  'PUT /users/:id/roles': { roles: [], reason: 'test' },
  'PUT /users/:id/address-confirmation': { confirmed: true, reason: 'test' },
  'PATCH /clients/:id': { scopes: [] },
  'POST /clients/:id/rotate-secret': { formerAcceptedFor: 0, reason: 'test' },
  'PUT /providers/:id': { kind: 'oidc', options: { issuer: 'http://127.0.0.1:9', clientIds: ['us'] } },
  'POST /webhooks': { url: 'http://127.0.0.1:1/', events: ['user.created'] },
  'PATCH /webhooks/:id': { state: 'paused' },
  'POST /webhooks/:id/rotate-secret': { formerSignsFor: 0, reason: 'test' },
  'POST /signing-keys/rotate': { when: 'when_published' },
}
const bodyOf = ({ method, path }: Endpoint): unknown => {
  if (method === 'GET' || path.endsWith('/retry')) return undefined
  if (method === 'POST' && path === '/clients') return { id: `c-${crypto.randomUUID()}`, type: 'public' }
  return bodies[`${method} ${path}`] ?? { reason: 'test' }
}

/** What no built-in role gives. Where it is switched off it is refused to everybody, after who may was looked at. */
const HELPER = 'helper'
const EVERYTHING = [OPERATOR_ROLE, HELPER]

let admin: TestAdmin
let operator: TestOperator
let support: TestOperator
let user: TestOperator
let target: string
beforeAll(async () => {
  admin = await startTestAdmin({ options: { roles: { [HELPER]: ['latchkey:users.impersonate'] } } })
  operator = await admin.someone(EVERYTHING)
  support = await admin.support()
  user = await admin.someone()
})
afterAll(() => admin[Symbol.asyncDispose]())

const addressOf = ({ path }: Endpoint, id = target): string =>
  path.replace('/users/:id', `/users/${id}`).replace(/:\w+/g, 'unknown')
const ask = (
  who: Pick<TestOperator, 'ask'>,
  endpoint: Endpoint,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<BrowserAnswer> => who.ask(endpoint.method, addressOf(endpoint), bodyOf(endpoint), headers)

/** A program with a token. */
const withToken = async (
  token: string,
  endpoint: Endpoint,
  headers: Readonly<Record<string, string>> = {},
) => {
  const body = bodyOf(endpoint)
  const path = ADMIN_PATH + addressOf(endpoint)
  const response = await admin.door.latchkey.fetch(
    new Request(ISSUER + path, {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  const answer = {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson(response) && text !== '' ? JSON.parse(text) : undefined,
  }
  checkDocumented(endpoint.method, path, answer)
  return answer
}

const isJson = ({ headers }: Response): boolean =>
  /\/(problem\+)?json$/.test(headers.get('content-type') ?? '')

/** A token of somebody with these roles. */
const tokenOf = async (roles: readonly string[], client: TestClient = CONFIDENTIAL): Promise<string> => {
  const name = crypto.randomUUID()
  const person = { sub: name, email: `${name}@example.com`, emailVerified: true, name, givenName: name }
  const response = await admin.door.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: await admin.door.idToken(person),
      subject_token_type: ID_TOKEN_TYPE,
      ...(client === CONFIDENTIAL && { scope: ADMIN_SCOPE }),
    },
    client,
  )
  const first = tokenResponse.parse(await response.json())
  const claims = JSON.parse(Buffer.from(first.access_token.split('.')[1] ?? '', 'base64url').toString())
  await setRoles(admin.door, claims.sub, roles)
  return first.access_token
}

const isLetIn = (answer: BrowserAnswer): boolean =>
  ![401, 403, 405].includes(answer.status) && answer.status < 500

describe.each(endpoints)('$name', (endpoint) => {
  const { rule, method } = endpoint
  const reads = method === 'GET'
  const supportMay =
    rule.permission === 'any' || BUILT_IN_ROLES.get(SUPPORT_ROLE)?.includes(rule.permission) === true

  beforeAll(async () => {
    target = (await makeUser(operator)).id
  })

  test('is shut to nobody in particular', async () => {
    const browser = admin.door.openBrowser({ page: ISSUER })
    const nobody = {
      ask: (method: string, path: string, body?: unknown) => browser.send(method, ADMIN_PATH + path, body),
    }
    expect(problemOf(await ask(nobody, endpoint))).toMatchObject({ status: 401, code: 'not_signed_in' })
  })

  test('is shut to who has no permission', async () => {
    expect(problemOf(await ask(user, endpoint))).toMatchObject({
      status: 403,
      code: 'permission_insufficient',
    })
    const token = await tokenOf([])
    expect(problemOf(await withToken(token, endpoint))).toMatchObject({ code: 'permission_insufficient' })
  })

  test(`is ${supportMay ? 'open' : 'shut'} to support`, async () => {
    const answer = await ask(support, endpoint)
    if (supportMay) expect(isLetIn(answer), answer.text).toBe(true)
    else expect(problemOf(answer)).toMatchObject({ status: 403, code: 'permission_insufficient' })
  })

  test('is shut to a token without the scope, whoever has it', async () => {
    const token = await tokenOf(EVERYTHING, PUBLIC)
    expect(problemOf(await withToken(token, endpoint))).toMatchObject({
      status: 403,
      code: 'scope_insufficient',
    })
  })

  test('is shut to a token that is none, and asks for no cookie beside it', async () => {
    const cookies = [...operator.browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const answer = await withToken('a.b.c', endpoint, { cookie: cookies })
    expect(problemOf(answer)).toMatchObject({ status: 401, code: 'token_malformed' })
  })

  test('is shut to pages of another origin, those of the application too', async () => {
    for (const origin of [APP, 'https://evil.example', 'null'])
      expect(problemOf(await ask(operator, endpoint, { origin }))).toMatchObject({
        status: 403,
        code: 'csrf_origin_refused',
      })
    const answer = await ask(operator, endpoint, { 'sec-fetch-site': 'cross-site', origin: null })
    expect(problemOf(answer)).toMatchObject({ status: 403, code: 'csrf_site_refused' })
  })

  if (!reads)
    test('is shut to who does not show the token of the session', async () => {
      expect(problemOf(await ask(operator, endpoint, { 'x-xsrf-token': null }))).toMatchObject({
        status: 403,
        code: 'csrf_token_missing',
      })
      const other = support.browser.csrfToken ?? ''
      expect(problemOf(await ask(operator, endpoint, { 'x-xsrf-token': other }))).toMatchObject({
        status: 403,
        code: 'csrf_token_invalid',
      })
    })

  test('is open to an operator, by the cookie and by a token', async () => {
    const answer = await ask(operator, endpoint)
    expect(isLetIn(answer), answer.text).toBe(true)
    const byToken = await withToken(await tokenOf(EVERYTHING), endpoint)
    expect(isLetIn(byToken), byToken.text).toBe(true)
  })

  test('answers no other method', async () => {
    const others = ['PUT', 'PATCH', 'DELETE', 'GET', 'POST'].filter(
      (other) => !Object.keys(adminRoutes[ADMIN_PATH + endpoint.path] ?? {}).includes(other),
    )
    for (const other of others) {
      const answer = await operator.browser.send(other, ADMIN_PATH + addressOf(endpoint))
      expect(problemOf(answer)).toMatchObject({ status: 405, code: 'method_not_allowed' })
      expect(answer.headers.get('allow')).toContain(method)
    }
  })

  test('may be read by no page of another origin', async () => {
    const answer = await ask(operator, endpoint)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('a sign-in of a moment ago', () => {
  test('is asked for where the table says so, and nowhere else', async () => {
    const old = await admin.someone(EVERYTHING)
    target = (await makeUser(operator)).id
    admin.door.clock.advance(10 * MINUTE + 1)
    for (const endpoint of endpoints.filter(({ method }) => method !== 'GET')) {
      const answer = await ask(old, endpoint)
      if (endpoint.rule.recent)
        expect(problemOf(answer), endpoint.name).toMatchObject({ status: 403, code: 'recent_sign_in_needed' })
      else expect(isLetIn(answer), `${endpoint.name} ${answer.text}`).toBe(true)
    }
  })
})

test('what is not there is a problem document too', async () => {
  const answer = await operator.browser.send('GET', `${ADMIN_PATH}/nothing`)
  expect(problemOf(answer)).toMatchObject({
    status: 404,
    code: 'not_found',
    type: 'urn:latchkey:error:not_found',
  })
})

test('a door that is shut is not there', async () => {
  await using shut = await startTestAdmin({ options: { admin: false } })
  const one = await shut.operator()
  expect((await one.ask('GET', '/me')).status).toBe(404)
})
