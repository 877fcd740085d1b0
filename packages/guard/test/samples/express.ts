import { principalOf, protect } from '@latchkey/guard/express'
import express from 'express'
import { guard } from './guard.js'

export const app = express()

app.get('/todos', protect(guard, { scopes: ['todos:read'] }), (request, response) => {
  response.json({ todosOf: principalOf(request, guard).user.id })
})
