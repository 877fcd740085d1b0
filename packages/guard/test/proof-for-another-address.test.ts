import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sendRaw } from '../../../attacks/fixtures/raw-http.js'
import { protect as protectExpress } from '../src/adapters/express.js'
import { protect as protectFastify } from '../src/adapters/fastify.js'
import { protect as protectKoa } from '../src/adapters/koa.js'
import { createGuard, createLocalKeys, type DpopOptions, type Guard } from '../src/index.js'
import { createProver, type Prover, TARGET } from './prover.js'
import { AUDIENCE, createSigner, NOW, type Signer } from './signer.js'

// Somebody has a bound token and a proof for reading /todos that was not used yet, and wants it to open /admin.
// What the guard takes for the address, and where the framework sends the request, must be one and the same.

let signer: Signer
let owner: Prover
let token: string
beforeAll(async () => {
  signer = await createSigner()
  owner = await createProver()
  token = await signer.token({ claims: { cnf: { jkt: owner.thumbprint } } })
})

const hosts: Record<string, (guard: Guard) => Promise<RequestListener>> = {
  Express: async (guard) =>
    express().use(protectExpress(guard), (request, response) => void response.send(`at ${request.path}`)),
  Fastify: async (guard) => {
    const app = fastify()
    app.get('/*', { onRequest: protectFastify(guard) }, async (request) => `at ${request.url}`)
    await app.ready()
    return (request, response) => app.routing(request, response)
  },
  Koa: async (guard) => {
    const app = new Koa().use(protectKoa(guard)).use((context) => {
      context.body = `at ${context.path}`
    })
    return app.callback()
  },
}

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

/** One GET as it is written, with a proof for reading the todos. */
const ask = async (
  host: keyof typeof hosts,
  dpop: DpopOptions | undefined,
  line: (own: string) => { readonly target: string; readonly host: string },
) => {
  const guard = createGuard({
    issuer: 'https://id.example.com',
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    clock: () => NOW,
    ...(dpop !== undefined && { dpop }),
  })
  server = createServer(await hosts[host]?.(guard))
  await new Promise<void>((done) => server?.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  const own = `localhost:${port}`
  const proof = await owner.proof(token, {
    claims: { htu: dpop === undefined ? `http://${own}/todos` : TARGET },
  })
  const { target, host: said } = line(own)
  const { status } = await sendRaw(port, [
    `GET ${target} HTTP/1.1\r\nHost: ${said}\r\nAuthorization: DPoP ${token}\r\nDPoP: ${proof}\r\nConnection: close\r\n\r\n`,
  ])
  return status
}

const tries: Record<string, (own: string) => { readonly target: string; readonly host: string }> = {
  'a Host that goes on with the path of the proof': (host) => ({ target: '/admin', host: `${host}/todos?` }),
  'a Host that goes on with the path, and a fragment': (host) => ({
    target: '/admin',
    host: `${host}/todos#`,
  }),
  'a Host that ends in a backslash': (host) => ({ target: '/../todos', host: `${host}\\admin` }),
  'dot segments': (host) => ({ target: '/admin/../todos', host }),
  'dot segments that are escaped': (host) => ({ target: '/admin/%2e%2E/todos', host }),
  'a dot segment by half': (host) => ({ target: '/admin/.%2e/todos', host }),
  'a dot segment at the end': (host) => ({ target: '/todos/admin/..', host }),
  'backslashes, which browsers take for slashes': (host) => ({ target: '/admin\\..\\todos', host }),
  'a whole address in the place of the path': (host) => ({ target: `http://${host}/../../todos`, host }),
}

describe.each(Object.keys(hosts))('%s', (host) => {
  test.each([
    ['by the address of the request', undefined],
    ['by its own origins', { origins: ['https://api.example.com'] }],
  ])('takes the proof where it was made for, %s', async (_, dpop) => {
    expect(await ask(host, dpop, (own) => ({ target: '/todos?page=2', host: own }))).toBe(200)
  })

  describe.each(Object.entries(tries))('refuses it with %s', (_, line) => {
    test.each([
      ['by the address of the request', undefined],
      ['by its own origins', { origins: ['https://api.example.com'] }],
    ])('%s', async (_, dpop) => {
      expect([400, 401]).toContain(await ask(host, dpop, line))
    })
  })
})
