import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AuthError } from '@latchkey/contract'
import {
  createGuard,
  type Guard,
  type IntrospectionOptions,
  introspection,
  keycloak,
  type OpaqueTokens,
  oidc,
  sessionCookie,
} from '@latchkey/guard'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requestWith } from '../packages/guard/test/prover.js'
import { AUDIENCE, claimsWith, ISSUER, NOW, SECONDS } from '../packages/guard/test/signer.js'

// The guard as a protected resource that asks another server (RFC 7662), which answers over HTTP and misbehaves as it is told.

const TOKEN = 'opaque-token-of-ada'
const CLIENT = { clientId: 'todo api', clientSecret: 'a secret: with % and + and é' }

interface Asked {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly form: Readonly<Record<string, string>>
}

let server: Server
let url: string
let asked: Asked[]
let answer: RequestListener
let now: number
beforeEach(async () => {
  asked = []
  now = NOW
  says()
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const { method, url: path, headers } = request
    asked.push({ method, url: path, headers, form: Object.fromEntries(new URLSearchParams(text)) })
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`
})
afterEach(async () => {
  await new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
})

const answerWith =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
/** What a server says of a token that holds, but for the deviation. */
const says = (deviation: Readonly<Record<string, unknown>> = {}): void => {
  const { jti: _, ...claims } = claimsWith()
  answer = answerWith({ active: true, token_type: 'Bearer', ...claims, ...deviation })
}

const tokensWith = (options: Partial<IntrospectionOptions> = {}): OpaqueTokens =>
  introspection({ url, ...CLIENT, clock: () => now, ...options })
const guardWith = (opaque: OpaqueTokens = tokensWith()): Guard =>
  createGuard({ issuer: ISSUER, audience: AUDIENCE, clock: () => now, opaque })
const outcome = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )
const present = (guard: Guard, token = TOKEN) => outcome(guard.check({ authorization: `Bearer ${token}` }))

describe('RFC 7662 §2.1', () => {
  test('RFC 7662 §2.1: the question is a POST with the token in its body, by an authenticated client', async () => {
    expect(await present(guardWith())).toBe('accepted')
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/introspect',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        form: { token: TOKEN, token_type_hint: 'access_token' },
      },
    ])
    const [, credentials = ''] = asked[0]?.headers.authorization?.split(' ') ?? []
    const [id = '', secret = ''] = Buffer.from(credentials, 'base64').toString().split(':')
    const decode = (text: string) => new URLSearchParams(`x=${text}`).get('x')
    expect([decode(id), decode(secret)]).toEqual([CLIENT.clientId, CLIENT.clientSecret])
  })

  test('RFC 7662 §2.1: nobody is asked about a JWT, nor about what can be no token', async () => {
    const guard = guardWith()
    for (const token of ['a.b.c', '', 'a b', 'ä', 'x'.repeat(8193)]) await present(guard, token)
    expect(asked).toEqual([])
  })
})

describe('RFC 7662 §2.2', () => {
  test('RFC 7662 §2.2: a token that is not active opens nothing, whatever else is said of it', async () => {
    answer = answerWith({ active: false })
    expect(await present(guardWith())).toBe('token_session_ended')
    says({ active: false })
    expect(await present(guardWith())).toBe('token_session_ended')
  })

  test.each([
    '',
    'true',
    '[]',
    'null',
    '{}',
    '{"active":"true"}',
    '{"active":1}',
    '{"active":null}',
    '{"active":true,"token_type":7}',
    '{"active":true,"__proto__":{}}',
    '{"active":true',
    '<html>',
  ])('RFC 7662 §2.2: %j is no answer, so nobody is let in', async (text) => {
    answer = answerWith(text)
    expect(await present(guardWith())).toBe('issuer_unreachable')
  })

  test('RFC 7662 §2.2: a refresh token and a session cookie are no access tokens, however active they are', async () => {
    for (const type of ['refresh_token', 'session_cookie', 'N_A', '']) {
      says({ token_type: type })
      expect(await present(guardWith())).toBe('token_session_ended')
    }
    for (const type of [undefined, 'bearer', 'BEARER']) {
      says({ token_type: type })
      expect(await present(guardWith())).toBe('accepted')
    }
  })

  test.each([
    ['token_issuer_mismatch', { iss: 'https://other.example.com' }],
    ['token_issuer_mismatch', { iss: undefined }],
    ['token_issuer_mismatch', { iss: [ISSUER] }],
    ['token_audience_mismatch', { aud: 'https://other.example.com' }],
    ['token_claims_invalid', { aud: undefined }],
    ['token_expired', { exp: SECONDS - 60 }],
    ['token_claims_invalid', { exp: undefined }],
    ['token_not_yet_valid', { nbf: SECONDS + 60 }],
    ['token_claims_invalid', { sub: undefined }],
    ['token_claims_invalid', { cnf: { 'x5t#S256': 'x' } }],
    ['token_scheme_refused', { cnf: { jkt: 'x'.repeat(43) } }],
  ])('RFC 7662 §2.2, §4: %s, where the answer has %j', async (code, deviation) => {
    says(deviation)
    expect(await present(guardWith())).toBe(code)
  })

  describe('at an API that trusts two issuers', () => {
    const realm = 'https://id.example.com/realms/shop'
    const other = 'https://as.example.com'
    const claims = { active: true, aud: 'todos', exp: SECONDS + 60, sub: 'ada', scope: 'todos:read' }
    const ofRealm = { ...claims, iss: realm, typ: 'Bearer', azp: 'web', realm_access: { roles: ['admin'] } }
    const ofOther = { ...claims, iss: other, client_id: 'cli', username: 'ada' }
    const guardOf = (issuer?: string) =>
      createGuard({
        issuers: [keycloak({ realm, audience: 'todos' }), oidc({ issuer: other, audience: 'todos' })],
        clock: () => now,
        opaque: tokensWith({ cacheFor: 0, ...(issuer !== undefined && { issuer }) }),
      })

    test('RFC 7662 §2.2: any server’s answer is read by the preset of its issuer', async () => {
      answer = answerWith(ofRealm)
      expect(await guardOf(realm).check({ authorization: `Bearer ${TOKEN}` })).toMatchObject({
        userId: `${realm}|ada`,
        clientId: 'web',
        roles: ['admin'],
        scopes: ['todos:read'],
      })
      answer = answerWith(ofOther)
      expect(await guardOf(other).check({ authorization: `Token ${TOKEN}` })).toMatchObject({
        userId: `${other}|ada`,
        clientId: 'cli',
      })
    })

    test('RFC 7662 §2.2: a server that names somebody of the other issuer lets nobody in', async () => {
      answer = answerWith(ofRealm)
      expect(await present(guardOf(other))).toBe('token_issuer_mismatch')
      answer = answerWith(ofOther)
      expect(await present(guardOf(realm))).toBe('token_issuer_mismatch')
    })

    test('a session cookie of one names nobody of the other either', async () => {
      const cookieOf = (issuer?: string) =>
        createGuard({
          issuers: [keycloak({ realm, audience: 'todos' }), oidc({ issuer: other, audience: 'todos' })],
          clock: () => now,
          cookie: sessionCookie({
            ...CLIENT,
            url,
            origins: ['https://app.example.com'],
            cacheFor: 0,
            ...(issuer !== undefined && { issuer }),
          }),
        })
      const presented = { request: requestWith({ cookie: '__Host-latchkey=lkck_x' }) }
      answer = answerWith({ ...ofRealm, token_type: 'session_cookie' })
      expect(await outcome(cookieOf(realm).check(presented))).toBe('accepted')
      expect(await outcome(cookieOf(other).check(presented))).toBe('token_issuer_mismatch')
      expect(() => cookieOf()).toThrow('cookie must have an issuer')
    })

    test('who does not say which of them is asked stops the API from starting, and so does a stranger', () => {
      expect(() => guardOf()).toThrow('opaque must have an issuer, because there are several')
      expect(() => guardOf('https://stranger.example.com')).toThrow('which is none of the issuers')
    })
  })

  test('RFC 9449 §6.2: a token that is bound to a key which nobody names is no bearer token', async () => {
    says({ token_type: 'DPoP' })
    expect(await present(guardWith())).toBe('token_claims_invalid')
    says({ token_type: 'dpop', cnf: null })
    expect(await present(guardWith())).toBe('token_claims_invalid')
  })
})

describe('RFC 7662 §2.3', () => {
  test.each([400, 401, 403, 404, 429, 500, 503, 204, 302])(
    'RFC 7662 §2.3: an answer with %i is an outage of ours and no fault of the caller',
    async (status) => {
      answer = answerWith({ active: true }, status)
      const admission = await guardWith().admit({ authorization: `Bearer ${TOKEN}` })
      expect(admission).toMatchObject({
        refusal: { status: 503, headers: { 'Retry-After': '1' }, body: { reason: 'issuer_unreachable' } },
      })
    },
  )

  test('RFC 7662 §2.3: whoever reads the log learns that the client is not known, and not its secret', async () => {
    answer = answerWith({ error: 'invalid_client' }, 401)
    const reports: unknown[] = []
    const guard = createGuard({
      issuer: ISSUER,
      audience: AUDIENCE,
      clock: () => now,
      opaque: tokensWith(),
      development: true,
      onRefused: (refused) => reports.push(refused),
    })
    const admission = await guard.admit({ authorization: `Bearer ${TOKEN}` })
    expect(reports).toMatchObject([{ detail: expect.stringContaining('does not know this client') }])
    const told = JSON.stringify([admission, reports])
    expect(told).not.toContain(TOKEN)
    expect(told).not.toContain('secret: with')
  })

  test('a server that is not there, answers too much or too late lets nobody in', async () => {
    answer = answerWith(JSON.stringify({ active: true, padding: 'x'.repeat(70_000) }))
    expect(await present(guardWith())).toBe('issuer_unreachable')
    answer = () => {}
    expect(await present(guardWith(tokensWith({ timeout: 50 })))).toBe('issuer_unreachable')
    expect(await present(guardWith(tokensWith({ url: 'http://127.0.0.1:1/introspect' })))).toBe(
      'issuer_unreachable',
    )
  })

  test('a server that was down is asked again at the next request', async () => {
    const guard = guardWith()
    answer = answerWith('', 500)
    expect(await present(guard)).toBe('issuer_unreachable')
    says()
    expect(await present(guard)).toBe('accepted')
  })
})

describe('RFC 7662 §4', () => {
  test('RFC 7662 §4: an answer is used again for five seconds, so an end is seen after five', async () => {
    const guard = guardWith()
    expect(await present(guard)).toBe('accepted')
    answer = answerWith({ active: false })
    now = NOW + 4_999
    expect(await present(guard)).toBe('accepted')
    now = NOW + 5_000
    expect(await present(guard)).toBe('token_session_ended')
    expect(asked).toHaveLength(2)
  })

  test('RFC 7662 §4: that a token is not active is believed for one second', async () => {
    const guard = guardWith()
    answer = answerWith({ active: false })
    expect(await present(guard)).toBe('token_session_ended')
    says()
    now = NOW + 999
    expect(await present(guard)).toBe('token_session_ended')
    now = NOW + 1_000
    expect(await present(guard)).toBe('accepted')
  })

  test('RFC 7662 §4: no answer is used beyond exp', async () => {
    says({ exp: SECONDS + 2 })
    const guard = guardWith(tokensWith({ cacheFor: 60_000 }))
    expect(await present(guard)).toBe('accepted')
    now = NOW + 2_000
    await present(guard)
    expect(asked).toHaveLength(2)
    now = NOW + 7_000
    expect(await present(guard)).toBe('token_expired')
  })

  test('an API may ask at every request', async () => {
    const guard = guardWith(tokensWith({ cacheFor: 0 }))
    for (let time = 0; time < 3; time += 1) await present(guard)
    answer = answerWith({ active: false })
    for (let time = 0; time < 2; time += 1) await present(guard)
    expect(asked).toHaveLength(5)
  })

  test('a thousand requests at once with one token ask once', async () => {
    const guard = guardWith()
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => present(guard)))
    expect(new Set(outcomes)).toEqual(new Set(['accepted']))
    expect(asked).toHaveLength(1)
  })

  test('an answer about one token is none about another', async () => {
    const guard = guardWith()
    await present(guard)
    answer = answerWith({ active: false })
    expect(await present(guard, `${TOKEN}x`)).toBe('token_session_ended')
    expect(asked.map(({ form }) => form['token'])).toEqual([TOKEN, `${TOKEN}x`])
  })

  test('answers fill no more room than they are given', async () => {
    const guard = guardWith(tokensWith({ maxAnswers: 2 }))
    for (const token of ['one', 'two', 'three', 'three', 'two', 'one']) await present(guard, token)
    expect(asked.map(({ form }) => form['token'])).toEqual(['one', 'two', 'three', 'one'])
  })

  test('texts that nobody knows cannot pile up questions without end', async () => {
    const waiting: (() => void)[] = []
    answer = (request, response) => void waiting.push(() => answerWith({ active: false })(request, response))
    const guard = guardWith(tokensWith({ timeout: 30_000 }))
    const attempts = Array.from({ length: 300 }, (_, index) => present(guard, `token-${index}`))
    await expect.poll(() => waiting.length).toBe(256)
    for (const answerNow of waiting) answerNow()
    const outcomes = await Promise.all(attempts)
    expect(outcomes.filter((one) => one === 'issuer_unreachable')).toHaveLength(44)
    expect(outcomes.filter((one) => one === 'token_session_ended')).toHaveLength(256)
  })

  test('an API that is told of the end of a session asks at the next request', async () => {
    const guard = guardWith(tokensWith({ cacheFor: 60_000 }))
    await present(guard)
    answer = answerWith({ active: false })
    guard.forgetSession('ses_of_somebody_else')
    expect(await present(guard)).toBe('accepted')
    guard.forgetSession('ses_018f0000000000000000000000000001')
    expect(await present(guard)).toBe('token_session_ended')
    says()
    now += 1_000
    expect(await present(guard)).toBe('accepted')
    answer = answerWith({ active: false })
    guard.forgetAll()
    expect(await present(guard)).toBe('token_session_ended')
  })

  test('an answer that was on its way when a session ended is not kept', async () => {
    const guard = guardWith(tokensWith({ cacheFor: 60_000 }))
    const before = answer
    let answerFirst = (): void => {}
    answer = (request, response) => {
      answerFirst = () => before(request, response)
    }
    const first = present(guard)
    await expect.poll(() => asked.length).toBe(1)
    guard.forgetSession('ses_018f0000000000000000000000000001')
    answer = answerWith({ active: false })
    expect(await present(guard)).toBe('token_session_ended')
    answerFirst()
    expect(await first).toBe('accepted')
    now += 1_000
    expect(await present(guard)).toBe('token_session_ended')
  })
})

test.each<[object | undefined, string]>([
  [undefined, 'give options'],
  [{ ...CLIENT }, 'give issuer'],
  [{ ...CLIENT, issuer: 'id.example.com', url: ISSUER }, 'issuer must be an absolute URL'],
  [{ ...CLIENT, url: 'http://id.example.com/introspect' }, 'url must be https'],
  [{ ...CLIENT, issuer: 'id.example.com' }, 'issuer must be an absolute URL'],
  [{ clientSecret: 'x', url: 'https://id.example.com' }, 'clientId must name'],
  [{ clientId: 'x', url: 'https://id.example.com' }, 'clientSecret must be'],
  [{ ...CLIENT, issuer: ISSUER, cacheFor: -1 }, 'cacheFor is in milliseconds'],
  [{ ...CLIENT, issuer: ISSUER, cacheFor: 3_600_000 }, 'cacheFor is in milliseconds'],
  [{ ...CLIENT, issuer: ISSUER, cacheFor: Number.NaN }, 'cacheFor is in milliseconds'],
  [{ ...CLIENT, issuer: ISSUER, maxAnswers: 0 }, 'maxAnswers must be'],
  [{ ...CLIENT, issuer: ISSUER, timeout: 0 }, 'timeout is in milliseconds'],
  [{ ...CLIENT, issuer: ISSUER, cache: 5 }, 'there is no option "cache"'],
])('introspection(%j) stops an API from starting, and says why', (options, problem) => {
  expect(() => introspection(options as never)).toThrow(problem)
  expect(() => introspection(options as never)).not.toThrow(CLIENT.clientSecret)
})

test.each<[object, string]>([
  [{}, 'origins must be a list'],
  [{ origins: [] }, 'origins must be a list'],
  [{ origins: ['https://app.example.com/'] }, 'origins must be a list'],
  [{ origins: ['null'] }, 'origins must be a list'],
  [{ origins: ['https://app.example.com'], name: 'a b' }, 'name must be that of a cookie'],
  [{ origins: ['https://app.example.com'], cookie: 'x' }, 'there is no option "cookie"'],
])('sessionCookie with %j stops an API from starting, and says why', (options, problem) => {
  expect(() => sessionCookie({ issuer: ISSUER, ...CLIENT, ...options } as never)).toThrow(problem)
})
