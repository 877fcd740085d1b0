import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { TokenResponse } from '@latchkey/contract'
import { type DevelopmentProvider, startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { databaseKinds, sqlite } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { freshIdToken, type ServerProcess, startServerProcess } from '../fixtures/server-process.js'
import { granted } from '../fixtures/test-latchkey.js'

const STREAMS = 8
const LIVES = 2
const SESSIONS_A_LIFE = 40

/** What a server has acknowledged: the newest refresh token of each session, and the sessions that ended. */
interface Acknowledged {
  readonly newest: Map<string, string>
  readonly ended: Map<string, string>
}

/** Signs in, rotates and sometimes signs out, until the server is gone. */
const stream = async (
  server: ServerProcess,
  provider: DevelopmentProvider,
  book: Acknowledged,
): Promise<void> => {
  const keep = ({ session_id, refresh_token }: TokenResponse): void => {
    book.newest.set(session_id, refresh_token)
  }
  try {
    for (let turn = 0; ; turn += 1) {
      const tokens = granted(await server.exchange(await freshIdToken(provider)))
      keep(tokens)
      const rotated = granted(await server.refresh(tokens.refresh_token))
      keep(rotated)
      if (turn % 3 !== 0) continue
      // Between the question and the answer nothing is promised about this session.
      book.newest.delete(tokens.session_id)
      await server.revoke(rotated.refresh_token)
      book.ended.set(tokens.session_id, rotated.refresh_token)
    }
  } catch (error) {
    // fetch fails with a TypeError when the connection breaks; anything else is a finding.
    if (!(error instanceof TypeError)) throw error
  }
}

describe.each(databaseKinds)('kill -9 of a server on $name', (kind) => {
  test('loses nothing that was acknowledged', async () => {
    await using database = await kind.createEmpty()
    await using provider = await startDevelopmentProvider()
    const book: Acknowledged = { newest: new Map(), ended: new Map() }
    for (let life = 1; life <= LIVES; life += 1) {
      const server = await startServerProcess(database, provider)
      const streams = Array.from({ length: STREAMS }, () => stream(server, provider, book))
      while (book.newest.size < life * SESSIONS_A_LIFE) await pause(1)
      await server.kill()
      await Promise.all(streams)
    }
    expect(book.ended.size).toBeGreaterThan(0)

    await using server = await startServerProcess(database, provider)
    for (const [session, token] of book.newest)
      expect(await server.refresh(token), session).toMatchObject({ session_id: session })
    for (const [session, token] of book.ended)
      expect(await server.refresh(token), session).toMatchObject({ reason: 'session_ended' })
    expect(await runSql(database, 'select count(*) as count from users')).toMatchObject([{ count: 1 }])
  })
})

test('a server on SQLite that is told to stop leaves one file, with everything in it', async () => {
  await using database = await sqlite.create()
  await using provider = await startDevelopmentProvider()
  const file = database.url.slice('sqlite:'.length)
  const server = await startServerProcess(database, provider)
  const { session_id } = granted(await server.exchange(await freshIdToken(provider)))
  expect(existsSync(`${file}-wal`)).toBe(true)
  expect(await server.stop()).toBe(0)
  expect(existsSync(`${file}-wal`)).toBe(false)
  expect(existsSync(`${file}-shm`)).toBe(false)
  expect(await runSql(database, 'select id from sessions')).toEqual([{ id: session_id }])
})
