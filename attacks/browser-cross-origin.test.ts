import { CSRF_HEADER, paths } from '@latchkey/contract'
import type { Topology } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { addressOf, changingRoutes, readingRoutes } from './fixtures/browser-routes.js'

// A page of a stranger wants to read what the browser door answers, with the cookies of whoever is before the screen.

const APP = 'https://app.example.com'
const OTHER_APP = 'https://admin.example.com'
const STRANGERS = [
  'https://attacker.example',
  'https://blog.example.com',
  'https://example.com',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://app.example.com.attacker.example',
  'https://attackerapp.example.com',
  'https://APP.example.com',
  `${APP}/`,
  `${APP}.`,
  'null',
  '*',
  `${APP}, https://attacker.example`,
]

const corsOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

interface Setting {
  readonly issuer: string
  readonly topology: Topology
  /** Whose pages may read. */
  readonly named: readonly string[]
}
const settings: Readonly<Record<string, Setting>> = {
  'two sub-domains': {
    issuer: 'https://auth.example.com',
    topology: { kind: 'sub-domain', app: APP, otherApps: [OTHER_APP] },
    named: [APP, OTHER_APP, 'https://auth.example.com'],
  },
  'two sites': {
    issuer: 'https://auth.example.net',
    topology: { kind: 'cross-site', app: APP, otherApps: [OTHER_APP] },
    named: [APP, OTHER_APP, 'https://auth.example.net'],
  },
}
const allRoutes = [...readingRoutes, ...changingRoutes]

describe.each(Object.entries(settings))('on %s', (_, { issuer, topology, named }) => {
  let house: TestBrowserDoor
  beforeAll(async () => {
    house = await startTestBrowserDoor({ options: { issuer, browser: { topology } } })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  const preflight = (path: string, origin: string, method: string) =>
    house.latchkey.fetch(
      new Request(ISSUER + path, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': `content-type,${CSRF_HEADER}`,
        },
      }),
    )
  const ask = (path: string, origin: string, method: string) =>
    house.latchkey.fetch(
      new Request(ISSUER + path, { method, headers: { origin, 'sec-fetch-site': 'cross-site' } }),
    )

  test.each(allRoutes)('$method $path names exactly the pages it is for, with credentials', async (route) => {
    const path = addressOf(route, 'ses_x')
    for (const origin of named) {
      for (const response of [
        await preflight(path, origin, route.method),
        await ask(path, origin, route.method),
      ]) {
        expect(response.headers.get('access-control-allow-origin')).toBe(origin)
        expect(response.headers.get('access-control-allow-credentials')).toBe('true')
        expect(response.headers.get('vary')?.toLowerCase()).toContain('origin')
      }
    }
  })

  test.each(allRoutes)('$method $path allows strangers nothing, and is refused to them', async (route) => {
    const path = addressOf(route, 'ses_x')
    for (const origin of STRANGERS) {
      const asked = await preflight(path, origin, route.method)
      expect(asked.headers.get('access-control-allow-origin'), origin).toBeNull()
      expect(asked.headers.get('access-control-allow-credentials'), origin).toBeNull()
      const response = await ask(path, origin, route.method)
      expect(response.status, origin).toBe(403)
      expect(corsOf(response.headers), origin).toEqual({})
      expect(response.headers.get('set-cookie')).toBeNull()
      // Else a cache could hand the answer for the app to somebody else, or the other way round.
      expect(response.headers.get('vary')?.toLowerCase()).toContain('origin')
    }
  })

  test('a preflight allows the methods and headers that pages need, and no others', async () => {
    const { headers } = await preflight(paths.session, APP, 'DELETE')
    expect(headers.get('access-control-allow-methods')?.split(', ').toSorted()).toEqual([
      'DELETE',
      'GET',
      'PATCH',
      'POST',
    ])
    expect(headers.get('access-control-allow-headers')?.split(', ').toSorted()).toEqual([
      'content-type',
      CSRF_HEADER,
    ])
    expect(headers.get('access-control-expose-headers')).toBe('Retry-After')
  })

  test.each([paths.token, paths.revoke, paths.introspect, paths.userinfo])(
    '%s stays shut for every page, the own ones included',
    async (path) => {
      for (const origin of [...named, ...STRANGERS]) {
        for (const response of [await preflight(path, origin, 'POST'), await ask(path, origin, 'POST')])
          expect(corsOf(response.headers), origin).toEqual({})
      }
    },
  )

  test.each([paths.jwks, paths.openidConfiguration, paths.authorizationServerMetadata])(
    '%s is public, and never with credentials',
    async (path) => {
      for (const origin of [APP, 'https://attacker.example']) {
        const response = await ask(path, origin, 'GET')
        expect(corsOf(response.headers)).toEqual({ 'access-control-allow-origin': '*' })
      }
    },
  )
})

describe('on one origin', () => {
  let house: TestBrowserDoor
  beforeAll(async () => {
    house = await startTestBrowserDoor({
      options: { issuer: APP, browser: { topology: { kind: 'same-origin', app: APP } } },
    })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  test.each(allRoutes)('$method $path says nothing about other origins to anybody', async (route) => {
    for (const origin of [APP, ...STRANGERS]) {
      for (const method of ['OPTIONS', route.method]) {
        const headers = { origin, 'access-control-request-method': route.method }
        const response = await house.latchkey.fetch(
          new Request(ISSUER + addressOf(route, 'ses_x'), { method, headers }),
        )
        expect(corsOf(response.headers), origin).toEqual({})
      }
    }
  })
})
