import type { Identity } from '../../model/identity.js'
import type { Secrets } from '../../ports/secrets.js'

/** Names an identity in addresses, where a subject may hold anything. */
export const identityId = (secrets: Secrets, { provider, subject }: Identity): string =>
  `idn_${secrets.hash(JSON.stringify([provider, subject]))}`
