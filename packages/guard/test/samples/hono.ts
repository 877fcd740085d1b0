import { protect } from '@latchkey/guard/hono'
import { Hono } from 'hono'
import { guard } from './guard.js'

export const app = new Hono()

app.get('/todos', protect(guard, { scopes: ['todos:read'] }), (c) =>
  c.json({ todosOf: c.var.principal.user.id }),
)
