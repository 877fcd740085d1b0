import type { AdminClient } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import { type Millis, toMomentOrNull } from '../../../model/time.js'

/** A client as operators see it; of its secrets only that there is a former one. */
export const describeClient = (
  client: Client,
  { source, now }: { readonly source: AdminClient['source']; readonly now: Millis },
): AdminClient => {
  const until = client.retiringSecret?.acceptedUntil ?? 0
  return {
    id: client.id,
    type: client.type,
    source,
    grants: [...client.grants],
    scopes: [...client.scopes, ...client.machineScopes],
    ...addressesOf(client),
    formerSecretUntil: toMomentOrNull(until > now ? until : null),
  }
}

/** What stands of its addresses in answers and in the history. */
export const addressesOf = (
  client: Pick<Client, 'postLogoutRedirectUris' | 'backChannelLogoutUri'>,
): Pick<AdminClient, 'postLogoutRedirectUris' | 'backChannelLogoutUri'> => ({
  postLogoutRedirectUris: [...client.postLogoutRedirectUris],
  backChannelLogoutUri: client.backChannelLogoutUri,
})
