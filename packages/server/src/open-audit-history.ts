import { ConfigurationError } from './configuration/configuration-error.js'
import { otherSecret } from './configuration/other-secret.js'
import { auditChain } from './outbound/audit-chain.js'
import type { AuditHistory } from './ports/audit-history.js'
import type { Secrets } from './ports/secrets.js'
import type { Storage } from './storage/sql/open-storage.js'

/**
 * Opens the history; its key is sealed under the current secret from then on.
 *
 * @throws ConfigurationError when it was sealed under another secret
 */
export const openAuditHistory = async (
  storage: Pick<Storage, 'openAuditHistory'>,
  secrets: Secrets,
): Promise<AuditHistory> => {
  const history = storage.openAuditHistory(auditChain(secrets))
  if (!(await history.keepKey())) throw new ConfigurationError([otherSecret])
  return history
}
