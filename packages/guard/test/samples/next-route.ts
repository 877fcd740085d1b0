import { protect } from '@latchkey/guard/next'
import { guard } from './guard.js'

type Context = { params: Promise<{ list: string }> }

export const GET = protect(guard, { scopes: ['todos:read'] }, async (_, principal, { params }: Context) =>
  Response.json({ todosOf: principal.user.id, list: (await params).list }),
)
