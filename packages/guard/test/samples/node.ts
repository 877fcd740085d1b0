import { createServer } from 'node:http'
import { protect } from '@latchkey/guard/node'
import { guard } from './guard.js'

export const server = createServer(
  protect(guard, { scopes: ['todos:read'] }, (request, response) => {
    response.end(JSON.stringify({ todosOf: request.principal.user.id }))
  }),
)
