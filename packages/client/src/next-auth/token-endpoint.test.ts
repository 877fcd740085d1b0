import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createTokenEndpoint, type TokenEndpoint } from './token-endpoint.js'

// What may stand between the app and Latchkey: proxies and load balancers with answers of their own.

const open: Server[] = []
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})

interface Behind {
  endpoint: TokenEndpoint
  issuer: string
  /** How often it was asked. */
  asked(): number
  /** What it was asked last. */
  last(): { url: string | undefined; body: string }
}

/** An endpoint behind a proxy that gives these answers, one a request. */
const behind = async (...answers: RequestListener[]): Promise<Behind> => {
  let asked = 0
  let last: ReturnType<Behind['last']> = { url: undefined, body: '' }
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    last = { url: request.url, body: '' }
    request
      .setEncoding('utf8')
      .on('data', (text: string) => {
        last.body += text
      })
      .on('end', () => answer?.(request, response))
  })
  open.push(server)
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const settings = {
    issuer,
    clientId: 'a:b',
    clientSecret: 'c d+é',
    audience: undefined,
    scope: undefined,
    timeoutMs: 2000,
  }
  return { endpoint: createTokenEndpoint(() => settings), issuer, asked: () => asked, last: () => last }
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

const tokens = answer(
  200,
  JSON.stringify({
    access_token: 'token',
    token_type: 'Bearer',
    expires_in: 600,
    refresh_token: 'lkrt_1',
    scope: '',
    session_id: 'ses_1',
    user: { sub: 'usr_1' },
  }),
)
const refusal = (status: number, body: object) => answer(status, JSON.stringify(body))

test.each([400, 401, 403, 404])(
  "an HTTP %i in words that are not Latchkey's is an outage, not a refusal",
  async (status) => {
    const { endpoint } = await behind(answer(status, '<html>Not here</html>'))
    expect(await endpoint.refresh('lkrt_1')).toMatchObject({
      outcome: 'unreachable',
      detail: `HTTP ${status}`,
    })
  },
)

test('a refresh that meets an outage is tried once more', async () => {
  const { endpoint, asked } = await behind(answer(502, 'Bad gateway'), tokens)
  expect(await endpoint.refresh('lkrt_1')).toMatchObject({ outcome: 'issued' })
  expect(asked()).toBe(2)
})

test('and not more often', async () => {
  const { endpoint, asked } = await behind(answer(502, 'Bad gateway'))
  expect(await endpoint.refresh('lkrt_1')).toMatchObject({ outcome: 'unreachable' })
  expect(asked()).toBe(2)
})

test('a refusal is final', async () => {
  const { endpoint, asked } = await behind(
    refusal(400, { error: 'invalid_grant', reason: 'session_expired', trace_id: 't' }),
  )
  expect(await endpoint.refresh('lkrt_1')).toEqual({
    outcome: 'refused',
    code: 'session_expired',
    error: 'invalid_grant',
    traceId: 't',
  })
  expect(asked()).toBe(1)
})

const idToken = { kind: 'id_token', idToken: 'id token' } as const

test.each([
  [idToken, 'subject_token=id+token&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token'],
  [
    { kind: 'access_token', accessToken: 'gho_1', provider: 'github' },
    'subject_token=gho_1&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&subject_issuer=github',
  ],
] as const)('%j is presented as what it is', async (proof, sent) => {
  const { endpoint, last } = await behind(tokens)
  expect(await endpoint.exchange(proof)).toMatchObject({ outcome: 'issued' })
  expect(last().body).toContain(sent)
})

test('an exchange is not tried again', async () => {
  const { endpoint, asked } = await behind(answer(502, 'Bad gateway'), tokens)
  expect(await endpoint.exchange(idToken)).toMatchObject({ outcome: 'unreachable' })
  expect(asked()).toBe(1)
})

const ada = {
  email: 'ada@example.com',
  password: 'p&=+ é',
  userAddress: '203.0.113.7',
  userAgent: 'Browser/1',
  deviceToken: 'lkdv_1.a',
}

test('a password is not tried again: each try counts as a guess', async () => {
  const { endpoint, asked } = await behind(answer(502, 'Bad gateway'), tokens)
  expect(await endpoint.exchangePassword(ada)).toMatchObject({ outcome: 'unreachable', code: undefined })
  expect(asked()).toBe(1)
})

test('a password follows no redirect', async () => {
  const elsewhere = await behind(tokens)
  const { endpoint } = await behind(answer(308, '', { location: `${elsewhere.issuer}/oauth/token` }))
  expect(await endpoint.exchangePassword(ada)).toMatchObject({ outcome: 'unreachable' })
  expect(elsewhere.asked()).toBe(0)
})

test('a password goes in the body, with what is known of the person, and in no address', async () => {
  const { endpoint, last } = await behind(tokens)
  await endpoint.exchangePassword(ada)
  expect(last().url).toBe('/oauth/token')
  expect(Object.fromEntries(new URLSearchParams(last().body))).toEqual({
    grant_type: 'urn:latchkey:params:oauth:grant-type:first-party-password',
    email: ada.email,
    password: ada.password,
    user_address: ada.userAddress,
    user_agent: ada.userAgent,
    device_token: ada.deviceToken,
  })
})

test.each([
  { status: 429, reason: 'too_many_attempts' },
  { status: 503, reason: 'overloaded' },
] as const)('an HTTP $status says why: $reason', async ({ status, reason }) => {
  const { endpoint } = await behind(refusal(status, { error: 'temporarily_unavailable', reason }))
  expect(await endpoint.exchangePassword(ada)).toMatchObject({ outcome: 'unreachable', code: reason })
})

test('credentials follow no redirect', async () => {
  const elsewhere = await behind(tokens)
  const { endpoint } = await behind(answer(307, '', { location: `${elsewhere.issuer}/oauth/token` }))
  expect(await endpoint.refresh('lkrt_1')).toMatchObject({ outcome: 'unreachable' })
  expect(elsewhere.asked()).toBe(0)
})

test('an answer that is no token response is an outage', async () => {
  const { endpoint } = await behind(answer(200, '{"access_token":"token"}'))
  expect(await endpoint.exchange(idToken)).toMatchObject({ outcome: 'unreachable' })
})

test('a reason of a newer server still ends the session that it ends', async () => {
  const { endpoint } = await behind(refusal(400, { error: 'invalid_grant', reason: 'from_the_future' }))
  expect(await endpoint.refresh('lkrt_1')).toMatchObject({ outcome: 'refused', code: 'session_ended' })
})

test('why Latchkey cannot answer now is passed on', async () => {
  const { endpoint } = await behind(
    refusal(503, { error: 'temporarily_unavailable', reason: 'provider_unreachable' }),
  )
  expect(await endpoint.exchange(idToken)).toMatchObject({
    outcome: 'unreachable',
    code: 'provider_unreachable',
  })
})

test('id and secret are form-encoded before they are joined (RFC 6749 §2.3.1)', async () => {
  let seen: string | undefined
  const { endpoint } = await behind((request, response) => {
    seen = request.headers.authorization
    response.end()
  })
  expect(await endpoint.revoke('lkrt_1')).toEqual({ outcome: 'revoked' })
  expect(seen).toBe(`Basic ${Buffer.from('a%3Ab:c+d%2B%C3%A9').toString('base64')}`)
})
