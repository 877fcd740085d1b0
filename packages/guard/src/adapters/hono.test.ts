import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter } from '../../test/adapter-rules.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { Principal } from '../principal.js'
import { protect } from './hono.js'

describeAdapter('Hono', async ({ guard, broken }) => {
  const app = new Hono()
  app.onError((_, c) => c.text('bug', 500))
  app.get('/todos', protect(guard, { scopes: ['todos:read'] }), (c) => {
    expectTypeOf(c.var.principal).toEqualTypeOf<Principal>()
    return c.json({ user: c.var.principal.userId })
  })
  app.get('/hello', protect(guard, { mode: 'optional' }), (c) => {
    expectTypeOf(c.var.principal).toEqualTypeOf<Principal | undefined>()
    return c.json({ user: c.var.principal?.userId ?? null })
  })
  app.get('/broken', protect(broken), (c) => c.text('in'))
  app.get('/handler-bug', protect(guard), () => {
    throw new RangeError('a bug in a handler')
  })
  return {
    send: async (path, headers = {}) => {
      const sent = new Headers()
      for (const [name, values] of Object.entries(headers)) {
        for (const value of [values].flat()) sent.append(name, value)
      }
      const response = await app.request(path, { headers: sent })
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }
    },
    close: async () => {},
  }
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
