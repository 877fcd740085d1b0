import { NextRequest, NextResponse } from 'next/server.js'
import { expect, expectTypeOf, it, vi } from 'vitest'
import { describeAdapter, type Known, type StartApp } from '../../test/adapter-rules.js'
import { overFetch } from '../../test/send.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { LatchkeyPrincipal } from '../principal.js'
import { protect, protectProxy, resourceMetadata } from './next.js'
import { presentedByWeb } from './web-request.js'

/** What Next.js makes of a route handler that throws. */
const orBug = async (answer: Response | Promise<Response>): Promise<Response> => {
  try {
    return await answer
  } catch {
    return new Response('bug', { status: 500 })
  }
}

describeAdapter('Next.js (route handlers)', ({ guard, broken, noting, described }) => {
  const routes = {
    '/todos': protect(guard, { scopes: ['todos:read'], permissions: ['todos.list'] }, (_, principal) => {
      expectTypeOf(principal).toEqualTypeOf<Known>()
      return Response.json({ user: principal.user.id })
    }),
    '/hello': protect(guard, { mode: 'optional' }, (_, principal) => {
      expectTypeOf(principal).toEqualTypeOf<Known | undefined>()
      return Response.json({ user: principal?.user.id ?? null })
    }),
    '/broken': protect(broken, {}, () => Response.json('in')),
    '/mounted/noting': protect(noting, {}, () => Response.redirect('http://localhost/', 302)),
    '/nested': protect(
      described,
      {},
      (request, _, context: unknown): Promise<Response> =>
        protect(described, { scopes: ['todos:read'] }, (_request, { user }) =>
          Response.json({ user: user.id }),
        )(request, context),
    ),
    '/.well-known/oauth-protected-resource': resourceMetadata(described).GET,
    '/handler-bug': protect(guard, {}, async () => {
      throw new RangeError('a bug in a handler')
    }),
  }
  return overFetch(async (request) => {
    const path = new URL(request.url).pathname as keyof typeof routes
    const response = await orBug(routes[path](new NextRequest(request), {}))
    return response.status === 302 ? new Response(null, { headers: response.headers }) : response
  })
})

const proxied: StartApp = ({ guard, broken, noting, described }) => {
  // The proxy knows nobody: what is behind it asks again.
  const proxies = {
    '/todos': protectProxy(guard, { scopes: ['todos:read'], permissions: ['todos.list'] }),
    '/hello': protectProxy(guard, { mode: 'optional' }),
    '/broken': protectProxy(broken, {}),
    '/mounted/noting': protectProxy(noting, {}),
    '/nested': protectProxy(
      described,
      {},
      protectProxy(described, { scopes: ['todos:read'] }, async (request) => {
        const { user } = await described.check(presentedByWeb(request))
        return Response.json({ user: user.id })
      }),
    ),
    '/handler-bug': protectProxy(guard, {}, () => {
      throw new RangeError('a bug in a handler')
    }),
  }
  return overFetch(async (request) => {
    const path = new URL(request.url).pathname as keyof typeof proxies
    const passed = await orBug(proxies[path](new NextRequest(request)))
    if (passed.headers.get('x-middleware-next') !== '1') return passed
    const admission = await guard.admit(
      { authorization: request.headers.get('authorization') },
      { mode: 'optional' },
    )
    const user = admission.admitted ? (admission.principal?.user.id ?? null) : null
    return Response.json({ user }, { headers: passed.headers })
  })
}
describeAdapter('Next.js (proxy)', proxied, { saysMetadata: false })

const guardOfItsOwn = async () => {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  return { guard, authorization: `Bearer ${await signer.token()}` }
}

it('a route handler gets the parameters of its route', async () => {
  const { guard, authorization } = await guardOfItsOwn()
  const GET = protect(guard, {}, async (_, principal, { params }: { params: Promise<{ id: string }> }) => {
    expectTypeOf(principal).toEqualTypeOf<LatchkeyPrincipal>()
    return Response.json(await params)
  })
  const request = new NextRequest('http://localhost/todos/7', { headers: { authorization } })
  const response = await GET(request, { params: Promise.resolve({ id: '7' }) })
  expect(await response.json()).toEqual({ id: '7' })
})

it('a proxy runs for those who pass, and tells what is behind it nothing of them', async () => {
  const { guard, authorization } = await guardOfItsOwn()
  const own = vi.fn(() => NextResponse.redirect('http://localhost/elsewhere'))
  const proxy = protectProxy(guard, {}, own)
  expect((await proxy(new NextRequest('http://localhost/'))).status).toBe(401)
  expect(own).not.toHaveBeenCalled()
  expect((await proxy(new NextRequest('http://localhost/', { headers: { authorization } }))).status).toBe(307)
  const passed = await protectProxy(
    guard,
    {},
  )(new NextRequest('http://localhost/', { headers: { authorization } }))
  expect(Object.fromEntries(passed.headers)).toEqual({ 'x-middleware-next': '1' })
})

it('a senseless requirement stops a route of Next.js from being loaded', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never, () => new Response())).toThrow(TypeError)
  expect(() => protectProxy(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
