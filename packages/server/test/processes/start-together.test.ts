import { startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { freshIdToken, startServerProcesses } from '../fixtures/server-process.js'
import { granted } from '../fixtures/test-latchkey.js'

describe.each(databaseKinds)('processes that start at once on a new $name', (kind) => {
  test('make one schema and one signing key, and accept what each other sign', async () => {
    await using database = await kind.createEmpty()
    await using provider = await startDevelopmentProvider()
    await using servers = await startServerProcesses(3, database, provider)

    expect(await countRows(database, 'signing_keys')).toBe(1)
    const keySets = await Promise.all(servers.all.map((server) => server.jwks()))
    expect(keySets[0]?.keys).toHaveLength(1)
    for (const keySet of keySets) expect(keySet).toEqual(keySets[0])

    for (const issuing of servers.all) {
      const { access_token } = granted(await issuing.exchange(await freshIdToken(provider)))
      for (const asked of servers.all)
        expect(await asked.introspect(access_token)).toMatchObject({ active: true })
    }
  })
})
