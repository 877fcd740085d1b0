import fastify, { type FastifyPluginAsync } from 'fastify'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter, type Guards, type Known, type StartApp } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, ISSUER } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { findPrincipal, guardPlugin, principalOf, protect, resourceMetadata } from './fastify.js'

async function application({ guard, broken, noting, described }: Guards) {
  const app = fastify()
  await app.register(guardPlugin, { guard })
  app.get(
    '/todos',
    { onRequest: app.requireAuth({ scopes: ['todos:read'], permissions: ['todos.list'] }) },
    async (request) => {
      expectTypeOf(principalOf(request)).toEqualTypeOf<Principal>()
      expectTypeOf(principalOf(request, guard)).toEqualTypeOf<Known>()
      return { user: principalOf(request, guard).user.id }
    },
  )
  app.get('/hello', { preHandler: protect(guard, { mode: 'optional' }) }, async (request) => {
    expectTypeOf(request.principal).toEqualTypeOf<Principal | undefined>()
    expectTypeOf(findPrincipal(request, guard)).toEqualTypeOf<Known | undefined>()
    return { user: findPrincipal(request, guard)?.user.id ?? null }
  })
  app.get('/handler-bug', { onRequest: app.requireAuth() }, async () => {
    throw new RangeError('a bug in a handler')
  })
  // One part of an application may have a guard of its own.
  const { requireAuth } = await withGuard(broken)
  app.get('/broken', { onRequest: requireAuth() }, async () => 'in')
  const mounted: FastifyPluginAsync = async (part) => {
    part.get('/noting', { onRequest: protect(noting) }, async () => 'noted')
  }
  await app.register(mounted, { prefix: '/mounted' })
  const nested = { onRequest: protect(described), preHandler: protect(described, { scopes: ['todos:read'] }) }
  app.get('/nested', nested, async (request) => ({ user: principalOf(request, described).user.id }))
  await app.register(resourceMetadata(described))
  await app.ready()
  return app
}

const withGuard = async (guard: Guard) => {
  const app = fastify()
  await app.register(guardPlugin, { guard })
  await app.ready()
  return app
}

const injected: StartApp = async (guards) => {
  const app = await application(guards)
  return {
    send: async (url, headers = {}) => {
      const { statusCode, headers: received, body } = await app.inject({ url, headers })
      return { status: statusCode, headers: received, body }
    },
    close: () => app.close(),
  }
}

const listening: StartApp = async (guards) => {
  const app = await application(guards)
  return overHttp(app.server)
}

describeAdapter('Fastify (injected)', injected)
describeAdapter('Fastify', listening)

it('a body is not read before the caller is known', async () => {
  const app = fastify()
  await app.register(guardPlugin, { guard: createGuard({ issuer: ISSUER, audience: AUDIENCE }) })
  app.post('/', { onRequest: app.requireAuth() }, async () => 'in')
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/json' },
    payload: '{',
  })
  expect(answer.statusCode).toBe(401)
  await app.close()
})

it('a Fastify route needs no plugin to be protected', async () => {
  const app = fastify()
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  app.get('/', { onRequest: protect(guard) }, async () => 'in')
  app.get('/unprotected', async (request) => principalOf(request, guard).userId)
  expect((await app.inject({ url: '/' })).statusCode).toBe(401)
  expect((await app.inject({ url: '/unprotected' })).statusCode).toBe(500)
  await app.close()
})

it('a senseless requirement stops a Fastify application from starting', async () => {
  const app = await withGuard(createGuard({ issuer: ISSUER, audience: AUDIENCE }))
  expect(() => app.requireAuth({ scope: ['a'] } as never)).toThrow(TypeError)
  await app.close()
})
