import { PUBLISH_KEYS_FOR } from '../create-latchkey.js'
import { listSigningKeys } from '../flows/admin/list-signing-keys.js'
import { rotateKey } from '../flows/admin/rotate-key.js'
import { nodeKeyFactory } from '../outbound/node-key-factory.js'
import { operatingCommand } from './operating-command.js'
import { print } from './print.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { withStorage } from './with-storage.js'

/** `latchkey keys rotate`: publishes the next signing key. It signs once every verifier has seen it. */
export const rotateKeys = (options: {
  config?: string
  json?: boolean
  now?: boolean
  reason?: string
}): Promise<void> =>
  withStorage(options.config, async ({ settings, storage, openSecrets, clock }) => {
    const secrets = openSecrets()
    const keyFactory = nodeKeyFactory(secrets, settings.signingAlgorithm)
    await refuseOtherSecret(storage, secrets)
    const rotated = await rotateKey(
      { storage, keyFactory, publishKeysFor: PUBLISH_KEYS_FOR, roles: settings.roles, clock },
      operatingCommand(),
      { when: options.now === true ? 'at_once' : 'when_published', reason: options.reason },
    )
    const { kid, algorithm, signsFrom } = rotated.key
    print(options, {
      document: rotated,
      lines: [
        `Published ${kid} (${algorithm}). It signs from ${signsFrom}.`,
        'The key before it stays published until its last token has died.',
      ],
    })
  })

/** `latchkey keys list`: the keys and what each does now. */
export const listKeys = (options: { config?: string; json?: boolean }): Promise<void> =>
  withStorage(options.config, async ({ storage, clock }) => {
    const keys = await listSigningKeys({ signingKeys: storage.signingKeys, clock })
    const lines = keys.items.map(
      ({ kid, algorithm, state, signsFrom }) => `${kid}  ${algorithm}  ${state}  from ${signsFrom}`,
    )
    print(options, {
      document: keys,
      lines: lines.length === 0 ? ['There is no key yet: the first start makes one.'] : lines,
    })
  })
