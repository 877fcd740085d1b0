import { paths } from '@latchkey/contract'
import { createGuard } from '@latchkey/guard'
import { expect, test, vi } from 'vitest'
import { signInAt } from '../conformance/fixtures/sign-in-at.js'
import { startListeningLatchkey } from '../conformance/fixtures/start-listening-latchkey.js'
import { API, basic, CONFIDENTIAL, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'

const outcome = (checking: Promise<unknown>): Promise<string> =>
  checking.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

test('a guard in another place hears of a sign-out by the stream, long before its list is due', async () => {
  const api = { id: 'todo-api', secret: 'the secret of the todo API, long enough' }
  await using house = await startListeningLatchkey({
    clients: [
      { ...CONFIDENTIAL, type: 'confidential' },
      { ...PUBLIC, type: 'public' },
      { ...api, type: 'confidential', scopes: ['ssf.manage'] },
    ],
  })
  const trouble: unknown[] = []
  const guard = createGuard({
    issuer: house.issuer,
    audience: API,
    development: true,
    onTrouble: (one) => trouble.push(one),
    revocation: { clientId: api.id, clientSecret: api.secret },
  })
  try {
    const gone = await signInAt(house)
    const kept = await signInAt(house)
    for (const token of [gone, kept]) expect(await outcome(guard.verify(token))).toBe('accepted')
    const ended = vi.fn()
    guard.whenEnded(await guard.verify(gone), ended)
    const begun = performance.now()
    const revoked = await fetch(house.issuer + paths.revoke, {
      method: 'POST',
      headers: { authorization: basic(CONFIDENTIAL) },
      body: new URLSearchParams({ token: gone }),
    })
    expect(revoked.status).toBe(200)
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1), { timeout: 20_000, interval: 5 })
    console.info(`an end was heard of after ${(performance.now() - begun).toFixed(0)} ms`)
    expect(await outcome(guard.verify(gone))).toBe('token_session_ended')
    expect(await outcome(guard.verify(kept))).toBe('accepted')
    expect(trouble).toEqual([])
  } finally {
    await guard.close()
  }
})
