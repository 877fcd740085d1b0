import { principalOf, protect } from '@latchkey/guard/fastify'
import fastify from 'fastify'
import { guard } from './guard.js'

export const app = fastify()

app.get('/todos', { onRequest: protect(guard, { scopes: ['todos:read'] }) }, async (request) => ({
  todosOf: principalOf(request, guard).user.id,
}))
