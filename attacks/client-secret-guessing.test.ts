import { paths, REFRESH_TOKEN_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  granted,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// Whoever guesses client ids and secrets must not be told which half was right.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const GUESS = 'guess-guess-guess-guess-guess-guess-01'
const TRACE_PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

const attempt = async (path: string, credentials: Record<string, string>, authorization?: string) => {
  const response = await house.latchkey.fetch(
    new Request(ISSUER + path, {
      method: 'POST',
      headers: { traceparent: TRACE_PARENT, ...(authorization !== undefined && { authorization }) },
      body: new URLSearchParams({
        grant_type: REFRESH_TOKEN_GRANT,
        refresh_token: 'x',
        token: 'x',
        ...credentials,
      }),
    }),
  )
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}

describe.each([paths.token, paths.revoke, paths.introspect])('at %s', (path) => {
  test('an unknown client, a wrong secret, no secret and a secret for a public client get one answer', async () => {
    const wrong = await attempt(path, {}, basic({ ...CONFIDENTIAL, secret: GUESS }))
    expect(wrong.status).toBe(401)
    expect(JSON.parse(wrong.body)).toMatchObject({ error: 'invalid_client' })
    expect(Object.fromEntries(wrong.headers)['www-authenticate']).toMatch(/^Basic /)

    for (const other of [
      await attempt(path, {}, basic({ id: 'nobody', secret: GUESS })),
      await attempt(path, {}, basic({ id: PUBLIC.id, secret: GUESS })),
      await attempt(path, {}, basic({ id: CONFIDENTIAL.id })),
      await attempt(path, {}, basic({ id: 'nobody' })),
      await attempt(path, { client_id: CONFIDENTIAL.id, client_secret: GUESS }),
      await attempt(path, { client_id: CONFIDENTIAL.id, client_secret: `${CONFIDENTIAL.secret} ` }),
      await attempt(path, { client_id: CONFIDENTIAL.id, client_secret: CONFIDENTIAL.secret.toUpperCase() }),
      await attempt(path, { client_id: CONFIDENTIAL.id, client_secret: CONFIDENTIAL.secret.slice(0, -1) }),
      await attempt(path, { client_id: 'nobody', client_secret: GUESS }),
      await attempt(path, { client_id: CONFIDENTIAL.id }),
      await attempt(path, { client_id: 'nobody' }),
      await attempt(path, { client_id: PUBLIC.id, client_secret: CONFIDENTIAL.secret }),
      await attempt(path, { client_id: '__proto__', client_secret: GUESS }),
      await attempt(path, { client_id: 'WEB', client_secret: CONFIDENTIAL.secret }),
      await attempt(path, { client_id: 'wéb', client_secret: GUESS }),
    ]) {
      expect(other).toEqual(wrong)
    }
  })

  test('the right secret is accepted, by header and by form', async () => {
    expect((await attempt(path, {}, basic(CONFIDENTIAL))).status).not.toBe(401)
    const { id, secret } = CONFIDENTIAL
    expect((await attempt(path, { client_id: id, client_secret: secret })).status).not.toBe(401)
  })

  test('two ways of authenticating at once are refused, so that no proxy and no server see two clients', async () => {
    const { id, secret } = CONFIDENTIAL
    for (const form of [
      { client_id: id, client_secret: secret },
      { client_secret: secret },
      { client_id: PUBLIC.id },
    ] as Record<string, string>[]) {
      const answer = await attempt(path, form, basic(CONFIDENTIAL))
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toMatchObject({ reason: 'client_authentication_repeated' })
    }
  })
})

test('the log says what the guesser is not told', async () => {
  await attempt(paths.token, {}, basic({ ...CONFIDENTIAL, secret: GUESS }))
  expect(house.logLines.at(-1)).toContain('web sent another secret')
  await attempt(paths.token, {}, basic({ id: 'nobody', secret: GUESS }))
  expect(house.logLines.at(-1)).toContain('no such client')
})

test('a public client that sends a secret is refused, and accepted without', async () => {
  const { refresh_token } = await house.signIn(PUBLIC)
  expect(await house.refresh(refresh_token, { ...PUBLIC, secret: GUESS })).toMatchObject({
    status: 401,
    reason: 'client_authentication_failed',
  })
  granted(await house.refresh(refresh_token, PUBLIC))
})

test('a public client cannot introspect', async () => {
  const { access_token } = await house.signIn(PUBLIC)
  const response = await house.post(paths.introspect, { token: access_token }, PUBLIC)
  expect(response.status).toBe(401)
  expect(await house.introspect(access_token, CONFIDENTIAL)).toMatchObject({ active: true })
})
