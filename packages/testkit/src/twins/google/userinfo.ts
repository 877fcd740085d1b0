import type { Handler } from 'hono'
import { findBearer } from '../../grants/find-bearer.js'
import { withSwitchedEmail } from '../../misbehaviour/misbehaving-claims.js'
import type { GoogleProvider } from './create-google-provider.js'
import { personClaims } from './person-claims.js'

/** OIDC Core §5.3: the claims the access token was granted for. */
export const userinfo =
  (provider: GoogleProvider): Handler =>
  (context) => {
    const { person, request } = findBearer(provider, context.req.header('authorization')).grant
    const claims = withSwitchedEmail(provider.switches, personClaims(person, request.scopes))
    return context.json(claims, 200, { 'Cache-Control': 'no-store' })
  }
