import { AuthError, type MachineScope } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { Clients } from '../../ports/clients.js'

/** What a verified token of a program says. */
export interface ReceiverToken {
  readonly subject: string
  readonly clientId: string | undefined
  /** Of a token of a person; that of a program has none. */
  readonly sessionId: string | undefined
  readonly scopes: readonly string[]
}

/**
 * Which client is this, and may it? It is looked up again with every request: who is removed, or loses a scope, has lost it now.
 *
 * @throws AuthError `token_claims_invalid` for the token of a person or of a client that is gone, `scope_insufficient`
 */
export const identifyReceiver = async (
  { clients }: { readonly clients: Clients },
  { subject, clientId, sessionId, scopes }: ReceiverToken,
  needed: MachineScope,
): Promise<Client> => {
  if (sessionId !== undefined || clientId === undefined || subject !== clientId)
    throw new AuthError('token_claims_invalid', { detail: 'this is no token of a client in its own name' })
  const client = await clients.find(clientId)
  if (client === undefined)
    throw new AuthError('token_claims_invalid', { detail: 'there is no such client any more' })
  const may = (scope: MachineScope): boolean => scopes.includes(scope) && client.machineScopes.includes(scope)
  // Who may change streams may read them (CAEP Interoperability Profile §2.7.3).
  if (!may(needed) && !may('ssf.manage'))
    throw new AuthError('scope_insufficient', { detail: `${client.id} needs ${needed}` })
  return client
}
