import type { Snippet } from './snippet.js'

/** A protected route, in each framework in Node that the guard has an adapter for. */
const ROUTES = {
  express: `import { principalOf, protect } from '@latchkey/guard/express'
import express from 'express'
import { guard } from './latchkey-guard.js'

export const app = express()

app.get('/api/me', protect(guard), (request, response) => {
  response.json({ userId: principalOf(request, guard).userId })
})
`,
  fastify: `import { principalOf, protect } from '@latchkey/guard/fastify'
import fastify from 'fastify'
import { guard } from './latchkey-guard.js'

export const app = fastify()

app.get('/api/me', { onRequest: protect(guard) }, async (request) => ({
  userId: principalOf(request, guard).userId,
}))
`,
  hono: `import { protect } from '@latchkey/guard/hono'
import { Hono } from 'hono'
import { guard } from './latchkey-guard.js'

export const app = new Hono()

app.get('/api/me', protect(guard), (c) => c.json({ userId: c.var.principal.userId }))
`,
  koa: `import { protect } from '@latchkey/guard/koa'
import Koa from 'koa'
import { guard } from './latchkey-guard.js'

export const app = new Koa()

app.use(protect(guard)).use((ctx) => {
  ctx.body = { userId: ctx.state.principal.userId }
})
`,
  nest: `import type { Principal as SignedIn } from '@latchkey/guard'
import { LatchkeyModule, Principal } from '@latchkey/guard/nest'
import { Controller, Get, Module } from '@nestjs/common'
import { guard } from './latchkey-guard.js'

@Controller()
class MeController {
  @Get('/api/me')
  me(@Principal() principal: SignedIn) {
    return { userId: principal.userId }
  }
}

// Every route is protected but those marked @Public().
@Module({ imports: [LatchkeyModule.forRoot({ guard })], controllers: [MeController] })
export class AppModule {}
`,
} as const

/** `app/api/me/route.ts` of an app of Next.js. */
const NEXT_ROUTE = `import { protect } from '@latchkey/guard/next'
import { guard } from '../../../latchkey-guard'

export const GET = protect(guard, {}, (_request, principal) => Response.json({ userId: principal.userId }))
`

export const nodeRoute = (api: keyof typeof ROUTES | 'next'): Snippet =>
  api === 'next'
    ? { side: 'api', file: 'app/api/me/route.ts', text: NEXT_ROUTE }
    : { side: 'api', file: 'latchkey-route.ts', text: ROUTES[api] }
