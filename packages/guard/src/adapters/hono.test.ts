import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter, type Known } from '../../test/adapter-rules.js'
import { overFetch } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { protect, resourceMetadata } from './hono.js'

describeAdapter('Hono', async ({ guard, broken, noting, described }) => {
  const app = new Hono()
  app.use(resourceMetadata(described))
  app.onError((_, c) => c.text('bug', 500))
  app.get('/todos', protect(guard, { scopes: ['todos:read'], permissions: ['todos.list'] }), (c) => {
    expectTypeOf(c.var.principal).toEqualTypeOf<Known>()
    return c.json({ user: c.var.principal.user.id })
  })
  app.get('/hello', protect(guard, { mode: 'optional' }), (c) => {
    expectTypeOf(c.var.principal).toEqualTypeOf<Known | undefined>()
    return c.json({ user: c.var.principal?.user.id ?? null })
  })
  app.get('/broken', protect(broken), (c) => c.text('in'))
  app.get('/handler-bug', protect(guard), () => {
    throw new RangeError('a bug in a handler')
  })
  app.route(
    '/mounted',
    // A response that was made elsewhere, such as a fetched one, has headers nobody can change.
    new Hono().get('/noting', protect(noting), () => Response.json('noted')),
  )
  app.use('/nested', protect(described))
  // What replaces the request on its way, as some middleware does, does not make two of it.
  app.use('/nested', async (c, next) => {
    c.req.raw = new Request(c.req.raw)
    await next()
  })
  app.get('/nested', protect(described, { scopes: ['todos:read'] }), (c) =>
    c.json({ user: c.var.principal.user.id }),
  )
  return overFetch((request) => app.fetch(request))
})

it('a refusal keeps the headers other Hono middleware has set, so that a browser may read it', async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  const app = new Hono()
  app.use(cors({ origin: 'https://app.example.com' }))
  app.use(protect(guard))
  const response = await app.request('/', { headers: { origin: 'https://app.example.com' } })
  expect(response.status).toBe(401)
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
})

it('a senseless requirement stops a Hono application from starting', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
