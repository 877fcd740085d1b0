import { readOneTimeToken } from '../forms/one-time-token.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { OneTimeLinks } from '../ports/one-time-links.js'
import type { Secrets } from '../ports/secrets.js'

export interface FindResetOwnerDeps {
  readonly links: Pick<OneTimeLinks, 'find'>
  readonly accounts: Pick<Accounts, 'findById'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Whose password the link of a message would set; undefined when it sets none any more. Nothing is spent by looking. Whoever has the
 * link can read the mailbox it was sent to, and learns nothing by its address.
 */
export const findResetOwner = async (
  { links, accounts, secrets, clock }: FindResetOwnerDeps,
  token: string,
): Promise<{ readonly email: string } | undefined> => {
  const id = readOneTimeToken(secrets, 'password_reset', token)
  const link = id && (await links.find(id))
  if (link === undefined || link.expiresAt <= clock.now()) return undefined
  const owner = await accounts.findById(link.userId)
  // A link proves a mailbox: that of an address the account has no longer proves nothing about it.
  return owner?.email === link.email ? { email: link.email } : undefined
}
