import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { BrowserDoorSettings } from './check-browser.js'
import { checkOptions } from './check-options.js'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

const APP = 'https://app.example.com'
const SMTP = 'smtps://latchkey:secret@mail.example.com'
const valid: LatchkeyOptions = {
  issuer: APP,
  secrets: ['s'.repeat(32)],
  browser: { topology: { kind: 'same-origin', app: APP } },
  mail: { smtp: SMTP },
}
type Environment = Parameters<typeof checkOptions>[1]

const problemsOf = (deviation: object, environment: Environment = {}): readonly ConfigurationProblem[] => {
  try {
    checkOptions({ ...valid, ...deviation }, environment)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems
  }
}
const placesOf = (...given: Parameters<typeof problemsOf>): readonly string[] =>
  problemsOf(...given).map(({ at }) => at)
const doorOf = (deviation: object = {}, environment: Environment = {}): BrowserDoorSettings | undefined =>
  checkOptions({ ...valid, ...deviation }, environment).browserDoor

describe('the browser door', () => {
  test('stays shut without the option, whatever else is there', () => {
    expect(doorOf({ browser: undefined })).toBeUndefined()
    expect(placesOf({ browser: undefined, mail: { smtp: 'nonsense' } })).toEqual([])
  })

  test('needs no more than a topology and a mail server', () => {
    expect(doorOf()).toEqual({
      browser: {
        app: APP,
        apps: [APP],
        home: APP,
        allowedOrigins: [APP],
        crossOrigin: false,
        cookie: { prefix: '__Host-', secure: true, sameSite: 'Lax', partitioned: false },
        console: `${APP}/admin/`,
      },
      pages: {
        signIn: `${APP}/sign-in`,
        forgotPassword: `${APP}/forgot-password`,
        confirmSignUp: `${APP}/confirm-sign-up`,
        resetPassword: `${APP}/reset-password`,
        confirmEmail: `${APP}/confirm-email`,
        link: `${APP}/sign-in`,
        tokenIn: 'fragment',
      },
      mail: { smtpUrl: SMTP, from: 'no-reply@app.example.com', domain: 'app.example.com' },
      service: 'app.example.com',
    })
  })

  test('takes pages, sender and name as they are given', () => {
    const given = {
      browser: { ...valid.browser, pages: { signIn: '/login?from=mail', confirmEmail: '/account/address' } },
      mail: { smtp: 'smtp://localhost:1025', from: 'Todos <hello@todos.example>' },
      service: 'Todos',
    }
    expect(doorOf(given)).toMatchObject({
      pages: {
        signIn: `${APP}/login?from=mail`,
        confirmEmail: `${APP}/account/address`,
        resetPassword: `${APP}/reset-password`,
      },
      mail: {
        smtpUrl: 'smtp://localhost:1025',
        from: 'Todos <hello@todos.example>',
        domain: 'todos.example',
      },
      service: 'Todos',
    })
  })

  test('reads the mail server and the sender from the environment, where the options leave them out', () => {
    const environment = { LATCHKEY_SMTP: 'smtp://relay:25', LATCHKEY_MAIL_FROM: 'hello@todos.example' }
    expect(doorOf({ mail: undefined }, environment)?.mail).toEqual({
      smtpUrl: 'smtp://relay:25',
      from: 'hello@todos.example',
      domain: 'todos.example',
    })
    expect(doorOf({}, environment)?.mail).toMatchObject({ smtpUrl: SMTP, from: 'hello@todos.example' })
  })

  test('everything that is wrong is reported at once, each with its fix', () => {
    const problems = problemsOf({
      browser: {
        topology: { kind: 'sub-domain', app: 'https://app.other.example/' },
        pages: { signIn: 'sign-in', resetPassword: '//evil.example/reset', confirmEmail: '/confirm#here' },
      },
      mail: { smtp: 'https://mail.example.com', from: 'Todos' },
      passwords: { minLength: 4 },
      trustedProxies: -1,
    })
    expect(problems.map(({ at }) => at)).toEqual([
      'browser.topology.app',
      'browser.topology.app',
      'browser.pages.signIn',
      'browser.pages.resetPassword',
      'browser.pages.confirmEmail',
      'mail.smtp',
      'mail.from',
      'passwords',
      'trustedProxies',
    ])
    for (const { problem, fix } of problems)
      expect([problem, fix]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)])
  })

  test('an app that is no web address is reported once, not with every page', () => {
    expect(placesOf({ browser: { topology: { kind: 'same-origin', app: 'app.example.com' } } })).toEqual([
      'browser.topology.app',
    ])
  })

  test('a missing mail server is told with what to set', () => {
    const [problem, ...others] = problemsOf({ mail: undefined })
    expect(others).toEqual([])
    expect(problem).toEqual({
      at: 'mail.smtp',
      problem: 'it is missing, and people confirm their addresses by mail',
      fix: expect.stringContaining('LATCHKEY_SMTP'),
    })
  })

  test('no problem repeats the password of the mail server', () => {
    const text = JSON.stringify(problemsOf({ mail: { smtp: 'smpt://latchkey:hunter2@mail.example.com' } }))
    expect(text).toContain('mail.smtp')
    expect(text).not.toContain('hunter2')
  })

  test.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    'sign-in',
    '',
    '/a#b',
    'javascript:alert(1)',
  ])('a page that would lead elsewhere, or spoil the link, is refused: %s', (path) => {
    expect(placesOf({ browser: { ...valid.browser, pages: { resetPassword: path } } })).toEqual([
      'browser.pages.resetPassword',
    ])
  })

  test.each([
    'Todos',
    'no-reply@',
    '<no-reply@todos.example',
    'a@b.example\r\nBcc: all@b.example',
    'A <x> <y>',
  ])('a sender that is none is refused: %j', (from) => {
    expect(placesOf({ mail: { smtp: SMTP, from } })).toEqual(['mail.from'])
  })

  test('what has not the shape of an option is named', () => {
    expect(
      placesOf({
        browser: { topology: { kind: 'elsewhere', app: APP }, pages: { home: '/' } },
        mail: { host: 'mail.example.com' },
        profile: { type: 'object' },
        service: '',
      }).toSorted(),
    ).toEqual(['browser.pages.home', 'browser.topology.kind', 'mail.host', 'profile', 'service'])
  })

  test('a schema of any library that follows Standard Schema is one, also one that is a function', () => {
    const callable = Object.assign(() => {}, { '~standard': z.object({})['~standard'] })
    for (const profile of [z.object({ company: z.string() }), callable])
      expect(placesOf({ profile })).toEqual([])
  })
})

describe('passwords', () => {
  test.each([
    [{ minLength: 7 }],
    [{ minLength: 8.5 }],
    [{ maxLength: 63 }],
    [{ minLength: 80, maxLength: 70 }],
    [{ maxLength: 1_000_000 }],
  ])('%j is no range to choose from', (passwords) => {
    expect(placesOf({ passwords })).toEqual(['passwords'])
  })

  test('may be asked to be longer', () => {
    const { passwordRules } = checkOptions({ ...valid, passwords: { minLength: 15 } }, {})
    expect(passwordRules).toEqual({ minLength: 15, maxLength: 256 })
  })
})

describe('clients', () => {
  const client = { id: 'form', type: 'confidential' as const, secret: 'c'.repeat(32) }
  const grantsOf = (clients: LatchkeyOptions['clients']) =>
    checkOptions({ ...valid, clients }, {}).clients.map(({ grants }) =>
      grants.some((grant) => /password/.test(grant)),
    )

  test('see passwords only where the operator says so', () => {
    expect(
      grantsOf([
        client,
        { ...client, id: 'a', passwordSignIn: true },
        { ...client, id: 'b', passwordSignIn: false },
        { id: 'c', type: 'public' },
      ]),
    ).toEqual([false, true, false, false])
  })

  test('that are public cannot be told to', () => {
    const clients = [{ id: 'mobile', type: 'public', passwordSignIn: true }]
    expect(placesOf({ clients })).toEqual(['clients[0].passwordSignIn'])
  })

  test('cannot be called as browser sessions are', () => {
    expect(placesOf({ clients: [{ ...client, id: 'browser' }] })).toEqual(['clients[0].id'])
  })
})
