import type { Client } from '../model/client.js'
import type { Clients } from '../ports/clients.js'

/** The clients of the configuration, then those in the database: where both name one, the configuration wins. */
export const knownClients = (configured: readonly Client[], stored: Clients): Clients => {
  const byId = new Map(configured.map((client) => [client.id, client]))
  return { find: async (id) => byId.get(id) ?? stored.find(id) }
}
