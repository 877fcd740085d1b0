import { paths } from '@latchkey/contract'
import { createGuard, type Guard, introspection, type Trouble } from '@latchkey/guard'
import { drfToken } from '@latchkey/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runSql } from './fixtures/run-sql.js'
import { askDoor } from './fixtures/test-django-door.js'
import {
  API,
  basic,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const LISTENER = { id: 'todo-api', secret: 'todo-secret-todo-secret-todo-secret-0123' }

let house: TestLatchkey
let guard: Guard
let asked: string[]
let trouble: Trouble[]

const outcome = (checking: Promise<unknown>): Promise<string> =>
  checking.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

/** By the real time: the clock of this house stands still. */
const becomes = (token: string, expected: string): Promise<void> =>
  vi.waitFor(async () => expect(await outcome(guard.verify(token))).toBe(expected), 20_000)

/** Signs somebody in, and waits until the guard hears what becomes of them. */
const heard = async () => {
  const signedIn = await house.signIn(CONFIDENTIAL)
  expect(await outcome(guard.verify(signedIn.access_token))).toBe('accepted')
  await vi.waitFor(
    () => expect(asked.filter((path) => path.startsWith(paths.pollEvents)).length).toBeGreaterThan(1),
    20_000,
  )
  return signedIn
}

beforeEach(async () => {
  house = await startTestLatchkey({
    options: {
      permissions: ['articles.write'],
      roles: { editor: ['articles.write'] },
      doors: [drfToken()],
      clients: [
        { ...CONFIDENTIAL, type: 'confidential' },
        { ...PUBLIC, type: 'public' },
        { ...LISTENER, type: 'confidential', scopes: ['ssf.manage'] },
      ],
    },
  })
  asked = []
  trouble = []
  const clock = () => house.clock.now()
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    asked.push(new URL(request.url).pathname)
    return house.latchkey.fetch(request)
  }
  guard = createGuard({
    issuer: ISSUER,
    audience: API,
    clock,
    development: true,
    fetch,
    opaque: introspection({
      issuer: ISSUER,
      clientId: CONFIDENTIAL.id,
      clientSecret: CONFIDENTIAL.secret,
      fetch,
      clock,
    }),
    onTrouble: (one) => trouble.push(one),
    revocation: { clientId: LISTENER.id, clientSecret: LISTENER.secret },
  })
})
afterEach(async () => {
  await guard.close()
  await house[Symbol.asyncDispose]()
})

test('a guard elsewhere that listens refuses an ended session at once, and asks for no list', async () => {
  const gone = await heard()
  const kept = await house.signIn(CONFIDENTIAL)
  expect(await outcome(guard.verify(kept.access_token))).toBe('accepted')
  const before = asked.filter((path) => path.startsWith(paths.statusLists)).length
  const { status } = await house.latchkey.fetch(
    new Request(ISSUER + paths.revoke, {
      method: 'POST',
      headers: { authorization: basic(CONFIDENTIAL) },
      body: new URLSearchParams({ token: gone.refresh_token }),
    }),
  )
  expect(status).toBe(200)
  await becomes(gone.access_token, 'token_session_ended')
  expect(await outcome(guard.verify(kept.access_token))).toBe('accepted')
  expect(asked.filter((path) => path.startsWith(paths.statusLists))).toHaveLength(before)
  expect(trouble).toEqual([])
})

test('it refuses whoever is suspended by a statement of an operator', async () => {
  const { access_token, user } = await heard()
  await runSql(
    house.database,
    `update users set suspended_at = ${house.clock.now()} where id = '${user.sub}'`,
  )
  await becomes(access_token, 'token_session_ended')
  expect(trouble).toEqual([])
})

test('it goes on where it was when the server is started again', async () => {
  const { access_token, session_id } = await heard()
  await house.restart()
  await runSql(
    house.database,
    `update sessions set ended_at = ${house.clock.now()}, end_reason = 'revoked' where id = '${session_id}'`,
  )
  await becomes(access_token, 'token_session_ended')
})

test('what it keeps of the permissions of somebody goes when their roles change', async () => {
  await heard()
  const { body } = await askDoor(house, '/google/', { body: { auth_token: await house.idToken() } })
  const { tokens: token } = body as { tokens: string }
  const mayWrite = () => outcome(guard.verify(token, { permissions: ['articles.write'] }))
  const introspections = () => asked.filter((path) => path === paths.introspect).length
  expect([await mayWrite(), await mayWrite(), introspections()]).toEqual([
    'permission_insufficient',
    'permission_insufficient',
    1,
  ])
  await runSql(house.database, `update users set roles = '["editor"]'`)
  // The clock stands still: by itself the answer would be kept for ever.
  await vi.waitFor(async () => expect(await mayWrite()).toBe('accepted'), 5_000)
  await runSql(house.database, `update users set roles = '[]'`)
  await vi.waitFor(async () => expect(await mayWrite()).toBe('permission_insufficient'), 5_000)
  expect(introspections()).toBeLessThan(8)
  expect(trouble).toEqual([])
})
