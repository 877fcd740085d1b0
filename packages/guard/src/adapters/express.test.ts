import { createServer } from 'node:http'
import express, { type ErrorRequestHandler } from 'express'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, ISSUER } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Principal } from '../principal.js'
import { principalOf, protect } from './express.js'

const quietly: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(500).send('bug')
}

describeAdapter('Express', ({ guard, broken }) => {
  const app = express()
  app.get('/todos', protect(guard, { scopes: ['todos:read'] }), (request, response) => {
    expectTypeOf(principalOf(request)).toEqualTypeOf<Principal>()
    response.json({ user: principalOf(request).userId })
  })
  app.get('/hello', protect(guard, { mode: 'optional' }), (request, response) => {
    expectTypeOf(request.principal).toEqualTypeOf<Principal | undefined>()
    response.json({ user: request.principal?.userId ?? null })
  })
  app.get('/broken', protect(broken), (_, response) => void response.send('in'))
  app.get('/handler-bug', protect(guard), () => {
    throw new RangeError('a bug in a handler')
  })
  app.use(quietly)
  return overHttp(createServer(app))
})

it('an Express route that was left unprotected and asks for a principal is a 500, not a stranger', async () => {
  const app = express()
  app.get('/', (request, response) => {
    response.json({ user: principalOf(request).userId })
  })
  app.use(quietly)
  const server = await overHttp(createServer(app))
  expect((await server.send('/')).status).toBe(500)
  await server.close()
})

it('a senseless requirement stops an Express application from starting', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
