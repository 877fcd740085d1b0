import type { RequestListener } from 'node:http'
import type { Guard } from '@latchkey/guard'
import { principalOf, protect } from '@latchkey/guard/express'
import express, { type ErrorRequestHandler, type Request } from 'express'
import { MAX_BODY_BYTES, nothingHere, refusalFor } from './refusal.js'
import { type Caller, describeCaller } from './todo-guard.js'
import type { Todos } from './todos.js'

export function withExpress(guard: Guard<Caller>, todos: Todos): RequestListener {
  const toRead = protect(guard, { scopes: ['todos:read'] })
  const toWrite = protect(guard, { scopes: ['todos:write'] })
  const json = express.json({ limit: MAX_BODY_BYTES, strict: false, inflate: false })
  const ownerOf = (request: Request) => principalOf(request, guard).user.id

  const app = express()
  app.disable('x-powered-by')
  app.use((_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })

  app.get('/health', (_, response) => void response.json({ status: 'ok' }))
  app.get('/me', protect(guard), (request, response) => {
    response.json(describeCaller(principalOf(request, guard)))
  })
  app.get('/todos', toRead, (request, response) => {
    response.json(todos.list(ownerOf(request), request.url))
  })
  app.post('/todos', toWrite, json, (request, response) => {
    const todo = todos.add(ownerOf(request), request.body)
    response.status(201).location(`/todos/${todo.id}`).json(todo)
  })
  app.patch('/todos/:id', toWrite, json, (request, response) => {
    response.json(todos.change(ownerOf(request), request.params['id'], request.body))
  })
  app.delete('/todos/:id', toWrite, (request, response) => {
    todos.remove(ownerOf(request), request.params['id'])
    response.status(204).end()
  })

  app.use(() => {
    throw nothingHere()
  })
  app.use(answerError)
  return app
}

// Express knows by its four parameters that this takes errors.
const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const { status, body } = refusalFor(error)
  response.status(status).json(body)
}
