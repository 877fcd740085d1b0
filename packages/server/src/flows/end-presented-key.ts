import { chooseLocale } from '../model/locale.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Secrets } from '../ports/secrets.js'
import type { Sessions } from '../ports/sessions.js'
import type { Transactions } from '../ports/storage.js'
import { noteEndedByClient } from './steps/note-ended-by-client.js'
import { tellOwner } from './steps/tell-owner.js'

export interface EndPresentedKeyDeps {
  readonly sessions: Pick<Sessions, 'findOpaque'>
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}

/** A key, by its hash, and by which application it was shown. */
export interface PresentedKey {
  readonly hash: string
  readonly clientId: string
}

/**
 * Ends the API key that somebody shows, who thereby could have done everything that it opens, and does the one thing that harms
 * nobody with it. The owner is told by mail: a key that somebody else can show has leaked.
 */
export const endPresentedKey = async (
  deps: EndPresentedKeyDeps,
  { hash, clientId }: PresentedKey,
): Promise<void> => {
  const session = await deps.sessions.findOpaque(hash)
  if (session === undefined || session.apiKey === null || session.endedAt !== null) return
  const { id, userId, apiKey } = session
  const outcome = await deps.storage.transaction(async (stores) => {
    const user = await stores.accounts.hold(userId)
    const ended = await stores.sessions.end(id, 'revoked', deps.clock.now())
    const told = { action: 'api_key.ended', clientId, userId, sessionId: id, reason: 'revoked' } as const
    if (ended === 'ended') await noteEndedByClient(deps, stores, told)
    if (ended === 'ended' && user !== undefined) {
      // Whoever shows it need not speak the language of its owner, who is not here.
      const locale = chooseLocale(undefined)
      await tellOwner(deps, stores, { user, locale, intent: { kind: 'api_key_revoked', hint: apiKey.hint } })
    }
    return ended
  })
  if (outcome !== 'ended') return
  deps.mailRound.soon()
  deps.log.info('API key ended', { session: id, user: userId, reason: 'revoked' })
}
