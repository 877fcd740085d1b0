import { describe, expect, test } from 'vitest'
import type { ConfigurationProblem } from './configuration-error.js'
import { checkShape } from './shape.js'

const check = (options: unknown): readonly ConfigurationProblem[] => {
  const problems: ConfigurationProblem[] = []
  const fits = checkShape(options, (at, problem, fix) => problems.push({ at, problem, fix }))
  expect(fits).toBe(problems.length === 0)
  for (const { problem, fix } of problems)
    expect(`${problem} ${fix}`).not.toMatch(/invalid|undefined|expected/i)
  return problems
}
const told = (options: unknown): readonly string[] =>
  check(options).map(({ at, problem, fix }) => `${at}: ${problem}. ${fix}`)

const APP = 'https://app.example.com'

describe('an option there is not', () => {
  test('is named, with the one that was probably meant', () => {
    expect(told({ brwoser: {}, passwords: { min_length: 9 } })).toEqual([
      'passwords.min_length: there is no such option. Did you mean minLength?',
      'brwoser: there is no such option. Did you mean browser?',
    ])
  })

  test('is named, with where it belongs when that is further down', () => {
    expect(told({ pages: {}, mail: { pages: {} } })).toEqual([
      'mail.pages: there is no such option. Take it out. There are: smtp, from.',
      'pages: there is no such option. Did you mean browser.pages?',
    ])
  })

  test('is named, with all there are where none is like it', () => {
    expect(told({ mail: { host: 'mail.example.com' }, lifetimes: { a: 1, b: 2 } })).toEqual([
      'lifetimes.a: there is no such option. Take it out. There are: accessToken, sessionIdle, session, unremembered, refreshGrace.',
      'lifetimes.b: there is no such option. Take it out. There are: accessToken, sessionIdle, session, unremembered, refreshGrace.',
      'mail.host: there is no such option. Take it out. There are: smtp, from.',
    ])
  })

  test('is one of another kind of the same thing', () => {
    const topology = { kind: 'same-origin', app: APP, otherApps: [APP] }
    expect(told({ browser: { topology }, clients: [{ id: 'app', type: 'public', secret: 'x' }] })).toEqual([
      'clients[0].secret: there is no such option. Take it out. There are: id, type, scopes, postLogoutRedirectUris.',
      'browser.topology.otherApps: there is no such option. Take it out. There are: kind, app, path.',
    ])
  })
})

describe('a value of the wrong type', () => {
  test.each([
    ['10m', '600_000'],
    ['90 days', '7_776_000_000'],
    ['1.5h', '5_400_000'],
    ['30 Seconds', '30_000'],
    ['2w', '1_209_600_000'],
    ['500ms', '500'],
    ['600000', '600_000'],
  ])('a duration given as %j is told in milliseconds', (accessToken, millis) => {
    expect(told({ lifetimes: { accessToken } })).toEqual([
      `lifetimes.accessToken: it is a text, not a number. Give milliseconds: ${millis}.`,
    ])
  })

  test.each(['soon', '', 'PT10M', '10 fortnights', true, null, ['10m']])(
    'a duration given as %j is told its unit',
    (session) => {
      expect(told({ lifetimes: { session } })).toEqual([
        expect.stringMatching(
          /^lifetimes\.session: it is .*, not a number\. Give milliseconds: 600_000 is ten/,
        ),
      ])
    },
  )

  test('is told what goes there instead', () => {
    const options = {
      issuer: 7,
      secrets: 'one secret',
      audiences: [],
      scopes: ['a', 1],
      clients: [{ id: 'web', type: 'confidential', secret: 'x', passwordSignIn: 'yes' }],
      lifetimes: 600,
      service: 'x'.repeat(101),
      mail: null,
      trustedProxies: '1',
      log: 'silent',
    }
    expect(told(options)).toEqual([
      'issuer: it is a number, not a text. Write a text, in quotes.',
      'secrets: it is a text, not a list. Write a list, in brackets: [ … ].',
      'audiences: it is empty. Leave it out, or put something in.',
      'scopes[1]: it is a number, not a text. Write a text, in quotes.',
      'clients[0].passwordSignIn: it is a text, not true or false. Write true or false, without quotes.',
      'lifetimes: it is a number, not an object. Write lifetimes: { accessToken: 600_000 }.',
      'service: it is too long. Use at most 100 characters.',
      "mail: it is null, not an object. Write mail: { smtp: 'smtps://user:password@mail.example.com' }.",
      'trustedProxies: it is a text, not a number. Write a number, without quotes.',
      expect.stringMatching(/^log: it is no log: give an object with debug, info, warn and error\. /),
    ])
  })

  test('the options themselves', () => {
    expect(told([])).toEqual([expect.stringMatching(/^options: it is a list, not an object\. /)])
  })
})

describe('a value that is none of those there are', () => {
  test('is told which there are', () => {
    const options = {
      signingAlgorithm: 'HS256',
      browser: { topology: { kind: 'subdomain', app: APP } },
      clients: [{ id: 'web', type: 'private' }],
    }
    expect(told(options)).toEqual([
      "clients[0].type: it is none of the values there are. Write 'confidential' or 'public'.",
      "browser.topology.kind: it is none of the values there are. Write 'same-origin', 'sub-domain', or 'cross-site'.",
      "signingAlgorithm: it is none of the values there are. Write 'ES256', 'RS256', or 'EdDSA'.",
    ])
  })

  test('is told so when it is missing', () => {
    expect(told({ browser: { topology: { app: APP } } })).toEqual([
      "browser.topology.kind: it is missing. Write 'same-origin', 'sub-domain', or 'cross-site'.",
    ])
    expect(told({ browser: {} })).toEqual([
      "browser.topology: it is missing. Write topology: { kind: 'same-origin', app: 'https://app.example.com' }.",
    ])
  })
})

test('nothing that was given is repeated, for it may be a secret in the wrong place', () => {
  const secret = 'hunter2'
  const clients = [
    { id: [secret], type: secret },
    { id: 'web', type: 'confidential', secret: [secret] },
  ]
  const options = { issuer: [secret], secrets: secret, clients, mail: secret, lifetimes: { session: secret } }
  expect(JSON.stringify(check(options))).not.toContain(secret)
})
