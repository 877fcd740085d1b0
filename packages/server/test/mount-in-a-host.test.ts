import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createLatchkey, type Latchkey } from '@latchkey/server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from './fixtures/databases.js'
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
    const POST = (request: Request) => latchkey.fetch(request)
    await expectToAnswer((path, init) => POST(new Request(`https://example.com${path}`, init)))
  })

  test('mounting it changes no global of the host', () => {
    void latchkey.nodeListener
    expect({ Request: globalThis.Request, Response: globalThis.Response }).toEqual(native)
  })
})
