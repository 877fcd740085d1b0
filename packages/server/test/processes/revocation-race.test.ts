import { setTimeout as pause } from 'node:timers/promises'
import { type DevelopmentProvider, startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { freshIdToken, type ServerProcess, startServerProcess } from '../fixtures/server-process.js'
import { CONFIDENTIAL, granted, PUBLIC, type TestClient } from '../fixtures/test-latchkey.js'

const ROUNDS = 6
const REFRESHERS = 4
const REFRESHES_AFTER_THE_END = 3

interface Race {
  readonly here: ServerProcess
  readonly elsewhere: ServerProcess
  readonly provider: DevelopmentProvider
  readonly client: TestClient
}

/** Refreshes on both servers without a pause, revokes in the middle, and returns every token that was handed out. */
const raceOnce = async ({ here, elsewhere, provider, client }: Race, round: number): Promise<string[]> => {
  const first = granted(await here.exchange(await freshIdToken(provider), client))
  const handedOut = [first.access_token, first.refresh_token]
  let current = first.refresh_token
  let revoked = false

  const refresher = async (server: ServerProcess): Promise<void> => {
    for (let refused = 0; refused < REFRESHES_AFTER_THE_END; ) {
      const startedAfterTheEnd = revoked
      const answer = await server.refresh(current, client)
      if ('reason' in answer) {
        expect(answer.reason).toBe('session_ended')
        refused += 1
        continue
      }
      expect(startedAfterTheEnd, `round ${round}: a refresh began after the end and succeeded`).toBe(false)
      handedOut.push(answer.access_token, answer.refresh_token)
    }
  }
  const refreshing = Promise.all(
    Array.from({ length: REFRESHERS }, (_, index) => refresher(index % 2 === 0 ? here : elsewhere)),
  )
  while (handedOut.length < round * 8) await pause(1)
  expect(await (round % 2 === 0 ? here : elsewhere).revoke(current, client)).toBe(200)
  revoked = true
  current = first.refresh_token
  await refreshing
  return handedOut
}

describe.each(databaseKinds)('a revocation on $name', (kind) => {
  test('is never outrun by a refresh of any client, in any process', async () => {
    await using database = await kind.create()
    await using provider = await startDevelopmentProvider()
    await using here = await startServerProcess(database, provider)
    await using elsewhere = await startServerProcess(database, provider)

    const handedOut: string[] = []
    for (const client of [PUBLIC, CONFIDENTIAL])
      for (let round = 0; round < ROUNDS; round += 1)
        handedOut.push(...(await raceOnce({ here, elsewhere, provider, client }, round)))

    // PostgreSQL: what a process has read is good for a second. SQLite: every process sees the end at once.
    if (kind.name === 'postgres') await pause(1 * SECOND)
    for (const token of new Set(handedOut))
      for (const server of [here, elsewhere])
        expect(await server.introspect(token)).toEqual({ active: false })
  })

  test('is seen at once by the process that was asked, and within a second by the others', async () => {
    await using database = await kind.create()
    await using provider = await startDevelopmentProvider()
    await using here = await startServerProcess(database, provider)
    await using elsewhere = await startServerProcess(database, provider)
    const { access_token } = granted(await here.exchange(await freshIdToken(provider), CONFIDENTIAL))
    for (const server of [here, elsewhere])
      expect(await server.introspect(access_token)).toMatchObject({ active: true })

    await here.revoke(access_token, CONFIDENTIAL)
    expect(await here.introspect(access_token)).toEqual({ active: false })
    if (kind.name === 'postgres') await pause(1 * SECOND)
    expect(await elsewhere.introspect(access_token)).toEqual({ active: false })
  })
})
