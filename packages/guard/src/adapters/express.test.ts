import { createServer } from 'node:http'
import express, { type ErrorRequestHandler } from 'express'
import express4 from 'express4'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter, type Known, type StartApp } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { Principal } from '../principal.js'
import { findPrincipal, principalOf, protect, resourceMetadata } from './express.js'

const quietly: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(500).send('bug')
}

const applicationOf =
  (framework: typeof express): StartApp =>
  ({ guard, broken, noting, described }) => {
    const app = framework()
    app.use(resourceMetadata(described))
    app.get(
      '/todos',
      protect(guard, { scopes: ['todos:read'], permissions: ['todos.list'] }),
      (request, response) => {
        expectTypeOf(principalOf(request)).toEqualTypeOf<Principal>()
        expectTypeOf(principalOf(request, guard)).toEqualTypeOf<Known>()
        response.json({ user: principalOf(request, guard).user.id })
      },
    )
    app.get('/hello', protect(guard, { mode: 'optional' }), (request, response) => {
      expectTypeOf(request.principal).toEqualTypeOf<Principal | undefined>()
      expectTypeOf(findPrincipal(request, guard)).toEqualTypeOf<Known | undefined>()
      response.json({ user: findPrincipal(request, guard)?.user.id ?? null })
    })
    app.get('/broken', protect(broken), (_, response) => void response.send('in'))
    app.get('/handler-bug', protect(guard), () => {
      throw new RangeError('a bug in a handler')
    })
    const router = framework.Router()
    router.get('/noting', protect(noting), (_, response) => void response.send('noted'))
    app.use('/mounted', router)
    const nested = framework.Router()
    nested.get('/', protect(described, { scopes: ['todos:read'] }), (request, response) => {
      response.json({ user: principalOf(request, described).user.id })
    })
    app.use('/nested', protect(described), nested)
    app.use(quietly)
    return overHttp(createServer(app))
  }

describeAdapter('Express 5', applicationOf(express))
describeAdapter('Express 4', applicationOf(express4))

it('the two applications run on the Express they say', async () => {
  const versions = await Promise.all(
    ['express', 'express4'].map(async (name) => {
      const { default: manifest } = await import(`${name}/package.json`, { with: { type: 'json' } })
      return manifest.version.split('.')[0]
    }),
  )
  expect(versions).toEqual(['5', '4'])
})

const guardOfItsOwn = async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  return { guard, authorization: `Bearer ${await signer.token()}` }
}

it('an Express route that was left unprotected and asks for a principal is a 500, not a stranger', async () => {
  const { guard, authorization } = await guardOfItsOwn()
  const app = express()
  app.get('/', (request, response) => {
    response.json({ user: principalOf(request).userId })
  })
  app.get('/of-guard', (request, response) => {
    response.json({ user: findPrincipal(request, guard)?.userId })
  })
  app.use(quietly)
  const server = await overHttp(createServer(app))
  expect((await server.send('/')).status).toBe(500)
  expect((await server.send('/of-guard', { authorization })).status).toBe(500)
  await server.close()
})

it('whom another guard let in is nobody to this one', async () => {
  const { guard, authorization } = await guardOfItsOwn()
  const other = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  const app = express()
  app.get('/', protect(guard), (request, response) => {
    response.json({ user: principalOf(request, other).userId })
  })
  app.use(quietly)
  const server = await overHttp(createServer(app))
  expect((await server.send('/', { authorization })).status).toBe(500)
  await server.close()
})

it('a rule of an Express route knows what onFirstSight made of the caller', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, onFirstSight: () => ({ isAdmin: true }) })
  protect(guard, {
    allow: (principal) => {
      expectTypeOf(principal.user).toEqualTypeOf<{ isAdmin: boolean }>()
      return principal.user.isAdmin
    },
  })
})

it('a senseless requirement stops an Express application from starting', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
