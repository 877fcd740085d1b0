import { createServer } from 'node:http'
import {
  type PresentedContext,
  presentedContext,
  protect,
  refusalBehind,
  responseMeta,
} from '@latchkey/guard/trpc'
import { initTRPC } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { guard } from './guard.js'

const t = initTRPC.context<PresentedContext>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { ...shape.data, refusal: refusalBehind(error)?.body },
  }),
})
const protectedProcedure = t.procedure.use(protect(guard, { scopes: ['todos:read'] }))

const router = t.router({
  todos: protectedProcedure.query(({ ctx }) => ({ todosOf: ctx.principal.user.id })),
})

export const server = createServer(
  createHTTPHandler({ router, createContext: presentedContext, responseMeta }),
)
