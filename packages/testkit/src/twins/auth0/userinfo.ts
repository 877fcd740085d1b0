import type { Handler } from 'hono'
import { findBearer } from '../../grants/find-bearer.js'
import { withSwitchedEmail } from '../../misbehaviour/misbehaving-claims.js'
import type { Auth0Provider } from './create-auth0-provider.js'
import { personClaims } from './person-claims.js'

/**
 * The claims of a user, so many times a minute.
 * https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy
 */
export const userinfo =
  (provider: Auth0Provider): Handler =>
  (context) => {
    const { person, request } = findBearer(provider, context.req.header('authorization')).grant
    const { isExceeded, limit, remaining, resetsAt } = provider.userinfoQuota.spend(person.userId)
    context.header('x-ratelimit-limit', String(limit))
    context.header('x-ratelimit-remaining', String(remaining))
    context.header('x-ratelimit-reset', String(resetsAt))
    if (isExceeded) {
      return context.json({ error: 'too_many_requests', error_description: 'Too Many Requests' }, 429)
    }
    const claims = personClaims({ url: provider.url, scopes: request.scopes }, person)
    return context.json(withSwitchedEmail(provider.switches, claims), 200, { 'Cache-Control': 'no-store' })
  }
