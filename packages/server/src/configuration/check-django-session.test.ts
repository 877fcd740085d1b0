import { describe, expect, it } from 'vitest'
import { DAY } from '../model/time.js'
import { github } from '../sign-in/social/github.js'
import { google } from '../sign-in/social/google.js'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'
import { type DjangoSessionOptions, djangoSession, drfToken } from './doors.js'
import type { LatchkeyOptions } from './options.js'

const valid: LatchkeyOptions = {
  issuer: 'https://auth.example.com/id',
  secrets: ['s'.repeat(32)],
  providers: [
    google({ clientIds: ['us'] }),
    github({ clientId: 'us', clientSecret: 'the secret of a client' }),
  ],
}
const callback = 'https://app.example.com/auth/github/callback'

const check = (door: DjangoSessionOptions | undefined, deviation: Partial<LatchkeyOptions> = {}) =>
  checkOptions({ ...valid, doors: [djangoSession(door)], ...deviation }, {}).doors[0]

/** Where the problems are. */
const problemsOf = (door: unknown): readonly string[] => {
  try {
    check(door as DjangoSessionOptions)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems.map(({ at }) => at)
  }
}

describe('djangoSession({ … })', () => {
  it('fills in every default', () => {
    expect(check(undefined)).toEqual({
      kind: 'djangoSession',
      prefix: '/api',
      awaited: [],
      lifetime: 14 * DAY,
      origins: ['https://auth.example.com'],
      isSecure: true,
      social: new Map(),
      former: undefined,
    })
  })

  it('pages are those of the browser door where that is open, and those that are named where some are', () => {
    const browser = {
      browser: { topology: { kind: 'sub-domain', app: 'https://app.example.com' } },
      mail: { smtp: 'smtp://localhost:1025' },
    } as const
    expect(check({}, browser)).toMatchObject({
      origins: expect.arrayContaining(['https://app.example.com', 'https://auth.example.com']),
    })
    expect(check({ origins: ['https://www.example.com'] }, browser)).toMatchObject({
      origins: ['https://www.example.com'],
    })
  })

  it('cookies over http are not Secure, for browsers would not keep them', () => {
    expect(check({}, { issuer: 'http://localhost:4000' })).toMatchObject({
      isSecure: false,
      origins: ['http://localhost:4000'],
    })
  })

  it('providers are found by the names in the path', () => {
    const social = { 'github.com': { provider: 'github', redirectUri: callback } }
    expect(problemsOf({ social })).toEqual(['doors[0].social.github.com'])
    const named = { GitHub_2: { provider: 'github', redirectUri: callback } }
    expect(check({ social: named })).toMatchObject({ social: new Map(Object.entries(named)) })
  })

  it.each<[string, unknown, readonly string[]]>([
    ['no path', { prefix: 'api' }, ['doors[0].prefix']],
    ['no time', { lifetime: 1 }, ['doors[0].lifetime']],
    ['no origin', { origins: [] }, ['doors[0].origins']],
    ['a path behind an origin', { origins: ['https://app.example.com/'] }, ['doors[0].origins[0]']],
    ['capitals in an origin', { origins: ['https://App.example.com'] }, ['doors[0].origins[0]']],
    ['null, which every sandboxed page has', { origins: ['null'] }, ['doors[0].origins[0]']],
    ['another kind of origin', { origins: ['file:///'] }, ['doors[0].origins[0]']],
    [
      'a provider that is not there',
      { social: { gitlab: { provider: 'gitlab', redirectUri: callback } } },
      ['doors[0].social.gitlab.provider'],
    ],
    [
      'a provider without a secret',
      { social: { google: { provider: 'google', redirectUri: callback } } },
      ['doors[0].social.google.provider'],
    ],
    [
      'no address to come back to',
      { social: { github: { provider: 'github', redirectUri: '/auth/github/callback' } } },
      ['doors[0].social.github.redirectUri'],
    ],
    [
      'a fragment',
      { social: { github: { provider: 'github', redirectUri: `${callback}#a` } } },
      ['doors[0].social.github.redirectUri'],
    ],
    [
      'a name with a slash',
      { social: { 'a/b': { provider: 'github', redirectUri: callback } } },
      ['doors[0].social.a/b'],
    ],
    ['an option that there is not', { lifetimes: 1 }, ['doors[0].lifetimes']],
    [
      'no redirect URI',
      { social: { github: { provider: 'github' } } },
      ['doors[0].social.github.redirectUri'],
    ],
  ])('%s is refused at start', (_, door, places) => {
    expect(problemsOf(door)).toEqual(places)
  })

  it('people have one kind of primary key at all doors', () => {
    const doors = [djangoSession({ userIds: 'uuid' }), drfToken({ signIn: {} })]
    expect(() => checkOptions({ ...valid, doors }, {})).toThrow('whole numbers as primary keys')
  })
})
