import { guardPlugin, principalOf } from '@latchkey/guard/fastify'
import fastify from 'fastify'
import { guard } from './guard.js'

export const app = fastify()

await app.register(guardPlugin, { guard })
app.get('/todos', { onRequest: app.requireAuth({ scopes: ['todos:read'] }) }, async (request) => ({
  todosOf: principalOf(request, guard).user.id,
}))
