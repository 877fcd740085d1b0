import { describe, expect, test } from 'vitest'
import type { BrowserSettings, Topology } from '../model/topology.js'
import { checkTopology } from './check-topology.js'
import type { ConfigurationProblem } from './configuration-error.js'

const check = (topology: Topology, issuer = 'https://auth.example.com') => {
  const problems: ConfigurationProblem[] = []
  const settings = checkTopology(topology, issuer, (at, problem, fix) => problems.push({ at, problem, fix }))
  return { settings, problems }
}
const settingsOf = (topology: Topology, issuer?: string): BrowserSettings => {
  const { settings, problems } = check(topology, issuer)
  expect(problems).toEqual([])
  return settings
}
const fixesOf = (topology: Topology, issuer?: string): readonly string[] =>
  check(topology, issuer).problems.map(({ at, fix }) => `${at}: ${fix}`)

describe('what follows from a topology', () => {
  test('on one origin: a __Host- cookie, and no CORS', () => {
    expect(
      settingsOf({ kind: 'same-origin', app: 'https://app.example.com' }, 'https://app.example.com'),
    ).toEqual({
      app: 'https://app.example.com',
      apps: ['https://app.example.com'],
      home: 'https://app.example.com',
      allowedOrigins: ['https://app.example.com'],
      crossOrigin: false,
      cookie: { prefix: '__Host-', secure: true, sameSite: 'Lax', partitioned: false },
    })
  })

  test('behind a proxy of the app the cookie is the app’s, whatever the issuer is', () => {
    const app = 'http://localhost:5173'
    expect(settingsOf({ kind: 'same-origin', app }, 'https://auth.example.com/tenant')).toMatchObject({
      allowedOrigins: [app, 'https://auth.example.com'],
      cookie: { prefix: '', secure: false, sameSite: 'Lax' },
    })
    const tls = { kind: 'same-origin', app: 'https://app.example.com' } as const
    expect(settingsOf(tls, 'http://localhost:4000').cookie).toMatchObject({ prefix: '__Host-', secure: true })
  })

  test('on two sub-domains: a Lax cookie of the issuer, and CORS for every app', () => {
    const topology = {
      kind: 'sub-domain',
      app: 'https://app.example.com',
      otherApps: ['https://admin.example.com'],
    } as const
    expect(settingsOf(topology)).toEqual({
      app: 'https://app.example.com',
      apps: ['https://app.example.com', 'https://admin.example.com'],
      home: 'https://auth.example.com',
      allowedOrigins: ['https://app.example.com', 'https://admin.example.com', 'https://auth.example.com'],
      crossOrigin: true,
      cookie: { prefix: '__Host-', secure: true, sameSite: 'Lax', partitioned: false },
    })
  })

  test('on two ports of this machine: a cookie that needs no TLS', () => {
    expect(settingsOf({ kind: 'sub-domain', app: 'http://localhost:5173' }, 'http://localhost:4000')).toEqual(
      {
        app: 'http://localhost:5173',
        apps: ['http://localhost:5173'],
        home: 'http://localhost:4000',
        allowedOrigins: ['http://localhost:5173', 'http://localhost:4000'],
        crossOrigin: true,
        cookie: { prefix: '', secure: false, sameSite: 'Lax', partitioned: false },
      },
    )
  })

  test('across sites a further app may be of the issuer’s own', () => {
    const otherApps = ['https://admin.example.com', 'http://localhost:5173']
    expect(
      settingsOf({ kind: 'cross-site', app: 'https://app.example.net', otherApps }).allowedOrigins,
    ).toEqual(['https://app.example.net', ...otherApps, 'https://auth.example.com'])
  })

  test('across sites: a cookie that goes along anywhere, in a jar for each site', () => {
    expect(settingsOf({ kind: 'cross-site', app: 'https://app.example.net' })).toEqual({
      app: 'https://app.example.net',
      apps: ['https://app.example.net'],
      home: 'https://auth.example.com',
      allowedOrigins: ['https://app.example.net', 'https://auth.example.com'],
      crossOrigin: true,
      cookie: { prefix: '__Host-', secure: true, sameSite: 'None', partitioned: true },
    })
  })
})

describe('where browsers reach Latchkey on one origin', () => {
  const app = 'https://app.example.com'
  test.each([
    ['https://app.example.com', undefined, 'https://app.example.com'],
    ['https://app.example.com/sign-in', undefined, 'https://app.example.com/sign-in'],
    ['https://auth.example.com', undefined, 'https://app.example.com/auth'],
    ['http://localhost:4000', '/api/auth', 'https://app.example.com/api/auth'],
    ['http://localhost:4000', '', 'https://app.example.com'],
  ])('with the issuer %s and the path %s: %s', (issuer, path, home) => {
    const topology = { kind: 'same-origin', app, ...(path !== undefined && { path }) } as const
    expect(settingsOf(topology, issuer).home).toBe(home)
  })

  test.each(['auth', '/auth/', '//auth', '/a b', '/auth?x', '/../auth#'])('%j is no path', (path) => {
    expect(fixesOf({ kind: 'same-origin', app, path }, app)).toEqual([
      expect.stringMatching(/^topology\.path: Write it with a slash in front/),
    ])
  })
})

describe('what browsers call one site', () => {
  test.each([
    ['https://app.example.com', 'https://example.com'],
    ['https://app.example.com:8443', 'https://auth.example.com'],
    ['https://a.b.example.co.uk', 'https://auth.example.co.uk'],
    ['https://one.you.github.io', 'https://two.you.github.io'],
    ['http://localhost:5173', 'http://localhost:4000'],
    ['https://app.shop.localhost', 'https://auth.shop.localhost'],
    ['http://127.0.0.1:5173', 'http://127.0.0.1:4000'],
    ['http://[::1]:5173', 'http://[::1]:4000'],
    ['https://192.0.2.1:8443', 'https://192.0.2.1'],
  ])('%s and %s are', (app, issuer) => {
    expect(fixesOf({ kind: 'sub-domain', app }, issuer)).toEqual([])
  })

  test.each([
    ['other domains', 'https://app.example.net', 'https://auth.example.com'],
    ['neighbours below a shared suffix', 'https://you.github.io', 'https://me.github.io'],
    ['a shared suffix and a name below it', 'https://github.io', 'https://you.github.io'],
    ['neighbours below a country’s second level', 'https://app.co.uk', 'https://auth.co.uk'],
    ['addresses that end alike', 'https://192.0.2.1', 'https://198.0.2.1'],
    ['a name and the same with a dot', 'https://app.example.com', 'https://auth.example.com.'],
    ['this machine and another', 'http://localhost:5173', 'https://auth.example.com'],
    ['a name that only ends alike', 'https://notexample.com', 'https://auth.example.com'],
  ])('%s are not', (_, app, issuer) => {
    expect(fixesOf({ kind: 'sub-domain', app }, issuer)).toEqual([
      expect.stringMatching(/^topology\.app: Put both below one domain.+or serve.+'cross-site'/),
    ])
  })

  test.each([
    ['http://127.0.0.1:5173', 'http://localhost:4000', 'http://localhost:5173'],
    ['http://localhost:5173', 'http://[::1]:4000', 'http://[::1]:5173'],
    ['http://app.localhost:5173', 'http://auth.localhost:4000', 'http://auth.localhost:5173'],
  ])('%s and %s are not, though one machine; the fix names one host', (app, issuer, instead) => {
    expect(fixesOf({ kind: 'sub-domain', app }, issuer)).toEqual([
      `topology.app: Use one host name for both, ${instead}, and kind: 'sub-domain'.`,
    ])
  })

  test.each([
    ['http://localhost:5173', 'https://localhost:4000'],
    ['https://localhost:5173', 'http://localhost:4000'],
  ])('%s and %s are not: the scheme counts', (app, issuer) => {
    expect(fixesOf({ kind: 'sub-domain', app }, issuer)).toEqual([
      'topology.app: Serve both over https; on one machine, both over http will do.',
    ])
  })
})

describe('refuses', () => {
  test.each(['sub-domain', 'cross-site'] as const)('%s for the issuer’s own origin', (kind) => {
    expect(fixesOf({ kind, app: 'https://auth.example.com' }, 'https://auth.example.com/tenant')).toEqual([
      "topology.app: Set kind: 'same-origin'.",
    ])
    const otherApps = ['https://auth.example.com']
    const app = kind === 'sub-domain' ? 'https://app.example.com' : 'https://app.example.net'
    expect(fixesOf({ kind, app, otherApps })).toEqual([
      'topology.otherApps[0]: Leave it out: its pages may do everything already.',
    ])
  })

  test('cross-site for what is one site', () => {
    expect(fixesOf({ kind: 'cross-site', app: 'https://app.example.com' })).toEqual([
      "topology.app: Set kind: 'sub-domain'.",
    ])
    expect(fixesOf({ kind: 'cross-site', app: 'http://localhost:5173' }, 'http://localhost:4000')).toEqual([
      "topology.app: Set kind: 'sub-domain'.",
    ])
  })

  test('cross-site when Latchkey has no TLS', () => {
    expect(fixesOf({ kind: 'cross-site', app: 'https://app.example.net' }, 'http://localhost:4000')).toEqual([
      expect.stringMatching(/^topology\.app: Put both below one domain.+over https/),
    ])
    expect(fixesOf({ kind: 'cross-site', app: 'http://127.0.0.1:5173' }, 'http://localhost:4000')).toEqual([
      "topology.app: Use one host name for both, http://localhost:5173, and kind: 'sub-domain'.",
    ])
  })

  test('further apps on one origin', () => {
    const topology = {
      kind: 'same-origin',
      app: 'https://app.example.com',
      otherApps: ['https://b.example.com'],
    }
    expect(fixesOf(topology as Topology)).toEqual([
      'topology.otherApps[0]: Leave it out, or set another kind.',
    ])
  })

  test('a further app of another site, on sub-domains', () => {
    const otherApps = ['https://admin.example.com', 'https://app.example.net']
    expect(fixesOf({ kind: 'sub-domain', app: 'https://app.example.com', otherApps })).toEqual([
      expect.stringMatching(/^topology\.otherApps\[1\]: Put both/),
    ])
  })

  test('an app that is named twice', () => {
    const app = 'https://app.example.com'
    const otherApps = ['https://b.example.com', app, 'https://b.example.com']
    const { settings, problems } = check({ kind: 'sub-domain', app, otherApps })
    expect(problems).toEqual([
      {
        at: 'topology.otherApps[1]',
        problem: `"${app}" is there already, as topology.app`,
        fix: 'Leave it out.',
      },
      expect.objectContaining({ at: 'topology.otherApps[2]', fix: 'Leave it out.' }),
    ])
    expect(settings.allowedOrigins).toEqual([app, 'https://b.example.com', 'https://auth.example.com'])
  })

  test.each([
    ['a slash behind it', 'https://app.example.com/', 'https://app.example.com'],
    ['a path', 'https://app.example.com/login', 'https://app.example.com'],
    ['a query', 'https://app.example.com?a', 'https://app.example.com'],
    ['a user name', 'https://me@app.example.com', 'https://app.example.com'],
    ['capitals', 'https://App.example.com', 'https://app.example.com'],
    ['the port its scheme has anyway', 'https://app.example.com:443', 'https://app.example.com'],
    ['a dot behind the host', 'https://app.example.com.:8443', 'https://app.example.com:8443'],
    ['letters that the DNS writes otherwise', 'https://ápp.example.com', 'https://xn--pp-lia.example.com'],
    ['a space', ' https://app.example.com', 'https://app.example.com'],
  ])('an app with %s', (_, app, canonical) => {
    expect(fixesOf({ kind: 'sub-domain', app })).toEqual([`topology.app: Write it as ${canonical}.`])
  })

  test.each([
    '',
    'app.example.com',
    'app.example.com:443',
    'capacitor://localhost',
    'null',
    '*',
    'file:///a',
  ])('%j, which no page of the web has', (app) => {
    expect(fixesOf({ kind: 'cross-site', app })).toEqual([
      'topology.app: Write it as https://app.example.com.',
    ])
  })

  test('an app without TLS, but on this machine', () => {
    expect(fixesOf({ kind: 'same-origin', app: 'http://app.example.com' })).toEqual([
      'topology.app: Use https. Only localhost may use http.',
    ])
    expect(fixesOf({ kind: 'same-origin', app: 'http://localhost.example.com' })).toHaveLength(1)
    expect(fixesOf({ kind: 'same-origin', app: 'http://app.example.com/' })).toEqual([
      'topology.app: Write it as https://app.example.com. Only localhost may use http.',
    ])
    expect(fixesOf({ kind: 'cross-site', app: 'http://localhost:5173' })).toEqual([])
  })

  test('everything at once', () => {
    const otherApps = ['nonsense', 'https://app.example.net/', 'http://b.example.com', 'nonsense']
    const places = check({ kind: 'sub-domain', app: 'https://auth.example.com', otherApps }).problems
    expect(places.map(({ at }) => at)).toEqual([
      'topology.otherApps[0]',
      'topology.otherApps[1]',
      'topology.otherApps[2]',
      'topology.otherApps[3]',
      'topology.otherApps[3]',
      'topology.app',
      'topology.otherApps[1]',
      'topology.otherApps[2]',
    ])
    for (const { problem, fix } of places)
      expect([problem, fix]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w.*\.$/)])
  })

  test('what is wrong with the app also when the issuer cannot be read', () => {
    for (const issuer of ['', 'auth.example.com']) {
      const { settings, problems } = check({ kind: 'cross-site', app: 'nonsense' }, issuer)
      expect(problems.map(({ at }) => at)).toEqual(['topology.app'])
      expect(settings.allowedOrigins).toEqual(['nonsense'])
    }
  })
})
