import { startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { freshIdToken, startServerProcesses } from '../fixtures/server-process.js'
import { atOnce } from '../fixtures/stores.js'
import { granted } from '../fixtures/test-latchkey.js'

const PROCESSES = { sqlite: 2, postgres: 3 }
const REQUESTS = 300

describe.each(databaseKinds)('several server processes on one $name', (kind) => {
  test('hundreds of refreshes of one token at once make one generation and one successor', async () => {
    await using database = await kind.create()
    await using provider = await startDevelopmentProvider()
    await using servers = await startServerProcesses(PROCESSES[kind.name], database, provider)

    let token = granted(await servers.at(0).exchange(await freshIdToken(provider))).refresh_token
    for (const generation of [1, 2]) {
      const spent = token
      const answers = await atOnce(REQUESTS, (index) => servers.at(index).refresh(spent))
      const successors = new Set(answers.map((answer) => granted(answer).refresh_token))
      expect(successors.size).toBe(1)
      expect(successors.has(spent)).toBe(false)
      expect(await runSql(database, 'select generation, ended_at from sessions')).toEqual([
        { generation, ended_at: null },
      ])
      token = [...successors].join()
    }
  })

  test('hundreds of first sign-ins of one person at once make one user', async () => {
    await using database = await kind.create()
    await using provider = await startDevelopmentProvider()
    await using servers = await startServerProcesses(PROCESSES[kind.name], database, provider)

    const idTokens = await atOnce(100, () => freshIdToken(provider))
    const answers = await atOnce(200, (index) => {
      // Each proof is presented twice, to two processes.
      const idToken = idTokens[index % 100] ?? ''
      return servers.at(index + Math.floor(index / 100)).exchange(idToken)
    })
    const signedIn = answers.flatMap((answer) => ('reason' in answer ? [] : [answer]))
    expect(signedIn).toHaveLength(100)
    expect(new Set(signedIn.map(({ user }) => user.sub)).size).toBe(1)
    for (const answer of answers) if ('reason' in answer) expect(answer.reason).toBe('proof_replayed')
    expect(await runSql(database, 'select count(*) as count from users')).toMatchObject([{ count: 1 }])
  })
})
