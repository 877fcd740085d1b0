import type { Settings } from '../configuration/settings.js'
import type { OpenStored } from '../doctor/check-stored-providers.js'
import { openStoredProvider } from '../flows/steps/open-stored-provider.js'
import { makerOf } from '../open-providers.js'
import { nodeSecrets } from '../outbound/node-secrets.js'

/** Opens what operators set, as a server with these settings does. */
export const openStored = (settings: Settings): OpenStored => {
  const deps = { secrets: nodeSecrets(settings.secrets), makeProvider: makerOf(settings) }
  return (stored) => openStoredProvider(deps, stored)
}
