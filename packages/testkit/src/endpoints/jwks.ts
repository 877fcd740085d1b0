import type { Handler } from 'hono'
import type { OidcTwin } from '../twin.js'

/** RFC 7517 §5. Not to be cached: the keys change with every start. */
export const jwks =
  <P>({ keys }: OidcTwin<P>): Handler =>
  async (context) =>
    context.json(await keys.published(), 200, { 'Cache-Control': 'no-cache' })
