import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from 'vitest'
import { describeAdapter, type Known } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { LatchkeyPrincipal } from '../principal.js'
import { type GuardedHandler, protect, resourceMetadata } from './node.js'

let logged: unknown[][]
beforeEach(() => {
  logged = []
  vi.spyOn(console, 'error').mockImplementation((...line) => void logged.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

describeAdapter('Node', ({ guard, broken, noting, described }) => {
  const routes = {
    '/todos': protect(
      guard,
      { scopes: ['todos:read'], permissions: ['todos.list'] },
      ({ principal }, response) => {
        expectTypeOf(principal).toEqualTypeOf<Known>()
        response.end(JSON.stringify({ user: principal.user.id }))
      },
    ),
    '/hello': protect(guard, { mode: 'optional' }, ({ principal }, response) => {
      expectTypeOf(principal).toEqualTypeOf<Known | undefined>()
      response.end(JSON.stringify({ user: principal?.user.id ?? null }))
    }),
    '/mounted/noting': protect(noting, {}, (_, response) => void response.end('noted')),
    '/nested': protect(
      described,
      {},
      protect(described, { scopes: ['todos:read'] }, ({ principal }, response) => {
        response.end(JSON.stringify({ user: principal.user.id }))
      }),
    ),
    '/broken': protect(broken, {}, (_, response) => void response.end('in')),
    '/handler-bug': protect(guard, {}, async (_, response) => {
      response.setHeader('x-half-done', '1')
      throw new RangeError('a bug in a handler')
    }),
  }
  const about = resourceMetadata(described)
  return overHttp(
    createServer((request, response) =>
      about(request, response, () => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname
        return routes[path as keyof typeof routes](request, response)
      }),
    ),
  )
})

const serve = async (handler: GuardedHandler<LatchkeyPrincipal>) => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  const server = await overHttp(createServer(protect(guard, {}, handler)))
  return { ...server, authorization: `Bearer ${await signer.token()}` }
}

it('a bug is logged loudly under the trace id the caller gets, without the token', async () => {
  const server = await serve(async (_, response) => {
    response.setHeader('x-half-done', '1')
    throw new RangeError('a bug in a handler')
  })
  const answer = await server.send('/', { authorization: server.authorization })
  expect(answer.status).toBe(500)
  expect(answer.headers['x-half-done']).toBeUndefined()
  const { reason, trace_id } = JSON.parse(answer.body)
  expect(reason).toBe('internal_error')
  expect(logged).toEqual([[`[latchkey] internal_error, trace ${trace_id}`, expect.any(RangeError)]])
  expect(JSON.stringify(logged)).not.toContain('eyJ')
  await server.close()
})

it('a bug in the middle of an answer breaks the connection off, so that nobody takes half for whole', async () => {
  const server = await serve(async (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half')
    throw new RangeError('a bug in a handler')
  })
  await expect(server.send('/', { authorization: server.authorization })).rejects.toThrow(
    /hang up|aborted|reset/i,
  )
  expect(logged).toHaveLength(1)
  await server.close()
})
