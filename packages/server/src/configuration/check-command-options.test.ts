import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCommandOptions, checkRootSecrets } from './check-command-options.js'
import { ConfigurationError } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

const problemsOf = (check: () => unknown) => {
  try {
    check()
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems
  }
}

describe('what a command on the database goes by', () => {
  test('is there without an issuer, a secret, a mail server or the secrets of clients', () => {
    const options: LatchkeyOptions = {
      scopes: ['todos:read'],
      clients: [{ id: 'web', type: 'confidential', secret: undefined }],
      browser: { topology: { kind: 'same-origin', app: 'https://app.example.com' } },
    }
    expect(checkCommandOptions(options, {})).toMatchObject({
      database: { kind: 'sqlite', file: resolve('.latchkey/latchkey.db') },
      scopes: ['openid', 'profile', 'email', 'todos:read'],
      clients: [{ id: 'web', type: 'confidential' }],
      signingAlgorithm: 'ES256',
      service: 'app.example.com',
      sendsMail: true,
    })
    expect(checkCommandOptions({}, {}).sendsMail).toBe(false)
  })

  test('is the database of the environment, where the options leave it out', () => {
    const url = 'postgres://localhost/latchkey'
    expect(checkCommandOptions({}, { LATCHKEY_DATABASE: url }).database).toEqual({ kind: 'postgres', url })
    expect(checkCommandOptions({ database: 'sqlite:/a.db' }, { LATCHKEY_DATABASE: url }).database).toEqual({
      kind: 'sqlite',
      file: '/a.db',
    })
  })

  test('is refused where it cannot be read', () => {
    const places = (options: object) => problemsOf(() => checkCommandOptions(options, {})).map(({ at }) => at)
    expect(places({ database: 'mysql://localhost', scopes: ['a b'] })).toEqual(['database', 'scopes[0]'])
    expect(places({ brwoser: {} })).toEqual(['brwoser'])
  })
})

describe('the root secrets of a command', () => {
  const secret = 's'.repeat(32)

  test('come from the options, else from the environment', () => {
    expect(checkRootSecrets({ secrets: [secret] }, { LATCHKEY_SECRET: 'x' })).toEqual([secret])
    expect(checkRootSecrets({}, { LATCHKEY_SECRET: `${secret},${'t'.repeat(32)}` })).toEqual([
      secret,
      't'.repeat(32),
    ])
  })

  test.each([undefined, '', 'short'])('%j is refused, with where dev keeps its own', (given) => {
    expect(problemsOf(() => checkRootSecrets({}, { LATCHKEY_SECRET: given }))).toEqual([
      { at: 'secrets', problem: expect.any(String), fix: expect.stringContaining('$(cat .latchkey/secret)') },
    ])
  })
})
