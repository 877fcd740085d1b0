import { ID_TOKEN_TYPE, paths, REFRESH_TOKEN_GRANT, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  API,
  basic,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  ROOT_SECRET,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { splitJwt } from './fixtures/jwt-parts.js'
import { CLIENT_ID, type ScriptedIssuer, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// Whoever can read the log, or an error page, must not find there what opens a door.

const PARAMETERS = [
  ...[
    'grant_type',
    'subject_token',
    'subject_token_type',
    'requested_token_type',
    'audience',
    'scope',
    'nonce',
  ],
  ...['refresh_token', 'token', 'token_type_hint', 'client_id', 'client_secret', 'actor_token', 'unknown'],
]
const ENDPOINTS = [paths.token, paths.revoke, paths.introspect, paths.userinfo]
const USUAL = {
  grant_type: TOKEN_EXCHANGE_GRANT,
  subject_token_type: ID_TOKEN_TYPE,
  subject_token: 'x',
  refresh_token: 'x',
  token: 'x',
}

let house: TestLatchkey
let broken: ScriptedIssuer
let errorBodies: string[] = []
beforeAll(async () => {
  broken = await startScriptedIssuer()
  broken.discovery = (_, response) => response.writeHead(500).end()
  house = await startTestLatchkey()
  errorBodies = []
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await broken[Symbol.asyncDispose]()
})

const send = async (path: string, body: string, headers: Record<string, string>) => {
  const response = await house.latchkey.fetch(
    new Request(ISSUER + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    }),
  )
  const text = await response.text()
  if (!response.ok) errorBodies.push(text)
}

/** Every place of a request in which somebody once put the wrong thing. */
const misplace = async (secret: string): Promise<void> => {
  const name = encodeURIComponent(secret)
  for (const path of ENDPOINTS) {
    for (const parameter of PARAMETERS) {
      for (const grant_type of [TOKEN_EXCHANGE_GRANT, REFRESH_TOKEN_GRANT]) {
        const form = new URLSearchParams({ ...USUAL, grant_type, [parameter]: secret })
        await send(path, String(form), { authorization: basic(CONFIDENTIAL) })
        await send(path, String(form), {})
      }
    }
    await send(path, `${name}=1&${name}=2`, { authorization: basic(CONFIDENTIAL) })
    await send(path, `${new URLSearchParams(USUAL)}&scope=${name}&scope=${name}`, {})
    await send(path, secret, { authorization: basic(CONFIDENTIAL) })
    await send(`${path}/${name}?${name}=${name}`, '', {})
    for (const authorization of [
      `Bearer ${secret}`,
      `Bearer ${secret}, Bearer ${secret}`,
      `Basic ${secret}`,
      secret,
      `Token ${secret}`,
      basic({ id: secret, secret }),
      basic({ id: CONFIDENTIAL.id, secret }),
      basic({ id: PUBLIC.id, secret }),
    ]) {
      await send(path, String(new URLSearchParams(USUAL)), { authorization })
      await send(path, String(new URLSearchParams({ ...USUAL, client_secret: secret })), { authorization })
    }
    await send(path, '', { 'content-type': secret, traceparent: secret, origin: secret, cookie: secret })
  }
}

/** What must not be found: the whole, the part that makes it secret, and enough of either to be guessed from. */
const tellingParts = (secret: string): string[] => {
  const parts = secret.startsWith('lkrt_')
    ? [secret.slice(-43)]
    : secret.split('.').length === 3
      ? [splitJwt(secret).signature, splitJwt(secret).payload]
      : [secret]
  return parts.flatMap((part) => [part.slice(0, 20), part.slice(-20), part.slice(8, 28)])
}

test('no secret and no token is in any log line or error, wherever in a request it was put', async () => {
  const web = await house.signIn(CONFIDENTIAL)
  const mobile = await house.signIn(PUBLIC)
  const spent = await house.idToken()
  await house.exchange(spent)
  await house.exchange(spent)
  await house.refresh(web.refresh_token)
  await house.refresh(mobile.refresh_token, PUBLIC)
  await house.refresh(mobile.refresh_token, CONFIDENTIAL)
  house.clock.advance(31_000)
  await house.refresh(mobile.refresh_token, PUBLIC)
  const nonce = 'nonce-nonce-nonce-nonce-nonce-nonce'
  const secrets = [
    CONFIDENTIAL.secret,
    'guessed-client-secret-guessed-client-secret',
    web.access_token,
    web.refresh_token,
    mobile.access_token,
    mobile.refresh_token,
    spent,
    await house.idToken(),
    await house.provider.issueIdToken({ clientId: 'another-app' }),
    await house.provider.issueIdToken({ nonce }),
    await house.provider.forgeIdToken('foreign-key'),
  ]
  for (const secret of secrets) await misplace(secret)

  expect(house.logLines.length).toBeGreaterThan(1_000)
  expect(errorBodies.length).toBeGreaterThan(1_000)
  const written = [...house.logLines, ...errorBodies].join('\n')
  for (const secret of [...secrets, ROOT_SECRET, nonce]) {
    for (const part of tellingParts(secret))
      expect(written.includes(part), `${part} of ${secret}`).toBe(false)
  }
  // The search would have found something: what is no secret is there.
  expect(written).toContain(web.session_id)
  expect(written).toContain(API)
})

test('not even when a provider is down or the database is gone', async () => {
  await using failing = await startTestLatchkey({
    options: { providers: [oidc({ id: 'broken', issuer: broken.issuer, clientIds: [CLIENT_ID] })] },
  })
  const idToken = broken.idToken()
  expect(await failing.exchange(idToken)).toMatchObject({ status: 503, reason: 'provider_unreachable' })
  await using closing = await startTestLatchkey()
  const { refresh_token, access_token } = await closing.signIn()
  await closing.latchkey.close()
  for (const token of [refresh_token, access_token, 'lkrt_']) {
    const response = await closing.post(paths.introspect, { token }, CONFIDENTIAL)
    const text = await response.text()
    if (!response.ok) errorBodies.push(text)
  }
  for (const answer of [
    await closing.refresh(refresh_token),
    await closing.exchange(await closing.idToken()),
  ]) {
    expect(answer).toMatchObject({ reason: expect.stringMatching(/^(storage_unavailable|internal_error)$/) })
    errorBodies.push(JSON.stringify(answer))
  }

  const written = [...failing.logLines, ...closing.logLines, ...errorBodies].join('\n')
  expect(written).toContain('request failed')
  for (const secret of [idToken, refresh_token, access_token, CONFIDENTIAL.secret]) {
    for (const part of tellingParts(secret)) expect(written.includes(part), part).toBe(false)
  }
})

test('an error tells nothing about our insides: no stack, no path, no SQL', async () => {
  for (const body of errorBodies) {
    const told = JSON.parse(body)
    expect(Object.keys(told).sort().join()).toMatch(
      /^error,error_description,(parameter,)?reason,(status,)?trace_id$/,
    )
    if (told.parameter !== undefined) expect(PARAMETERS).toContain(told.parameter)
    expect(body).not.toMatch(/node_modules|\.ts\b|\.js\b|select |insert |sqlite|postgres|at Object/i)
  }
})
