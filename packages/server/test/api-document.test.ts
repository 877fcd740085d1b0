import { createHash } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { describe, expect, it } from 'vitest'
import { adminRoutes } from '../src/http/admin-routes.js'
import { browserRoutes } from '../src/http/browser-routes.js'
import { eventRoutes } from '../src/http/event-routes.js'
import { providerRoutes } from '../src/http/provider-routes.js'
import { operationsOf } from '../src/openapi/operations.js'
import { startTestBrowserDoor } from './fixtures/test-browser-door.js'

/** `/account/sessions/:id` and `/account/sessions/{id}` are one address, whatever the part is called. */
const shapeOf = (path: string): string => path.replace(/:\w+|\{\w+\}/g, '*')

const documented = operationsOf({ browserDoor: true, hostedPages: false, adminDoor: true }).map(
  ({ method, path }) => `${method} ${shapeOf(path)}`,
)

describe('the document of the API, at its address', () => {
  it('is there for everybody, from anywhere', async () => {
    await using door = await startTestBrowserDoor({})
    const answer = await door.latchkey.fetch(new Request(`http://localhost:4000${paths.apiDocument}`))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(await answer.json()).toMatchObject({ openapi: '3.1.1', paths: { '/session': { post: {} } } })
  })

  it('is there for people too, on a page whose policy lets its style in and nothing else', async () => {
    await using door = await startTestBrowserDoor({})
    const answer = await door.latchkey.fetch(new Request(`http://localhost:4000${paths.apiPage}`))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const page = await answer.text()
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answer.headers.get('content-security-policy')).toContain(
      `default-src 'none'; style-src 'sha256-${hash}';`,
    )
    expect(page).toContain('<article id="signIn">')
  })

  it.each([
    ['browser door', browserRoutes],
    ['admin door', adminRoutes],
    ['streams of security events', eventRoutes],
    [
      'ends that providers tell',
      Object.fromEntries(Object.keys(providerRoutes).map((path) => [path, { POST: true }])),
    ],
  ])('holds every operation of the %s', (_, routes) => {
    const served = Object.entries(routes).flatMap(([path, route]) =>
      Object.keys(route).map((method) => `${method} ${shapeOf(path)}`),
    )
    expect(served.length).toBeGreaterThan(1)
    expect(documented).toEqual(expect.arrayContaining(served))
  })

  it('holds every address of the server but pages and doors of former backends', async () => {
    await using door = await startTestBrowserDoor({})
    const addresses = new Set(documented.map((operation) => operation.replace(/^\w+ /, '')))
    // What is not documented is not there, and what is, is: asked with a method that no address has.
    for (const address of addresses) {
      const path = address.replaceAll('*', 'x')
      const answer = await door.latchkey.fetch(
        new Request(`http://localhost:4000${path}`, { method: 'PROPFIND' }),
      )
      expect([path, answer.status]).not.toEqual([path, 404])
    }
  })
})
