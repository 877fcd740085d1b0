import { PUBLISH_KEYS_FOR } from '../create-latchkey.js'
import { rotateSigningKey } from '../flows/rotate-signing-key.js'
import { signingNow } from '../model/signing-schedule.js'
import { nodeKeyFactory } from '../outbound/node-key-factory.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { withStorage } from './with-storage.js'

/** `latchkey keys rotate`: publishes the next signing key. It signs once every verifier has seen it. */
export const rotateKeys = (options: { config?: string; now?: boolean }): Promise<void> =>
  withStorage(options.config, async ({ settings, storage, openSecrets, clock }) => {
    const secrets = openSecrets()
    const deps = {
      signingKeys: storage.signingKeys,
      keyFactory: nodeKeyFactory(secrets, settings.signingAlgorithm),
      clock,
    }
    await refuseOtherSecret(storage, secrets)
    const key = await rotateSigningKey(deps, options.now === true ? 0 : PUBLISH_KEYS_FOR)
    console.log(
      `Published ${key.kid} (${key.algorithm}). It signs from ${new Date(key.signsFrom).toISOString()}.`,
    )
    console.log('The key before it stays published until its last token has died.')
  })

/** `latchkey keys list`: the keys and what each does now. */
export const listKeys = (options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ storage, clock }) => {
    const keys = await storage.signingKeys.list()
    const signing = signingNow(keys, clock.now())
    for (const key of keys) {
      const state = key === signing ? 'signing' : key.signsFrom > clock.now() ? 'next' : 'retiring'
      console.log(`${key.kid}  ${key.algorithm}  ${state}  from ${new Date(key.signsFrom).toISOString()}`)
    }
    if (keys.length === 0) console.log('There is no key yet: the first start makes one.')
  })
