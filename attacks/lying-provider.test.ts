import type { RequestListener } from 'node:http'
import { oidc } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import {
  answerJson,
  CLIENT_ID,
  type ScriptedIssuer,
  startScriptedIssuer,
} from './fixtures/scripted-issuer.js'

// The provider is down, slow, taken over, or answers with what it should not. Nobody gets in, nobody hammers it, and
// sign-in works again as soon as it does.

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const unreachable = { status: 503, error: 'temporarily_unavailable', reason: 'provider_unreachable' }

const silence: RequestListener = () => {}
const hangUp: RequestListener = (request) => request.socket.destroy()
const redirectTo =
  (location: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location }).end()
const answerText =
  (text: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
const pour: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
  }
  response.on('drain', more)
  more()
}
const drip: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 200)
  response.on('close', () => clearInterval(timer))
}

let upstream: ScriptedIssuer
let house: TestLatchkey
beforeEach(async () => {
  upstream = await startScriptedIssuer()
  house = await startTestLatchkey({
    options: { providers: [oidc({ id: 'scripted', issuer: upstream.issuer, clientIds: [CLIENT_ID] })] },
  })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await upstream[Symbol.asyncDispose]()
})

const recovers = async (): Promise<void> => {
  upstream.discovery = upstream.honest.discovery
  upstream.jwks = upstream.honest.jwks
  house.clock.advance(5 * SECOND)
  granted(await house.exchange(upstream.idToken()))
}

const brokenDiscovery: Record<string, (issuer: string) => RequestListener> = {
  'an error': () => answerJson({}, 500),
  'a hang-up': () => hangUp,
  'a page': () => answerText('<!doctype html>'),
  'half a document': () => answerText('{"issuer":'),
  'nothing in the document': () => answerJson({}),
  null: () => answerText('null'),
  'a document without an end': () => pour,
  'a document of another issuer': (issuer) =>
    answerJson({ issuer: 'https://accounts.google.com', jwks_uri: `${issuer}/jwks` }),
  'a document of almost this issuer': (issuer) =>
    answerJson({ issuer: `${issuer}/`, jwks_uri: `${issuer}/jwks` }),
  'a redirect': (issuer) => redirectTo(`${issuer}/jwks`),
  'keys in a file': (issuer) => answerJson({ issuer, jwks_uri: 'file:///etc/passwd' }),
  'keys in the clear elsewhere': (issuer) => answerJson({ issuer, jwks_uri: 'http://attacker.example/jwks' }),
  'keys at no address': (issuer) => answerJson({ issuer, jwks_uri: 'jwks' }),
  'keys under a password': (issuer) =>
    answerJson({ issuer, jwks_uri: `${issuer.replace('http://', 'http://user:pass@')}/jwks` }),
}

describe('a discovery that answers with', () => {
  test.each(Object.entries(brokenDiscovery))('%s means: not now', async (_, answer) => {
    upstream.discovery = answer(upstream.issuer)
    expect(await house.exchange(upstream.idToken())).toMatchObject(unreachable)
    expect(upstream.requests).not.toContain('/jwks')
    await recovers()
  })
})

const brokenKeys: Record<string, (issuer: string) => RequestListener> = {
  'an error': () => answerJson({}, 503),
  'a hang-up': () => hangUp,
  'a page': () => answerText('<!doctype html>'),
  'no set': () => answerJson([]),
  'keys without an end': () => pour,
  'a redirect': (issuer) => redirectTo(`${issuer}/elsewhere`),
}

describe('a key endpoint that answers with', () => {
  test.each(Object.entries(brokenKeys))('%s means: not now', async (_, answer) => {
    upstream.jwks = answer(upstream.issuer)
    expect(await house.exchange(upstream.idToken())).toMatchObject(unreachable)
    expect(upstream.requests).not.toContain('/elsewhere')
    await recovers()
  })

  test('a set without the key means: not this token', async () => {
    upstream.jwks = answerJson({ keys: [] })
    expect(await house.exchange(upstream.idToken())).toMatchObject({
      status: 400,
      reason: 'proof_key_unknown',
    })
    house.clock.advance(30 * SECOND)
    await recovers()
  })
})

test('a provider that does not answer, or not to the end, is waited for only so long', async () => {
  const behaviours = [
    { endpoint: 'discovery', answer: silence },
    { endpoint: 'discovery', answer: drip },
    { endpoint: 'jwks', answer: silence },
    { endpoint: 'jwks', answer: drip },
  ] as const
  const slow = await Promise.all(
    behaviours.map(async ({ endpoint, answer }) => {
      const issuer = await startScriptedIssuer()
      issuer[endpoint] = answer
      return issuer
    }),
  )
  await using patient = await startTestLatchkey({
    options: {
      providers: slow.map(({ issuer }, index) =>
        oidc({ id: `slow-${index}`, issuer, clientIds: [CLIENT_ID] }),
      ),
    },
  })
  const answers = await Promise.all(
    slow.flatMap((issuer) => Array.from({ length: 5 }, () => patient.exchange(issuer.idToken()))),
  )
  for (const answer of answers) expect(answer).toMatchObject(unreachable)

  patient.clock.advance(5 * SECOND)
  for (const issuer of slow) {
    expect(issuer.requests.length).toBeLessThanOrEqual(2)
    Object.assign(issuer, issuer.honest)
    granted(await patient.exchange(issuer.idToken()))
    await issuer[Symbol.asyncDispose]()
  }
})

describe('nobody can make us hammer a provider', () => {
  const exchangeMany = (count: number, header = {}) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        house.exchange(upstream.idToken({}, { ...header, x: index })),
      ),
    )

  test('a hundred sign-ins at once ask once for the document and once for the keys', async () => {
    for (const answer of await exchangeMany(100)) granted(answer)
    expect(upstream.requests).toEqual(['/.well-known/openid-configuration', '/jwks'])
  })

  test('while it is down, sign-ins ask once a pause and are told when to come again', async () => {
    upstream.discovery = answerJson({}, 500)
    for (let round = 0; round < 3; round += 1) {
      for (const answer of await exchangeMany(30)) expect(answer).toMatchObject(unreachable)
      // And not only those that arrive together.
      for (let later = 0; later < 5; later += 1) {
        expect(await house.exchange(upstream.idToken())).toMatchObject(unreachable)
      }
      house.clock.advance(5 * SECOND)
    }
    expect(upstream.requests).toHaveLength(3)
    const response = await house.post(
      '/oauth/token',
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: upstream.idToken(),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      },
      { id: 'mobile' },
    )
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('tokens with ever new key ids ask once a pause', async () => {
    granted(await house.exchange(upstream.idToken()))
    for (let index = 0; index < 100; index += 1) {
      const answer = await house.exchange(upstream.idToken({}, { kid: `invented-${index}` }))
      expect(answer).toMatchObject({ reason: 'proof_key_unknown' })
    }
    expect(upstream.requests.filter((path) => path === '/jwks')).toHaveLength(1)
    house.clock.advance(31 * SECOND)
    await exchangeMany(20, { kid: 'invented' })
    expect(upstream.requests.filter((path) => path === '/jwks')).toHaveLength(2)
  })
})

test('keys that were fetched go on serving while the provider is down', async () => {
  granted(await house.exchange(upstream.idToken()))
  upstream.discovery = hangUp
  upstream.jwks = hangUp
  house.clock.advance(HOUR)
  granted(
    await house.exchange(
      upstream.idToken({ iat: house.clock.now() / SECOND, exp: house.clock.now() / SECOND + 60 }),
    ),
  )
})

test('a provider that withdraws its keys is believed', async () => {
  granted(await house.exchange(upstream.idToken()))
  upstream.jwks = answerJson({ keys: [] })
  house.clock.advance(HOUR)
  const seconds = house.clock.now() / SECOND
  const answer = await house.exchange(upstream.idToken({ iat: seconds, exp: seconds + 60 }))
  expect(answer).toMatchObject({ status: 400, reason: 'proof_key_unknown' })
})

test('who is signed in already notices nothing', async () => {
  const { access_token, refresh_token } = granted(await house.exchange(upstream.idToken()))
  upstream.discovery = hangUp
  upstream.jwks = hangUp
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
  granted(await house.refresh(refresh_token))
})
