import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { paths } from '@latchkey/contract'
import { createLatchkey, type Latchkey, listen } from '@latchkey/server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { createJiti } from 'jiti'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from './fixtures/databases.js'
import { openBrowser, stateOf } from './fixtures/test-browser.js'
import { APP, startTestBrowserDoor } from './fixtures/test-browser-door.js'
import { basic, CONFIDENTIAL, ROOT_SECRET } from './fixtures/test-latchkey.js'

const ISSUER = 'https://example.com/auth'

const native = { Request: globalThis.Request, Response: globalThis.Response }
let database: TestDatabase
let latchkey: Latchkey

beforeAll(async () => {
  const [sqlite] = databaseKinds
  if (sqlite === undefined) throw new Error('no kind of database')
  database = await sqlite.create()
  latchkey = await createLatchkey({
    issuer: ISSUER,
    secrets: [ROOT_SECRET],
    database: database.url,
    clients: [{ ...CONFIDENTIAL, type: 'confidential' }],
    logLevel: 'silent',
  })
})

afterAll(async () => {
  await latchkey.close()
  await database.drop()
})

/** What every host must let through: a document, a form, and a refusal with its status and headers. */
const expectToAnswer = async (
  fetchFrom: (path: string, init?: RequestInit) => Promise<Response>,
): Promise<void> => {
  const discovery = await fetchFrom('/.well-known/oauth-authorization-server/auth')
  expect(await discovery.json()).toMatchObject({ issuer: ISSUER, token_endpoint: `${ISSUER}/oauth/token` })
  const openid = await fetchFrom('/auth/.well-known/openid-configuration')
  expect(await openid.json()).toMatchObject({ issuer: ISSUER })

  const introspection = await fetchFrom('/auth/oauth/introspect', {
    method: 'POST',
    headers: { authorization: basic(CONFIDENTIAL) },
    body: new URLSearchParams({ token: 'not-a-token' }),
  })
  expect(await introspection.json()).toEqual({ active: false })

  const refused = await fetchFrom('/auth/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'nobody' }),
  })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('www-authenticate')).toContain('Basic')
  expect(await refused.json()).toMatchObject({
    error: 'invalid_client',
    reason: 'client_authentication_failed',
  })
}

const overNode = async (listener: RequestListener): Promise<void> => {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await expectToAnswer((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

describe('Latchkey answers the same in every host', () => {
  test('node:http', () => overNode(latchkey.nodeListener))

  test('Hono', async () => {
    const app = new Hono()
    app.all('/auth/*', (c) => latchkey.fetch(c.req.raw))
    app.get('/.well-known/oauth-authorization-server/auth', (c) => latchkey.fetch(c.req.raw))
    await expectToAnswer(async (path, init) => app.request(path, init))
    const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
    await overNode((request, response) => {
      server.emit('request', request, response)
    })
  })

  test('Express', async () => {
    const app = express()
    app.use((request, response, next) => {
      const ours =
        request.path.startsWith('/auth/') || request.path === '/.well-known/oauth-authorization-server/auth'
      return ours ? latchkey.nodeListener(request, response) : next()
    })
    app.use(express.json(), express.urlencoded())
    await overNode(app)
  })

  test('Fastify', async () => {
    const app = fastify()
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
      for (const path of ['/auth/*', '/.well-known/oauth-authorization-server/auth']) {
        scope.all(path, (request, reply) => {
          reply.hijack()
          latchkey.nodeListener(request.raw, reply.raw)
        })
      }
    })
    await app.ready()
    await overNode((request, response) => app.routing(request, response))
    await app.close()
  })

  test('a Next.js route handler is given Web-standard requests', async () => {
    const route = await nextRoute(latchkey)
    await expectToAnswer((path, init) => route(new Request(`https://example.com${path}`, init)))
  })

  test('neither mounting nor serving it changes a global of the host', async () => {
    void latchkey.nodeListener
    const listening = await listen(latchkey.fetch, { port: 0 })
    await listening.close()
    expect({ Request: globalThis.Request, Response: globalThis.Response }).toEqual(native)
  })
})

/** The route handler of the documentation, called as Next.js calls it: by method, and 405 for a method it does not export. */
const nextRoute = async (mounted: Latchkey): Promise<(request: Request) => Promise<Response>> => {
  const page = await readFile(new URL('../../../docs/mount-in-a-host.md', import.meta.url), 'utf8')
  const [, recipe = ''] = /\*\*Next\.js\*\*[\s\S]*?```ts\n([\s\S]*?)```/.exec(page) ?? []
  const source = createJiti(import.meta.url).transform({ source: recipe, ts: true })
  const exported: Record<string, (request: Request) => Promise<Response>> = {}
  new Function('exports', 'latchkey', source)(exported, mounted)
  return async (request) => exported[request.method]?.(request) ?? new Response(null, { status: 405 })
}

describe('the browser door behind a Next.js route handler', () => {
  test('signs up, signs in, changes the account, and signs out', async () => {
    await using door = await startTestBrowserDoor({
      options: { browser: { topology: { kind: 'same-origin', app: APP } } },
    })
    const route = await nextRoute(door.latchkey)
    const page = openBrowser(() => ({ ...door.latchkey, fetch: route }), {
      page: APP,
      at: door.latchkey.issuer,
    })
    await door.signUp(page)
    expect((await page.send('PATCH', paths.account, { name: 'Ada' })).body).toMatchObject({
      user: { name: 'Ada' },
    })
    expect(stateOf(await page.send('DELETE', paths.session))).toMatchObject({ status: 'signed_out' })
    expect(stateOf(await door.signIn(page))).toMatchObject({ status: 'signed_in', user: { name: 'Ada' } })
    expect((await page.send('DELETE', paths.account)).status).toBe(200)
    expect(await page.readState()).toMatchObject({ status: 'signed_out' })
  })

  test('answers the preflight of a page on another origin', async () => {
    const topology = { kind: 'sub-domain', app: APP } as const
    await using door = await startTestBrowserDoor({ options: { browser: { topology } } })
    const route = await nextRoute(door.latchkey)
    const preflight = new Request(door.latchkey.issuer + paths.session, {
      method: 'OPTIONS',
      headers: { origin: APP, 'access-control-request-method': 'DELETE' },
    })
    const answer = await route(preflight)
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, APP])
  })
})
