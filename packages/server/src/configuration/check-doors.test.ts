import { describe, expect, test } from 'vitest'
import { github } from '../sign-in/social/github.js'
import { google } from '../sign-in/social/google.js'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'
import { djRestAuth, drfToken, fastapiTokens } from './doors.js'

const APP = 'https://app.example.com'
const valid = {
  issuer: 'https://auth.example.com',
  secrets: ['a root secret of the tests, which is long enough'],
  providers: [google({ clientIds: ['web'] })],
}
const KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'

/** @returns the first problem: where, what and how to mend it */
const told = (deviation: object): string => {
  try {
    checkOptions({ ...valid, ...deviation } as Parameters<typeof checkOptions>[0], {})
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const [first] = error.problems
    return `${first?.at}: ${first?.problem}. ${first?.fix}`
  }
  return 'nothing'
}

describe('a door', () => {
  test.each([
    ['that is none', [{}], /^doors\[0\]: it is no door\. Write a door, such as djRestAuth\(/],
    [
      'that was not called',
      [djRestAuth],
      /^doors\[0\]: it is a function, not an object\. Call it: djRestAuth\(\)/,
    ],
    ['that is a number', [djRestAuth(), 1], /^doors\[1\]: it is a number, not an object\. Write a door/],
    [
      'with a former key and no last day',
      [djRestAuth({ former: { key: KEY } as never })],
      /^doors\[0\]\.former\.until: it is missing\. Write the last day .*2027-01-31/,
    ],
    [
      'with a former key and a day there is not',
      [fastapiTokens({ former: { key: KEY, until: '2027-02-30' } })],
      /^doors\[0\]\.former\.until: "2027-02-30" is no day/,
    ],
    [
      'with a provider that is not there',
      [djRestAuth({ social: { facebook: { path: '/x' } } })],
      /^doors\[0\]\.social\.facebook: there is no provider "facebook"\. Add it to providers, facebook\(/,
    ],
    [
      'with a provider that has no ID tokens',
      [drfToken({ signIn: { github: '/github/' } })],
      /^doors\[0\]\.signIn\.github: .*GitHub and Facebook have no ID tokens/,
    ],
    [
      'with two cookies of one name',
      [djRestAuth({ cookies: { access: 'jwt', refresh: 'jwt' } })],
      /^doors\[0\]\.cookies: both tokens have one name/,
    ],
    [
      'with a server that is no IP address',
      [fastapiTokens({ frontendServers: ['192.0.2.7', 'web.internal'] })],
      /^doors\[0\]\.frontendServers\[1\]: "web\.internal" is no IP address/,
    ],
  ])('%s is told, with what to write instead', (_, doors, message) => {
    expect(told({ doors })).toMatch(message)
  })

  test('may name a provider that operators can set, and none that is configured and does not fit', () => {
    const browser = { topology: { kind: 'sub-domain', app: 'https://app.example.com' } }
    const open = { browser, mail: { smtp: 'smtp://localhost:1025' } }
    const doors = [
      djRestAuth({ social: { facebook: { path: '/x' } } }),
      drfToken({ prefix: '/a', signIn: { corporate: '/corporate/' } }),
    ]
    expect(told({ ...open, doors })).toBe('nothing')
    expect(told({ ...open, doors, admin: false })).toMatch(/there is no provider "facebook"/)
    const providers = [github({ clientId: 'x', clientSecret: 'y' })]
    expect(told({ ...open, providers, doors: [drfToken({ signIn: { github: '/github/' } })] })).toMatch(
      /there is no provider "github" with ID tokens/,
    )
  })

  test('that is right says nothing', () => {
    const former = { key: KEY, until: '2027-01-31' }
    const doors = [
      djRestAuth({ former, cookies: { access: 'a', refresh: 'b' }, frontendServers: ['2001:db8::7'] }),
      fastapiTokens({ prefix: '/v1', former }),
    ]
    expect(told({ doors })).toBe('nothing')
  })
})

describe('a page that a message leads to', () => {
  const browser = (pages: object) => ({
    browser: { topology: { kind: 'same-origin', app: APP }, pages },
    issuer: APP,
    mail: { smtp: 'smtp://localhost:1025' },
  })
  test.each([
    [
      { confirmSignUp: '/verify/{key}' },
      /confirmSignUp: nothing goes where it says "\{key\}"\. Write \{token\}/,
    ],
    [{ resetPassword: '/reset/{uid}/{toekn}' }, /resetPassword: nothing goes where it says "\{toekn\}"/],
    [{ resetPassword: '/reset/{uid}' }, /resetPassword: it has \{uid\}, which belongs beside \{token\}/],
    [{ confirmSignUp: '/verify/{uid}/{token}' }, /confirmSignUp: it has \{uid\}/],
  ])('%j is told, with what to write instead', (pages, message) => {
    expect(told(browser(pages))).toMatch(message)
  })

  test('may say where the proof and the person go', () => {
    const pages = {
      confirmSignUp: '/v/{token}',
      resetPassword: '/r/{uid}/{token}',
      confirmEmail: '/c?t={token}',
    }
    expect(told(browser(pages))).toBe('nothing')
  })
})
