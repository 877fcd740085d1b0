import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUILT_IN_ROLES } from '../model/roles.js'
import { google } from '../sign-in/social/google.js'
import { oidc } from '../sign-in/social/oidc.js'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'
import { emptyProfileSchema } from './profile-schema.js'

const SECRET = 's'.repeat(32)
const valid: LatchkeyOptions = { issuer: 'https://auth.example.com', secrets: [SECRET] }
const NOTHING: Readonly<Record<string, string | undefined>> = {}

/** Where the problems are, in order. */
const problemsOf = (options: LatchkeyOptions, environment = NOTHING): readonly string[] => {
  try {
    checkOptions(options, environment)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    for (const { problem, fix } of error.problems) {
      expect(problem).not.toBe('')
      expect(fix).toMatch(/\w/)
      expect(error.message).toContain(problem)
      expect(error.message).toContain(`Fix: ${fix}`)
    }
    return error.problems.map(({ at }) => at)
  }
}
const wrong = (deviation: Readonly<Record<string, unknown>>): readonly string[] =>
  problemsOf({ ...valid, ...deviation } as LatchkeyOptions)
const fixesOf = (deviation: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    checkOptions({ ...valid, ...deviation } as LatchkeyOptions, NOTHING)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems.map(({ at, fix }) => `${at}: ${fix}`)
  }
}

describe('checkOptions', () => {
  test('fills in every default', () => {
    expect(checkOptions(valid, NOTHING)).toEqual({
      issuer: 'https://auth.example.com',
      secrets: [SECRET],
      database: { kind: 'sqlite', file: resolve('.latchkey/latchkey.db') },
      audiences: ['https://auth.example.com'],
      scopes: ['openid', 'profile', 'email'],
      roles: BUILT_IN_ROLES,
      providers: [],
      setProviders: { isPublic: false, allowPrivate: false },
      clients: [],
      accessTokenLifetime: 600_000,
      sessionPolicy: { idleLimit: 1_209_600_000, absoluteLimit: 7_776_000_000, refreshGrace: 30_000 },
      unrememberedLimit: 86_400_000,
      signingAlgorithm: 'ES256',
      logLevel: 'info',
      browserDoor: undefined,
      adminDoor: false,
      impersonation: false,
      tellImpersonated: false,
      passwordRules: { minLength: 8, maxLength: 256 },
      breachList: undefined,
      hashing: {},
      profileSchema: emptyProfileSchema,
      projectHooks: { functions: {}, timeLimit: 5_000 },
      eventPushes: { allowPrivate: false },
      trustedProxies: 0,
      doors: [],
      userIds: 'integer',
    })
  })

  test('reads from the environment what the options leave out', () => {
    const environment = {
      LATCHKEY_ISSUER: 'http://localhost:4000',
      LATCHKEY_SECRET: ` ${SECRET} ,${'t'.repeat(32)}`,
      LATCHKEY_DATABASE: 'postgres://user:p%40ss@localhost/latchkey',
      LATCHKEY_LOG_LEVEL: 'warn',
    }
    expect(checkOptions({}, environment)).toMatchObject({
      issuer: 'http://localhost:4000',
      secrets: [SECRET, 't'.repeat(32)],
      database: { kind: 'postgres', url: 'postgres://user:p%40ss@localhost/latchkey' },
      logLevel: 'warn',
    })
    expect(checkOptions({ ...valid, database: 'sqlite:/a.db' }, environment)).toMatchObject({
      issuer: valid.issuer,
      secrets: [SECRET],
      database: { kind: 'sqlite', file: '/a.db' },
    })
  })

  test('keeps the secrets of clients as hashes only', () => {
    const clients = [
      { id: 'web', type: 'confidential' as const, secret: 'c'.repeat(32), previousSecret: 'p'.repeat(32) },
      { id: 'mobile', type: 'public' as const, scopes: ['openid'] },
    ]
    const settings = checkOptions({ ...valid, clients }, NOTHING)
    expect(settings.clients).toMatchObject([
      { id: 'web', scopes: ['openid', 'profile', 'email'] },
      { id: 'mobile', secretHashes: [], scopes: ['openid'] },
    ])
    expect(settings.clients[0]?.secretHashes).toHaveLength(2)
    expect(JSON.stringify(settings)).not.toMatch(/c{32}|p{32}/)
  })

  test.each([
    [{ memoryKiB: 2 ** 20, iterations: 4 }, []],
    [{ memoryKiB: undefined, iterations: undefined }, []],
    [{ memoryKiB: 2 ** 20 + 1 }, ['passwords.hashing']],
    [{ memoryKiB: 2 ** 20, iterations: 5 }, ['passwords.hashing']],
    [{ iterations: 216 }, ['passwords.hashing']],
    [{ memoryKiB: 7 }, ['passwords.hashing.memoryKiB']],
  ])('hashing of %o has the problems %o: no sign-in costs more than some seconds', (hashing, problems) => {
    expect(problemsOf({ ...valid, passwords: { hashing } } as LatchkeyOptions)).toEqual(problems)
  })

  test('reports everything that is wrong at once, each with its fix', () => {
    const options = {
      issuer: 'auth.example.com',
      secrets: ['short'],
      database: 'mysql://localhost/latchkey',
      scopes: ['todos read'],
      clients: [
        { id: 'we b', type: 'confidential', secret: undefined, scopes: ['unknown'] },
        { id: 'web', type: 'confidential', secret: 'short', previousSecret: 'short' },
        { id: 'web', type: 'public' },
      ],
      providers: [
        google({ clientIds: [] }),
        oidc({ id: 'google', issuer: 'https://accounts.google.com', clientIds: ['a'] }),
      ],
      lifetimes: { accessToken: 0, sessionIdle: 1.5, session: 10, refreshGrace: -1 },
    } as LatchkeyOptions
    expect(problemsOf(options)).toEqual([
      'issuer',
      'secrets',
      'database',
      'scopes[0]',
      'clients[0].id',
      'clients[0].scopes',
      'clients[0].secret',
      'clients[1].secret',
      'clients[1].previousSecret',
      'providers',
      'providers (issuers)',
      'providers[0] (google)',
      'clients',
      'lifetimes.accessToken',
      'lifetimes.sessionIdle',
      'lifetimes.session',
      'lifetimes.refreshGrace',
    ])
  })

  test('tells what is missing altogether', () => {
    expect(problemsOf({})).toEqual(['issuer', 'secrets'])
    expect(problemsOf({}, { LATCHKEY_ISSUER: '', LATCHKEY_SECRET: '' })).toEqual(['issuer', 'secrets'])
  })

  test('reports everything that has not the shape of an option at once', () => {
    const options = {
      ...valid,
      isuer: 'https://auth.example.com',
      audiences: [],
      clients: [{ id: 'web', type: 'confidential', secert: SECRET }],
      lifetimes: { session: '90d' },
      signingAlgorithm: 'HS256',
    }
    expect(problemsOf(options as unknown as LatchkeyOptions)).toEqual([
      'audiences',
      'clients[0].secert',
      'lifetimes.session',
      'signingAlgorithm',
      'isuer',
    ])
  })

  test.each([
    ['an issuer without TLS and with a slash', 'http://auth.example.com/', 'https://auth.example.com'],
    ['an issuer without TLS', 'http://auth.example.com:8080', 'https://auth.example.com:8080'],
    ['an issuer with a slash', 'https://auth.example.com/tenant//', 'https://auth.example.com/tenant'],
    ['an issuer on this machine with a slash', 'http://localhost:4000/', 'http://localhost:4000'],
    ['an issuer with everything', 'http://me:pw@AUTH.example.com/a/../b/?c#d', 'https://auth.example.com/b'],
  ])('%s is told the one spelling that will do', (_, issuer, instead) => {
    expect(fixesOf({ issuer })).toEqual([`issuer: Write it as ${instead}.`])
    expect(wrong({ issuer: instead })).toEqual([])
  })

  test('never repeats a secret in what it reports', () => {
    const secret = 'hunter2'
    const clients = [{ id: 'web', type: 'confidential' as const, secret }]
    expect(() => checkOptions({ secrets: [secret], clients }, NOTHING)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    )
  })

  test.each([
    'https://auth.example.com',
    'https://auth.example.com:8443/tenant',
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
    'http://auth.localhost',
  ])('%s is an issuer', (issuer) => {
    expect(wrong({ issuer })).toEqual([])
  })

  test.each([
    ['without TLS', 'http://auth.example.com'],
    ['that only looks like this machine', 'http://localhost.example.com'],
    ['with a slash at the end', 'https://auth.example.com/'],
    ['with a slash at the end of its path', 'https://auth.example.com/tenant/'],
    ['in capitals', 'https://AUTH.example.com'],
    ['with a port that goes without saying', 'https://auth.example.com:443'],
    ['with a query', 'https://auth.example.com/?a=b'],
    ['with a fragment', 'https://auth.example.com/#a'],
    ['with a user', 'https://user@auth.example.com'],
    ['of another scheme', 'ftp://auth.example.com'],
    ['with a path that is not written as it will be read', 'https://auth.example.com/a/../b'],
  ])('an issuer %s is refused', (_, issuer) => {
    expect(new Set(wrong({ issuer }))).toEqual(new Set(['issuer']))
  })

  test.each([
    ['sqlite:relative.db', resolve('relative.db')],
    ['sqlite:/absolute.db', '/absolute.db'],
    ['sqlite:///absolute.db', '/absolute.db'],
    ['file:///absolute.db', '/absolute.db'],
    ['file:///with%20space.db', '/with space.db'],
  ])('%s is the file %s', (database, file) => {
    expect(checkOptions({ ...valid, database }, NOTHING).database).toEqual({ kind: 'sqlite', file })
  })

  test.each([
    'latchkey.db',
    'sqlite:',
    'sqlite::memory:',
    'file:relative.db',
    'file://another-host/share.db',
    'file:///encoded%2Fslash.db',
    'postgres://user:p@ss:word@host:port/db',
    'mysql://localhost/db',
  ])('%s is no database', (database) => {
    expect(wrong({ database })).toEqual(['database'])
  })

  test.each([
    ['an access token that outlives an idle session', { accessToken: 3_600_000, sessionIdle: 60_000 }],
    ['a session that is not remembered and outlives one that is', { unremembered: 8_640_000_000 }],
    ['an idle session that outlives a whole one', { sessionIdle: 86_400_000, session: 3_600_000 }],
    ['a grace of an hour', { refreshGrace: 3_600_000 }],
    ['a session that never ends', { session: Number.POSITIVE_INFINITY }],
    ['half a millisecond', { accessToken: 60_000.5 }],
    ['more milliseconds than can be counted', { session: 1e300 }],
  ])('%s is refused', (_, lifetimes) => {
    expect(wrong({ lifetimes })).toHaveLength(1)
  })
})

describe('a provider whose keys would come over http', () => {
  const provider = (issuer: string) => [oidc({ id: 'corporate', issuer, clientIds: ['x'] })]

  test('is refused, for who sits on the way could sign in as anybody', () => {
    expect(wrong({ providers: provider('http://keycloak.internal/realms/x') })).toEqual([
      'providers[0] (corporate)',
    ])
  })

  test('is accepted on this machine', () => {
    for (const issuer of ['http://localhost:4400', 'http://127.0.0.1:4400', 'https://keycloak.internal']) {
      expect(wrong({ providers: provider(issuer) })).toEqual([])
    }
  })
})

test('a log level that is none is refused, from the environment too', () => {
  expect(problemsOf(valid, { LATCHKEY_LOG_LEVEL: 'loud' })).toEqual(['logLevel'])
  expect(problemsOf(valid, { LATCHKEY_LOG_LEVEL: 'debug' })).toEqual([])
})

test('to tell people of impersonation there has to be any', () => {
  expect(wrong({ tellImpersonated: true })).toEqual(['tellImpersonated'])
  expect(wrong({ tellImpersonated: false })).toEqual([])
})
