import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Guard } from '@latchkey/guard'
import { protect } from '@latchkey/guard/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_BODY_BYTES, nothingHere, Refusal, refusalFor } from './refusal.js'
import { type Caller, describeCaller } from './todo-guard.js'
import type { Todos } from './todos.js'

export function withHono(guard: Guard<Caller>, todos: Todos): RequestListener {
  const toRead = protect(guard, { scopes: ['todos:read'] })
  const toWrite = protect(guard, { scopes: ['todos:write'] })

  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })

  app.get('/health', (c) => c.json({ status: 'ok' }))
  app.get('/me', protect(guard), (c) => c.json(describeCaller(c.var.principal)))
  app.get('/todos', toRead, (c) => c.json(todos.list(c.var.principal.user.id, c.req.url)))
  app.post('/todos', toWrite, limitedBody, async (c) => {
    const todo = todos.add(c.var.principal.user.id, await readJson(c.req.raw))
    return c.json(todo, 201, { Location: `/todos/${todo.id}` })
  })
  app.patch('/todos/:id', toWrite, limitedBody, async (c) =>
    c.json(todos.change(c.var.principal.user.id, c.req.param('id'), await readJson(c.req.raw))),
  )
  app.delete('/todos/:id', toWrite, (c) => {
    todos.remove(c.var.principal.user.id, c.req.param('id'))
    return c.body(null, 204)
  })

  app.notFound(() => toResponse(nothingHere()))
  app.onError((error) => toResponse(refusalFor(error)))
  return getRequestListener(app.fetch)
}

const toResponse = ({ status, body }: Refusal): Response => Response.json(body, { status })

const limitedBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => toResponse(refusalFor({ statusCode: 413 })),
})

/** A JSON body; undefined for one that was sent as anything else. */
async function readJson(request: Request): Promise<unknown> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') return undefined
  try {
    return JSON.parse(await request.text())
  } catch {
    throw new Refusal('invalid_input', 'The body is not valid JSON.')
  }
}
