import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** RST, as a machine answers on which nothing listens any more. */
export const answerNothing = (context: Context): Response => {
  const { incoming } = context.env as HttpBindings
  incoming.socket.resetAndDestroy()
  return context.body(null)
}

/** What a server says that has nothing to say. */
export const answerServerError = (context: Context): Response => context.text('Internal Server Error\n', 500)
