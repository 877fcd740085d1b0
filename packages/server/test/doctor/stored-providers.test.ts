import { google } from '@latchkey/server'
import { startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { openStored } from '../../src/cli/open-stored.js'
import { checkOptions } from '../../src/configuration/check-options.js'
import type { LatchkeyOptions } from '../../src/configuration/options.js'
import { localChecks } from '../../src/doctor/local-checks.js'
import { runChecks } from '../../src/doctor/run-checks.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { type SetProvider, setProvider } from '../fixtures/set-provider.js'

const ROOT = '8f3a1c5e7b9d2046a8c1e3f507192b4d6e8fa0b2c4d6e8f1'
const CLIENT_SECRET = 'client-secret-of-a-test'
const CLIENT_ID = 'latchkey-development'

const setOne = (database: TestDatabase, one: SetProvider, root = ROOT): Promise<void> =>
  setProvider(database, { clientSecret: CLIENT_SECRET, ...one }, root)

const told = async (database: TestDatabase, given: LatchkeyOptions = {}): Promise<readonly string[]> => {
  const options = { issuer: 'http://localhost:4000', secrets: [ROOT], database: database.url, ...given }
  const surroundings = { options, environment: {}, settings: checkOptions(options, {}), openStored }
  const findings = await runChecks(
    localChecks({ ...surroundings, testRecipient: undefined, explainFailure: () => undefined }),
  )
  expect(JSON.stringify(findings)).not.toContain(CLIENT_SECRET)
  return findings
    .filter(({ check }) => check === 'providers')
    .map(({ severity, seen }) => `${severity}: ${seen}`)
}

describe.each(databaseKinds)('providers of operators on $name', (kind) => {
  test('are looked at beside those of the configuration, and said to be theirs', async () => {
    await using database = await kind.create()
    await using twin = await startDevelopmentProvider()
    const options = { issuer: twin.issuer, clientIds: [CLIENT_ID] }
    await setOne(database, { id: 'corporate', kind: 'oidc', options })
    await setOne(database, {
      id: 'gone',
      kind: 'oidc',
      options: { ...options, issuer: 'http://localhost:1' },
    })
    await setOne(database, { id: 'off', kind: 'oidc', options, enabled: false })
    await setOne(database, { id: 'google', kind: 'google', options })
    const providers = [google({ ...options, clientSecret: CLIENT_SECRET })]
    expect(await told(database, { providers })).toEqual([
      `ok: google: ${twin.issuer} answers`,
      `ok: corporate (set by an operator): ${twin.issuer} answers`,
      expect.stringMatching(/^error: gone \(set by an operator\): http:\/\/localhost:1 cannot be asked/),
      expect.stringMatching(/^warning: google \(set by an operator\): it counts for nothing/),
      'ok: off (set by an operator): it is switched off',
    ])
  })

  test('that cannot be opened, or are not allowed any more, are errors', async () => {
    await using database = await kind.create()
    const options = { issuer: 'http://localhost:1', clientIds: [CLIENT_ID] }
    await setOne(database, { id: 'other-secret', kind: 'oidc', options }, 'a-root-secret-of-another-server-0')
    await setOne(database, { id: 'private', kind: 'oidc', options })
    expect(await told(database, { privateProviders: false })).toEqual([
      expect.stringMatching(/^error: other-secret .* cannot be opened with the secrets of this server/),
      expect.stringMatching(/^error: private .*options.issuer: it must begin with https/),
    ])
  })

  test('are left out where the database is not migrated', async () => {
    await using database = await kind.createEmpty()
    expect(await told(database)).toEqual([])
  })
})
