import { AuthError } from '@latchkey/contract'
import type { Locale } from '../model/locale.js'
import type { SignInAttempt } from '../model/sign-in-attempt.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckCodeDeps, type CheckedCode, checkCode } from '../sign-in/social/check-code.js'
import { providerName } from '../sign-in/social/provider.js'
import { findOrCreateUser } from './steps/find-or-create-user.js'
import { keepTokens } from './steps/keep-tokens.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { spendProofs } from './steps/spend-proofs.js'
import { type WarnOfMismatchDeps, warnOfMismatch } from './steps/warn-of-mismatch.js'

export interface FinishSocialSignInDeps extends CheckCodeDeps, OpenBrowserSessionDeps, WarnOfMismatchDeps {
  readonly storage: Transactions
  readonly log: Log
}

/** A person who came back from a provider, to the browser that sent them there. */
export interface FinishSocialSignIn {
  readonly attempt: SignInAttempt
  /** With which they came back, as they came. */
  readonly parameters: Readonly<Record<string, string>>
  readonly browser: Browser
  readonly locale: Locale
  readonly network: string | undefined
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

  const signedIn = await openSessionOf(deps, request, checked).catch(async (error: unknown) => {
    if (error instanceof AuthError && error.code === 'address_unproven' && identity.address !== undefined) {
      const provider = providerName(deps.providers, identity.provider)
      await warnOfMismatch(deps, { ...request, address: identity.address, provider })
    }
    throw error
  })
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: identity.provider,
  })
  return signedIn
}

const openSessionOf = (
  deps: FinishSocialSignInDeps,
  { browser }: FinishSocialSignIn,
  checked: CheckedCode,
): Promise<SignedInBrowser> =>
  deps.storage.transaction(async (stores) => {
    await spendProofs(stores, checked)
    const user = await findOrCreateUser({ ...deps, accounts: stores.accounts }, checked.identity)
    await keepTokens(deps, stores, checked)
    return openBrowserSession(deps, stores, { user, browser, proof: checked.identity })
  })
