import { createServer } from 'node:http'
import Koa, { type Middleware } from 'koa'
import { expect, expectTypeOf, it } from 'vitest'
import { describeAdapter, type Known } from '../../test/adapter-rules.js'
import { overHttp } from '../../test/send.js'
import { AUDIENCE, ISSUER } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { protect, resourceMetadata } from './koa.js'

/** Runs what is mounted there, under the rest of the path, as koa-mount does. */
const at =
  (path: string, ...stack: readonly Middleware[]): Middleware =>
  async (ctx, next) => {
    if (ctx.path !== path) return next()
    ctx.path = '/'
    const step = (index: number): Promise<unknown> =>
      Promise.resolve(stack[index]?.(ctx, () => step(index + 1)))
    await step(0)
  }

const say =
  (text: string): Middleware =>
  (ctx) => {
    ctx.body = text
  }

describeAdapter('Koa', ({ guard, broken, noting, described }) => {
  const app = new Koa()
  app.use(resourceMetadata(described))
  app.silent = true
  const toRead = protect(guard, { scopes: ['todos:read'], permissions: ['todos.list'] })
  const maybe = protect(guard, { mode: 'optional' })
  const todos: typeof toRead = (ctx) => {
    expectTypeOf(ctx.state.principal).toEqualTypeOf<Known>()
    ctx.body = { user: ctx.state.principal.user.id }
  }
  const hello: typeof maybe = (ctx) => {
    expectTypeOf(ctx.state.principal).toEqualTypeOf<Known | undefined>()
    ctx.body = { user: ctx.state.principal?.user.id ?? null }
  }
  app.use(at('/todos', toRead as Middleware, todos as Middleware))
  app.use(at('/hello', maybe as Middleware, hello as Middleware))
  app.use(at('/broken', protect(broken) as Middleware, say('in')))
  app.use(at('/mounted/noting', protect(noting) as Middleware, say('noted')))
  const twice = [protect(described), protect(described, { scopes: ['todos:read'] }), todos]
  app.use(at('/nested', ...(twice as Middleware[])))
  const bug: Middleware = () => {
    throw new RangeError('a bug in a handler')
  }
  app.use(at('/handler-bug', protect(guard) as Middleware, bug))
  return overHttp(createServer(app.callback()))
})

it('the state of a Koa application is typed by what protects it', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, onFirstSight: () => ({ name: 'Mara' }) })
  new Koa().use(protect(guard)).use((ctx) => {
    expectTypeOf(ctx.state.principal.user.name).toEqualTypeOf<string>()
  })
})

it('a senseless requirement stops a Koa application from starting', () => {
  const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE })
  expect(() => protect(guard, { scope: ['a'] } as never)).toThrow(TypeError)
})
