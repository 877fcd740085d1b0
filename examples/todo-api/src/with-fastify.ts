import type { RequestListener } from 'node:http'
import type { Guard } from '@latchkey/guard'
import { principalOf, protect } from '@latchkey/guard/fastify'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { MAX_BODY_BYTES, nothingHere, refusalFor } from './refusal.js'
import { type Caller, describeCaller } from './todo-guard.js'
import type { Todos } from './todos.js'

type WithId = { Params: { id: string } }

export async function withFastify(guard: Guard<Caller>, todos: Todos): Promise<RequestListener> {
  const toRead = { onRequest: protect(guard, { scopes: ['todos:read'] }) }
  const toWrite = { onRequest: protect(guard, { scopes: ['todos:write'] }) }
  const ownerOf = (request: FastifyRequest) => principalOf(request, guard).user.id

  const app = fastify({ bodyLimit: MAX_BODY_BYTES, frameworkErrors: answerError })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => answerError(nothingHere(), request, reply))
  app.addHook('onRequest', async (_, reply) => {
    reply.header('Cache-Control', 'no-store')
  })

  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/me', { onRequest: protect(guard) }, async (request) =>
    describeCaller(principalOf(request, guard)),
  )
  app.get('/todos', toRead, async (request) => todos.list(ownerOf(request), request.url))
  app.post('/todos', toWrite, async (request, reply) => {
    const todo = todos.add(ownerOf(request), request.body)
    return reply.code(201).header('Location', `/todos/${todo.id}`).send(todo)
  })
  app.patch<WithId>('/todos/:id', toWrite, async (request) =>
    todos.change(ownerOf(request), request.params.id, request.body),
  )
  app.delete<WithId>('/todos/:id', toWrite, async (request, reply) => {
    todos.remove(ownerOf(request), request.params.id)
    return reply.code(204).send()
  })

  await app.ready()
  return (request, response) => app.routing(request, response)
}

function answerError(error: unknown, _request: unknown, reply: FastifyReply): FastifyReply {
  const { status, body } = refusalFor(error)
  return reply.code(status).send(body)
}
