import { AuthError } from '@latchkey/contract'
import type { Locale } from '../model/locale.js'
import type { AttemptPurpose, SignInAttempt } from '../model/sign-in-attempt.js'
import type { User } from '../model/user.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckCodeDeps, checkCode } from '../sign-in/social/check-code.js'
import { providerName } from '../sign-in/social/provider.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { keepTokens } from './steps/keep-tokens.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { spendProofs } from './steps/spend-proofs.js'
import { tellOwner } from './steps/tell-owner.js'

export interface LinkIdentityDeps extends CheckCodeDeps {
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

export interface LinkIdentity {
  readonly attempt: SignInAttempt
  readonly purpose: Extract<AttemptPurpose, { kind: 'link' }>
  readonly parameters: Readonly<Record<string, string>>
  /** Who is signed in in this browser by now. */
  readonly current: CurrentSession | undefined
  readonly locale: Locale
}

/**
 * A code from a provider → one more identity of the user who asked for it. Only in the session that asked: who has signed out, or
 * in as somebody else, meanwhile gets nothing linked. It does not matter whose address the provider tells: both were proved here,
 * by the same person, in the same minutes.
 *
 * @returns the user, with what the provider told and the account lacked
 * @throws AuthError `not_signed_in`, `identity_taken`, what {@link checkCode} throws, `proof_replayed`
 */
export const linkIdentity = async (deps: LinkIdentityDeps, request: LinkIdentity): Promise<User> => {
  const { current, purpose, locale } = request
  if (current?.session.id !== purpose.sessionId || current.user.id !== purpose.userId)
    throw new AuthError('not_signed_in', { detail: 'not the session that asked' })
  const checked = await checkCode(deps, request)
  const { identity } = checked

  const user = await deps.storage.transaction(async (stores) => {
    await spendProofs(stores, checked)
    const held = await holdCurrentUser(stores, current)
    const outcome = await stores.accounts.linkIdentity(held.id, identity, deps.clock.now())
    if (outcome === 'taken' || outcome === 'unknown')
      throw new AuthError('identity_taken', { detail: `${identity.provider}, ${held.id}` })
    await keepTokens(deps, stores, checked)
    if (outcome === 'linked') {
      await noteOwnAct(deps, stores, {
        action: 'identity.linked',
        userId: held.id,
        caller: current.caller,
        by: current.actor,
        detail: { provider: identity.provider },
      })
      const provider = providerName(deps.providers(), identity.provider)
      await tellOwner(deps, stores, { user: held, locale, intent: { kind: 'identity_linked', provider } })
    }
    return (await stores.accounts.findById(held.id)) ?? held
  })
  deps.mailRound.soon()
  deps.log.info('identity linked', { user: user.id, provider: identity.provider })
  return user
}
