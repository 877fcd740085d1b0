import type { ProviderAddress } from '../../model/identity.js'
import type { Locale } from '../../model/locale.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import { queueMail } from './queue-mail.js'
import { type ThrottlingDeps, tryThrottles } from './take-throttles.js'

export interface WarnOfMismatchDeps extends ThrottlingDeps {
  readonly storage: Transactions
  readonly mailRound: MailRound
}

/**
 * Tells the owner of an address that somebody came with it whose provider has not verified it, and how they sign in themselves.
 * In the mailbox only: who came is told nothing, and not whether a message went out.
 */
export const warnOfMismatch = async (
  deps: WarnOfMismatchDeps,
  came: {
    readonly address: ProviderAddress
    /** As people know it. */
    readonly provider: string
    readonly locale: Locale
    readonly network: string | undefined
  },
): Promise<void> => {
  const { address, provider, locale, network } = came
  const mayWrite = await tryThrottles(deps, { mailFromNetwork: network, mailToAddress: address.key })
  if (!mayWrite) return
  const intent = { kind: 'sign_in_mismatch', provider } as const
  await deps.storage.transaction(async ({ accounts, outbox }) => {
    const owner = await accounts.findByProvenAddress(address.key)
    // In the owner's spelling: before the @, upper and lower case may be two mailboxes.
    if (owner?.email) await queueMail(deps, outbox, { to: owner.email, locale, intent })
  })
  deps.mailRound.soon()
}
