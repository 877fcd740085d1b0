import { createGuard } from '@latchkey/guard'
import { protect } from '@latchkey/guard/express'
import express from 'express'

export const guard = createGuard({
  issuer: process.env['LATCHKEY_ISSUER'] ?? 'http://localhost:4000',
  audience: 'https://api.example.com',
})

export const app = express()

app.get('/todos', protect(guard, { scopes: ['todos:read'] }), (request, response) => {
  response.json({ todosOf: request.principal?.userId })
})
