import type { SignInAttempt } from '../model/sign-in-attempt.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckCodeDeps, checkCode } from '../sign-in/social/check-code.js'
import { findOrCreateUser } from './steps/find-or-create-user.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { spendProofs } from './steps/spend-proofs.js'

export interface FinishSocialSignInDeps extends CheckCodeDeps, OpenBrowserSessionDeps {
  readonly storage: Transactions
  readonly log: Log
}

/** A person who came back from a provider, to the browser that sent them there. */
export interface FinishSocialSignIn {
  readonly attempt: SignInAttempt
  /** With which they came back, as they came. */
  readonly parameters: Readonly<Record<string, string>>
  readonly browser: Browser
}

/**
 * A code from a provider → a session in this browser.
 *
 * @throws AuthError what {@link checkCode} throws, `proof_replayed`, `address_unproven`, `user_suspended`
 */
export const finishSocialSignIn = async (
  deps: FinishSocialSignInDeps,
  request: FinishSocialSignIn,
): Promise<SignedInBrowser> => {
  const checked = await checkCode(deps, request)
  const { identity } = checked

  const signedIn = await deps.storage.transaction(async (stores) => {
    await spendProofs(stores, checked)
    const user = await findOrCreateUser({ ...deps, accounts: stores.accounts }, identity)
    return openBrowserSession(deps, stores, { user, browser: request.browser, proof: identity })
  })
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: identity.provider,
  })
  return signedIn
}
