import type { MachineScope } from '@latchkey/contract'
import type { Guard } from '@latchkey/guard'
import { identifyReceiver } from '../flows/streams/identify-receiver.js'
import type { Client } from '../model/client.js'
import type { Clients } from '../ports/clients.js'

export interface ReceiverCallDeps {
  /** Takes access JWTs of clients in their own name. */
  readonly receiverGuard: Guard
  readonly clients: Clients
}

/**
 * Who asks for security events (RFC 6750 §2.1)?
 *
 * @throws AuthError `token_…`, `scope_insufficient`
 */
export const openReceiverCall = async (
  deps: ReceiverCallDeps,
  request: Request,
  needed: MachineScope,
): Promise<Client> => {
  const { subject, clientId, sessionId, scopes } = await deps.receiverGuard.check({
    authorization: request.headers.get('authorization') ?? undefined,
  })
  return identifyReceiver(deps, { subject, clientId, sessionId, scopes }, needed)
}
