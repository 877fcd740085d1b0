import { protect } from '@latchkey/guard/next'
import { guard } from '../../../guard.js'

export const GET = protect(guard, { scopes: ['todos:read'] }, async (_, principal, { params }) =>
  Response.json({ user: principal.user.id, list: (await params).list }),
)

export const DELETE = protect(guard, {}, () => {
  throw new RangeError('a bug in a handler')
})
