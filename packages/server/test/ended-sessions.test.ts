import { paths } from '@latchkey/contract'
import { createGuard } from '@latchkey/guard'
import { describe, expect, test, vi } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { runSql } from './fixtures/run-sql.js'
import {
  API,
  basic,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const outcome = (checking: Promise<unknown>): Promise<string> =>
  checking.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

const revoke = async (house: TestLatchkey, token: string): Promise<void> => {
  const { status } = await house.latchkey.fetch(
    new Request(ISSUER + paths.revoke, {
      method: 'POST',
      headers: { authorization: basic(CONFIDENTIAL) },
      body: new URLSearchParams({ token }),
    }),
  )
  expect(status).toBe(200)
}

describe.each(databaseKinds)('where sessions are kept in $name,', (kind) => {
  test('an access token that was let in before is refused when its session has ended, and no other', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const gone = await house.signIn(CONFIDENTIAL)
    const kept = await house.signIn(CONFIDENTIAL)
    const { guard } = house.latchkey
    for (const { access_token } of [gone, kept])
      expect(await outcome(guard.verify(access_token))).toBe('accepted')
    const ended = vi.fn()
    guard.whenEnded(await guard.verify(gone.access_token), ended)
    await revoke(house, gone.refresh_token)
    await vi.waitFor(
      async () => expect(await outcome(guard.verify(gone.access_token))).toBe('token_session_ended'),
      20_000,
    )
    expect(ended).toHaveBeenCalledTimes(1)
    expect(await outcome(guard.verify(kept.access_token))).toBe('accepted')
  })

  test('what ended before a restart, or by a statement of an operator, stays refused after it', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const gone = await house.signIn(CONFIDENTIAL)
    const kept = await house.signIn(CONFIDENTIAL)
    await runSql(
      database,
      `update sessions set ended_at = ${house.clock.now()}, end_reason = 'revoked' where id = '${gone.session_id}'`,
    )
    await house.restart()
    expect(await outcome(house.latchkey.guard.verify(gone.access_token))).toBe('token_session_ended')
    expect(await outcome(house.latchkey.guard.verify(kept.access_token))).toBe('accepted')
  })

  test('whoever is suspended is refused with every token they hold', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const { access_token, user } = await house.signIn(CONFIDENTIAL)
    const { guard } = house.latchkey
    expect(await outcome(guard.verify(access_token))).toBe('accepted')
    await runSql(database, `update users set suspended_at = ${house.clock.now()} where id = '${user.sub}'`)
    await vi.waitFor(
      async () => expect(await outcome(guard.verify(access_token))).toBe('token_session_ended'),
      20_000,
    )
  })
})

test('an API elsewhere learns it from the list, without a call for each request', async () => {
  await using house = await startTestLatchkey()
  const gone = await house.signIn(CONFIDENTIAL)
  const kept = await house.signIn(CONFIDENTIAL)
  let calls = 0
  const guard = createGuard({
    issuer: ISSUER,
    audience: API,
    clock: () => house.clock.now(),
    development: true,
    fetch: (input, init) => {
      calls += 1
      return house.latchkey.fetch(new Request(input, init))
    },
  })
  try {
    for (let times = 0; times < 100; times += 1)
      expect(await outcome(guard.verify(gone.access_token))).toBe('accepted')
    expect(calls).toBe(2) // its keys and its list
    await revoke(house, gone.refresh_token)
    await vi.waitFor(async () => {
      house.clock.advance(15_000)
      expect(await outcome(guard.verify(gone.access_token))).toBe('token_session_ended')
    }, 20_000)
    expect(await outcome(guard.verify(kept.access_token))).toBe('accepted')
  } finally {
    await guard.close()
  }
})
