import type { Guard, Principal } from '@latchkey/guard'
import { protect } from '@latchkey/guard/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { readJsonBody } from './read-json-body.js'
import { accept, Refusal } from './refusal.js'
import { newTodo, todoChange, todoId, todoPage } from './todo.js'
import type { TodoStore } from './todo-store.js'

/** Larger than any todo. */
const MAX_BODY_BYTES = 8 * 1024

/** The API. Whose todos they are comes from the access token and from nowhere else. */
export function createApp(guard: Guard, store: TodoStore): Hono {
  const toRead = protect(guard, { scopes: ['todos:read'] })
  const toWrite = protect(guard, { scopes: ['todos:write'] })
  const limitedBody = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => new Refusal('body_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`).toResponse(),
  })

  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })

  app.get('/health', (c) => c.json({ status: 'ok' }))

  app.get('/me', protect(guard), (c) => c.json(describe(c.var.principal)))

  app.get('/todos', toRead, (c) => {
    const page = accept(todoPage, c.req.query(), 'query')
    const todos = store.list(c.var.principal.userId, page)
    // A full page may have another behind it: ask again with `before` set to this.
    const next = todos.length === page.limit ? todos.at(-1)?.id : undefined
    return c.json({ todos, ...(next && { next }) })
  })

  app.post('/todos', toWrite, limitedBody, async (c) => {
    const input = accept(newTodo, await readJsonBody(c.req.raw), 'body')
    const todo = store.add(c.var.principal.userId, input)
    return c.json(todo, 201, { Location: `/todos/${todo.id}` })
  })

  app.patch('/todos/:id', toWrite, limitedBody, async (c) => {
    const id = accept(todoId, c.req.param('id'), 'id')
    const change = accept(todoChange, await readJsonBody(c.req.raw), 'body')
    const todo = store.change(c.var.principal.userId, id, change)
    if (todo === undefined) throw noSuchTodo()
    return c.json(todo)
  })

  app.delete('/todos/:id', toWrite, (c) => {
    const id = accept(todoId, c.req.param('id'), 'id')
    if (store.remove(c.var.principal.userId, id) === 'not-found') throw noSuchTodo()
    return c.body(null, 204)
  })

  app.notFound(() => new Refusal('not_found', 'There is nothing at this address.').toResponse())
  app.onError((error) => {
    if (error instanceof Refusal) return error.toResponse()
    console.error(error)
    return new Refusal('internal_error', 'Something went wrong on our side.').toResponse()
  })
  return app
}

/** Somebody else's todo answers exactly like one that never was: a 403 would tell that it exists. */
const noSuchTodo = () => new Refusal('not_found', 'You have no todo with this id.')

/** What this API knows of its caller, all of it out of the access token. */
const describe = ({ userId, sessionId, clientId, scopes, amr }: Principal) => ({
  userId,
  sessionId,
  clientId,
  scopes,
  amr,
})
