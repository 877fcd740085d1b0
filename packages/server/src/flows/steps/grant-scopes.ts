import { AuthError } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { formatScope, parseScope, type Scopes } from '../../model/scope.js'

/**
 * The scopes a client gets: those it asked for, or all it may have when it asked for none (RFC 6749 §3.3).
 *
 * @param allowed what it may have at most
 * @throws AuthError `scope_not_allowed`
 */
export const grantScopes = (client: Client, requested: string | undefined, allowed: Scopes): Scopes => {
  if (requested === undefined) return allowed
  const scopes = parseScope(requested)
  if (scopes === undefined || !scopes.every((scope) => allowed.includes(scope))) {
    // What was asked for is not repeated: a token in the wrong parameter must not end up in the log.
    throw new AuthError('scope_not_allowed', { detail: `${client.id} may have ${formatScope(allowed)}` })
  }
  return scopes
}
