import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkOptions } from './check-options.js'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js'
import { type HostedPagesOptions, hostedPages } from './hosted-pages.js'
import type { LatchkeyOptions } from './options.js'

const APP = 'https://app.example.com'
const topology = { kind: 'same-origin', app: APP } as const
const SVG = '<?xml version="1.0"?>\n<!-- a logo --><svg xmlns="http://www.w3.org/2000/svg"/>'

const settingsOf = (pages: HostedPagesOptions = {}, deviation: LatchkeyOptions = {}) =>
  checkOptions(
    {
      issuer: APP,
      secrets: ['s'.repeat(32)],
      service: 'Todos',
      mail: { smtp: 'smtps://mail.example.com' },
      browser: { topology, pages: hostedPages(pages) },
      ...deviation,
    },
    {},
  ).browserDoor
const problemsOf = (...given: Parameters<typeof settingsOf>): readonly ConfigurationProblem[] => {
  try {
    settingsOf(...given)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems
  }
}

describe('hosted pages', () => {
  test('need no option', () => {
    expect(settingsOf()).toMatchObject({
      browser: { hostedPages: `${APP}/pages/` },
      pages: {
        signIn: `${APP}/pages/sign-in`,
        forgotPassword: `${APP}/pages/forgot`,
        confirmSignUp: `${APP}/pages/confirm`,
        resetPassword: `${APP}/pages/reset`,
        confirmEmail: `${APP}/pages/confirm-email`,
        link: `${APP}/pages/link`,
        tokenIn: 'query',
      },
      hosted: {
        brand: { name: 'Todos', logo: undefined, accent: '#1f4fd1', corners: 'soft' },
        profileFields: [],
      },
    })
  })

  test('are where browsers reach Latchkey', () => {
    const deviation = { issuer: 'https://auth.example.com' }
    const subDomain = { topology: { kind: 'sub-domain', app: APP }, pages: hostedPages() } as const
    expect(settingsOf({}, { ...deviation, browser: subDomain })?.pages.signIn).toBe(
      'https://auth.example.com/pages/sign-in',
    )
    expect(settingsOf({}, deviation)?.pages.signIn).toBe(`${APP}/auth/pages/sign-in`)
  })

  test('on another site than the app would share no session with it', () => {
    const browser = { topology: { kind: 'cross-site', app: APP }, pages: hostedPages() } as const
    expect(problemsOf({}, { issuer: 'https://auth.example.net', browser })).toEqual([
      {
        at: 'browser.pages',
        problem: 'hosted pages cannot share a session with pages of another site',
        fix: expect.stringContaining("kind: 'sub-domain'"),
      },
    ])
  })

  test('of a topology that is wrong itself are told nothing more', () => {
    const browser = { topology: { kind: 'cross-site', app: APP }, pages: hostedPages() } as const
    expect(problemsOf({}, { issuer: 'https://auth.example.com', browser })).toEqual([
      expect.objectContaining({ at: 'browser.topology.app', fix: "Set kind: 'sub-domain'." }),
    ])
  })

  test('a logo that is nowhere is told with its whole path and the folder it was sought from', () => {
    const [problem] = problemsOf({ logo: './no-such.svg' })
    expect(problem?.problem).toBe(`there is no file ${join(process.cwd(), 'no-such.svg')} that can be read`)
    expect(problem?.fix).toContain(process.cwd())
    expect(problemsOf({ logo: 'data:image/gif;base64,R0lG' })[0]?.problem).toContain('data: URL')
  })

  test('and pages of one’s own are one or the other', () => {
    const pages = { ...hostedPages(), signIn: '/login' } as ReturnType<typeof hostedPages>
    expect(problemsOf({}, { browser: { topology, pages } }).map(({ at }) => at)).toEqual(['browser.pages'])
  })

  test.each([
    ['an accent by name', { accent: 'red' }, 'accent'],
    ['an accent with more behind it', { accent: '#112233;}' }, 'accent'],
    ['a short accent', { accent: '#123' }, 'accent'],
    ['a logo that is nowhere', { logo: '/no/such/logo.svg' }, 'logo'],
    ['a logo of another kind', { logo: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }, 'logo'],
    [
      'a page for a logo',
      { logo: `data:image/svg+xml,${encodeURIComponent('<html><svg></svg></html>')}` },
      'logo',
    ],
    [
      'a logo too large',
      { logo: `data:image/svg+xml,${encodeURIComponent(SVG + ' '.repeat(103_000))}` },
      'logo',
    ],
    ['a link that runs', { links: { privacy: 'javascript:alert(1)' } }, 'links.privacy'],
    ['a path for a link', { links: { terms: '/terms' } }, 'links.terms'],
    ['a link in the clear', { links: { support: 'http://example.com' } }, 'links.support'],
    ['mail for privacy', { links: { privacy: 'mailto:a@example.com' } }, 'links.privacy'],
  ])('refuse %s', (_, pages, at) => {
    expect(problemsOf(pages).map((problem) => problem.at)).toEqual([`browser.pages.${at}`])
  })

  test.each([
    [{ corners: 'pointed' }, 'browser.pages.corners'],
    [{ colour: '#112233' }, 'browser.pages.colour'],
    [{ name: '' }, 'browser.pages.name'],
    [{ links: { imprint: 'https://example.com' } }, 'browser.pages.links.imprint'],
  ])('refuse %j, as every option', (pages, at) => {
    expect(problemsOf(pages as HostedPagesOptions).map((problem) => problem.at)).toEqual([at])
  })

  test('take a logo out of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-logo-'))
    try {
      const file = join(folder, 'logo.svg')
      await writeFile(file, SVG)
      expect(settingsOf({ logo: file })?.hosted?.brand.logo).toEqual({
        type: 'image/svg+xml',
        bytes: Buffer.from(SVG),
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('take mail for support', () => {
    const links = { support: 'mailto:help@example.com' }
    expect(settingsOf({ links })?.hosted?.brand.links.support).toBe(links.support)
  })
})

describe('the fields of a profile', () => {
  const fieldsOf = (profile: LatchkeyOptions['profile']) => settingsOf({}, { profile })?.hosted?.profileFields

  test('are lines of text, named as the schema says', () => {
    const schema = z.object({
      company: z.string().max(50).optional(),
      jobTitle: z.string(),
      plan: z.enum(['free', 'paid']),
      age: z.number(),
      home: z.object({ city: z.string() }),
      nick: z.string().meta({ title: 'Nickname' }),
    })
    expect(fieldsOf(schema)).toEqual([
      { name: 'company', label: 'Company', required: false, maxLength: 50 },
      { name: 'jobTitle', label: 'Job title', required: true, maxLength: undefined },
      { name: 'nick', label: 'Nickname', required: true, maxLength: undefined },
    ])
  })

  test('are none where a library does not say what they are', () => {
    const silent = {
      '~standard': { version: 1, vendor: 'other', validate: (value: unknown) => ({ value }) },
    } as const
    expect(fieldsOf(silent)).toEqual([])
    expect(fieldsOf(z.object({ at: z.date(), name: z.string() }))).toEqual([])
    expect(fieldsOf(undefined)).toEqual([])
  })
})
