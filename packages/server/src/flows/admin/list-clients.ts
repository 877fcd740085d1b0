import { type AdminClient, type AdminClientList, AuthError } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { ClientRegistry } from '../../ports/clients.js'
import type { Clock } from '../../ports/clock.js'
import { describeClient } from './steps/describe-client.js'

export interface ListClientsDeps {
  readonly configuredClients: readonly Client[]
  readonly clientRegistry: Pick<ClientRegistry, 'list' | 'find'>
  readonly clock: Clock
}

/** All applications of the OAuth door, those of the configuration first: where both name one, that is the one that counts. */
export const listClients = async (deps: ListClientsDeps): Promise<AdminClientList> => {
  const now = deps.clock.now()
  const stored = await deps.clientRegistry.list()
  const hidden = new Set(deps.configuredClients.map(({ id }) => id))
  return {
    items: [
      ...deps.configuredClients.map((client) => describeClient(client, { source: 'configuration', now })),
      ...stored
        .filter(({ id }) => !hidden.has(id))
        .map((client) => describeClient(client, { source: 'database', now })),
    ],
    next: null,
  }
}

/** One of them. @throws AuthError `target_unknown` */
export const readClient = async (deps: ListClientsDeps, id: string): Promise<AdminClient> => {
  const now = deps.clock.now()
  const configured = deps.configuredClients.find((client) => client.id === id)
  if (configured !== undefined) return describeClient(configured, { source: 'configuration', now })
  const stored = await deps.clientRegistry.find(id)
  if (stored === undefined) throw new AuthError('target_unknown')
  return describeClient(stored, { source: 'database', now })
}
