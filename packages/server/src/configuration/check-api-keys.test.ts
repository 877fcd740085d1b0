import { describe, expect, test } from 'vitest'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'

const DAY = 24 * 60 * 60 * 1_000
const API = 'https://api.example.com'
const valid = {
  issuer: 'https://app.example.com/auth',
  secrets: ['a root secret of the tests, which is long enough'],
  audiences: [API, 'https://reports.example.com'],
  scopes: ['todos:read', 'todos:write'],
  browser: { topology: { kind: 'same-origin', app: 'https://app.example.com' } },
  mail: { smtp: 'smtp://localhost:1025' },
} as const

const check = (apiKeys: unknown, deviation: object = {}) =>
  checkOptions({ ...valid, ...deviation, apiKeys } as Parameters<typeof checkOptions>[0], {}).apiKeys

/** @returns the first problem: where, what and how to mend it */
const told = (...given: Parameters<typeof check>): string => {
  try {
    check(...given)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const [first] = error.problems
    return `${first?.at}: ${first?.problem}. ${first?.fix}`
  }
  return 'nothing'
}

describe('apiKeys', () => {
  test('left out, there are none', () => {
    expect(check(undefined)).toBeUndefined()
  })

  test('with scopes alone, they are for every API, for 90 days and for a year at most, without roles', () => {
    expect(check({ scopes: ['todos:read', 'todos:read'] })).toEqual({
      scopes: ['todos:read'],
      audiences: valid.audiences,
      mostPerUser: 25,
      defaultLifetime: 90 * DAY,
      longestLifetime: 365 * DAY,
      carriesRoles: false,
    })
  })

  test('what is given counts, and the usual lifetime is no longer than the longest', () => {
    const given = { scopes: [], audiences: [API], maxPerUser: 1, maxLifetime: 7 * DAY, carriesRoles: true }
    expect(check(given)).toEqual({
      scopes: [],
      audiences: [API],
      mostPerUser: 1,
      defaultLifetime: 7 * DAY,
      longestLifetime: 7 * DAY,
      carriesRoles: true,
    })
  })

  const scopes = ['todos:read']
  test.each([
    ['no scopes', {}, /^apiKeys\.scopes: it is missing/],
    [
      'a scope the server does not know',
      { scopes: ['admin'] },
      /^apiKeys\.scopes: admin is not a scope.*Add it/,
    ],
    ['a scope of the standard', { scopes: ['openid'] }, /^apiKeys\.scopes: openid says what a client learns/],
    [
      'an API that is none',
      { scopes, audiences: ['https://x.example'] },
      /^apiKeys\.audiences: "https:\/\/x/,
    ],
    ['no API', { scopes, audiences: [] }, /^apiKeys\.audiences: it names no API/],
    ['no key', { scopes, maxPerUser: 0 }, /^apiKeys\.maxPerUser: 0 is not between 1 and 1000/],
    ['half a key', { scopes, maxPerUser: 1.5 }, /^apiKeys\.maxPerUser/],
    [
      'days in place of milliseconds',
      { scopes, maxLifetime: 90 },
      /^apiKeys\.maxLifetime: 90 is not between a day/,
    ],
    ['no end', { scopes, maxLifetime: Number.MAX_SAFE_INTEGER }, /^apiKeys\.maxLifetime/],
    [
      'a usual lifetime beyond the longest',
      { scopes, maxLifetime: DAY, defaultLifetime: 2 * DAY },
      /^apiKeys\.defaultLifetime: a key would/,
    ],
    ['an option there is not', { scopes, lifetime: DAY }, /^apiKeys.*lifetime/],
    ['true', true, /^apiKeys/],
  ])('with %s the start is refused, and says what to do', (_, given, words) => {
    expect(told(given)).toMatch(words)
  })

  test('without the browser door nobody could make one', () => {
    expect(told({ scopes }, { browser: undefined })).toMatch(/^apiKeys: people make keys at the browser door/)
  })

  test('no client is called as their sessions are', () => {
    const clients = [{ id: 'api-key', type: 'public' }]
    expect(told({ scopes }, { clients })).toBe(
      'clients[0].id: api-key is what sessions of API keys are called. Choose another name.',
    )
  })
})
