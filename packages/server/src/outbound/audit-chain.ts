import type { AuditChain } from '../ports/audit-chain.js'
import type { Secrets } from '../ports/secrets.js'
import { nodeSecrets } from './node-secrets.js'

const PURPOSE = 'key of the audit history'
const KEY_BYTES = 32

/** The chain of a server, whose secrets keep the key of it. */
export const auditChain = (secrets: Secrets): AuditChain => {
  const unseal = (sealedKey: string): string | undefined => {
    try {
      return secrets.open(PURPOSE, sealedKey)
    } catch {
      return undefined
    }
  }
  return {
    newKey: () => secrets.seal(PURPOSE, secrets.randomHex(KEY_BYTES)),
    open: (sealedKey) => {
      const key = unseal(sealedKey)
      if (key === undefined) return undefined
      const own = nodeSecrets([key])
      return {
        mac: (text) => own.mac(PURPOSE, text),
        matches: (text, mac) => own.macMatches(PURPOSE, text, mac),
      }
    },
    sealAgain: (sealedKey) => {
      const key = unseal(sealedKey)
      return key === undefined ? undefined : secrets.seal(PURPOSE, key)
    },
  }
}
