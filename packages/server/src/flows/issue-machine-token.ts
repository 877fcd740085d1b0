import { AuthError, CLIENT_CREDENTIALS_GRANT } from '@latchkey/contract'
import { type MachineToken, type MachineTokenMaker, makeMachineToken } from '../forms/machine-token.js'
import type { Client } from '../model/client.js'
import { grantScopes } from './steps/grant-scopes.js'

export type IssueMachineTokenDeps = MachineTokenMaker

/**
 * A client in its own name (RFC 6749 §4.4). Nobody signed in, so there is no session behind it, and no refresh token.
 *
 * @throws AuthError `client_grant_not_allowed`, `scope_not_allowed`
 */
export const issueMachineToken = (
  deps: IssueMachineTokenDeps,
  { client, scope }: { readonly client: Client; readonly scope: string | undefined },
): MachineToken => {
  if (client.type === 'public' || !client.grants.includes(CLIENT_CREDENTIALS_GRANT))
    throw new AuthError('client_grant_not_allowed', { detail: client.id })
  return makeMachineToken(deps, client, grantScopes(client, scope, client.machineScopes))
}
