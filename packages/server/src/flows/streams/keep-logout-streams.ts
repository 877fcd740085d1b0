import type { Client } from '../../model/client.js'
import type { ClientRegistry } from '../../ports/clients.js'
import type { LogoutStreams } from '../../ports/event-streams.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import type { Transactions } from '../../ports/storage.js'
import { type KeepLogoutStreamDeps, keepLogoutStream } from './steps/keep-logout-stream.js'

export interface KeepLogoutStreamsDeps extends KeepLogoutStreamDeps {
  readonly configuredClients: readonly Client[]
  readonly clientRegistry: Pick<ClientRegistry, 'list'>
  readonly logoutStreams: LogoutStreams
  readonly securityEvents: Pick<SecurityEvents, 'newest'>
  readonly storage: Transactions
}

/**
 * Each client that wants logout tokens has a stream for them, from when it first wanted them; the others have none. Where processes are
 * configured differently, the one that started last decides.
 */
export const keepLogoutStreams = async (deps: KeepLogoutStreamsDeps): Promise<void> => {
  const configured = deps.configuredClients.map(({ id }) => id)
  const told = deps.configuredClients.filter(({ backChannelLogoutUri }) => backChannelLogoutUri !== null)
  await deps.logoutStreams.endUnwanted({ configured, wanted: told.map(({ id }) => id) })
  const stored = (await deps.clientRegistry.list()).filter(
    ({ id, backChannelLogoutUri }) => backChannelLogoutUri !== null && !configured.includes(id),
  )
  if (told.length + stored.length === 0) return
  const position = await deps.securityEvents.newest()
  for (const client of told) await keepLogoutStream(deps, deps.logoutStreams, client, position)
  for (const { id } of stored) await keepStored(deps, id, position)
}

/** The configuration may have named it until now, and another address. An operator may be changing it in this moment. */
const keepStored = (deps: KeepLogoutStreamsDeps, id: string, position: number): Promise<void> =>
  deps.storage.transaction(async ({ clients, logoutStreams }) => {
    const client = await clients.hold(id)
    if (client !== undefined) await keepLogoutStream(deps, logoutStreams, client, position)
  })
