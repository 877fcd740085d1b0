import type { Handler } from 'hono'
import type { Provider } from '../provider.js'

/** RFC 7517 §5. Not to be cached: the keys change with every start. */
export const jwks =
  ({ keys }: Provider): Handler =>
  (context) =>
    context.json(keys.published(), 200, { 'Cache-Control': 'no-cache' })
