import { ConfigurationError } from './configuration/configuration-error.js'
import { otherSecret } from './configuration/other-secret.js'
import type { Settings } from './configuration/settings.js'
import { makeFirstSigningKey } from './flows/make-first-signing-key.js'
import { JWKS_MAX_AGE } from './http/router.js'
import { MINUTE, SECOND } from './model/time.js'
import { type KeyRing, openKeyRing } from './outbound/key-ring.js'
import { nodeKeyFactory } from './outbound/node-key-factory.js'
import { SealBrokenError } from './outbound/node-secrets.js'
import type { Clock } from './ports/clock.js'
import type { Secrets } from './ports/secrets.js'
import type { Storage } from './storage/sql/open-storage.js'

/** How far the clocks of two machines may differ. */
const CLOCK_DIFFERENCE = 1 * MINUTE

interface KeyDeps {
  readonly settings: Settings
  readonly storage: Storage
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Loads the keys that access tokens are signed with; on a new database it makes the first one.
 *
 * @throws ConfigurationError when they were sealed under another secret
 */
export const openSigningKeys = async ({ settings, storage, secrets, clock }: KeyDeps): Promise<KeyRing> => {
  const { signingKeys } = storage
  const keyFactory = nodeKeyFactory(secrets, settings.signingAlgorithm)
  await makeFirstSigningKey({ signingKeys, keyFactory, clock })
  const longestTokenLife = settings.accessTokenLifetime + CLOCK_DIFFERENCE + JWKS_MAX_AGE * SECOND
  return openKeyRing({ signingKeys, secrets, clock }, longestTokenLife).catch((error: unknown) => {
    throw error instanceof SealBrokenError ? new ConfigurationError([otherSecret]) : error
  })
}
