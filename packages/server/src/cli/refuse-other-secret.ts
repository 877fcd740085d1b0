import { ConfigurationError } from '../configuration/configuration-error.js'
import { otherSecret } from '../configuration/other-secret.js'
import { PRIVATE_KEY_PURPOSE } from '../outbound/node-key-factory.js'
import type { Secrets } from '../ports/secrets.js'
import type { CommandDeps } from './with-storage.js'

/** What is sealed under another secret than the rest is lost: a key would stop every server that is started afterwards. */
export const refuseOtherSecret = async (
  { signingKeys }: CommandDeps['storage'],
  secrets: Secrets,
): Promise<void> => {
  const newest = (await signingKeys.list()).at(-1)
  try {
    if (newest !== undefined) secrets.open(PRIVATE_KEY_PURPOSE, newest.sealedPrivateKey)
  } catch {
    throw new ConfigurationError([otherSecret])
  }
}
