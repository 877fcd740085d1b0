import 'reflect-metadata'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { NestFactory } from '@nestjs/core'
import { NextRequest } from 'next/server.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { json, type KeyServer, startKeyServer } from './key-server.js'
import { overFetch, overHttp } from './send.js'
import { overUpgrade } from './send-upgrade.js'
import { createSigner } from './signer.js'

const folder = new URL('./samples/', import.meta.url)
const page = new URL('../../../docs/guard-adapters.md', import.meta.url)

const samples = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(new URL(name, folder), 'utf8').trim(),
}))

describe('docs/guard-adapters.md', () => {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) =>
    text.trim(),
  )

  it.each(samples)('shows $name as it runs in these tests', ({ text }) => {
    expect(blocks).toContain(text)
  })

  it('shows no server code but that', () => {
    expect(blocks.filter((block) => !samples.some(({ text }) => text === block))).toEqual([])
  })
})

describe('what it shows', () => {
  let issuer: KeyServer
  let authorization: string
  let todos: { todosOf: string }

  beforeAll(async () => {
    const signer = await createSigner()
    issuer = await startKeyServer(json({ keys: [signer.jwk] }))
    vi.stubEnv('LATCHKEY_ISSUER', issuer.origin)
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer.origin,
      aud: 'https://api.example.com',
      iat: now,
      exp: now + 600,
      scope: 'todos:read todos:write',
    }
    authorization = `Bearer ${await signer.token({ claims })}`
    todos = { todosOf: `${issuer.origin} usr_018f0000000000000000000000000001` }
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await issuer.close()
  })

  const starts: Record<string, () => Promise<Server>> = {
    'express.ts': async () => createServer((await import('./samples/express.js')).app),
    'fastify.ts': async () => {
      const { app } = await import('./samples/fastify.js')
      await app.ready()
      return app.server
    },
    'fastify-plugin.ts': async () => {
      const { app } = await import('./samples/fastify-plugin.js')
      await app.ready()
      return app.server
    },
    'koa.ts': async () => createServer((await import('./samples/koa.js')).app.callback()),
    'node.ts': async () => (await import('./samples/node.js')).server,
    'nest.ts': async () => {
      const { AppModule } = await import('./samples/nest.js')
      const app = await NestFactory.create(AppModule, { logger: false })
      await app.init()
      return app.getHttpServer()
    },
  }

  it.each(Object.keys(starts))('%s lets in who may read, and nobody else', async (name) => {
    const server = await starts[name]?.()
    if (server === undefined) throw new Error(`${name} does not start`)
    const { send, close } = await overHttp(server)
    expect((await send('/todos')).status).toBe(401)
    expect(JSON.parse((await send('/todos', { authorization })).body)).toEqual(todos)
    await close()
  })

  it('hono.ts lets in who may read, and nobody else', async () => {
    const { app } = await import('./samples/hono.js')
    const { send } = await overFetch((request) => app.fetch(request))
    expect((await send('/todos')).status).toBe(401)
    expect(JSON.parse((await send('/todos', { authorization })).body)).toEqual(todos)
  })

  it('nest.ts answers everybody where it is public', async () => {
    const server = await starts['nest.ts']?.()
    if (server === undefined) throw new Error('it does not start')
    const { send, close } = await overHttp(server)
    expect((await send('/health')).body).toBe('{"status":"ok"}')
    await close()
  })

  it('ws.ts lets in who may read, and nobody else', async () => {
    const { server } = await import('./samples/ws.js')
    const { send, close } = await overUpgrade(server)
    expect((await send('/')).status).toBe(401)
    expect(JSON.parse((await send('/', { authorization })).body)).toEqual(todos)
    await close()
  })

  it('trpc.ts lets in who may read, and tells the others why', async () => {
    const { server } = await import('./samples/trpc.js')
    const { send, close } = await overHttp(server)
    const stranger = await send('/todos')
    expect([stranger.status, stranger.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="api", scope="todos:read"',
    ])
    expect(JSON.parse(stranger.body).error.data.refusal.reason).toBe('token_missing')
    expect(JSON.parse((await send('/todos', { authorization })).body).result.data).toEqual(todos)
    await close()
  })

  it('next-route.ts and next-proxy.ts let in who may read, and nobody else', async () => {
    const { GET } = await import('./samples/next-route.js')
    const { proxy } = await import('./samples/next-proxy.js')
    const context = { params: Promise.resolve({ list: 'home' }) }
    const stranger = () => new NextRequest('http://localhost/todos/home')
    const reader = () => new NextRequest('http://localhost/todos/home', { headers: { authorization } })
    expect([(await GET(stranger(), context)).status, (await proxy(stranger())).status]).toEqual([401, 401])
    expect(await (await GET(reader(), context)).json()).toEqual({ ...todos, list: 'home' })
    expect((await proxy(reader())).headers.get('x-middleware-next')).toBe('1')
  })
})
