import { AuthError } from '@latchkey/contract'
import { BROWSER_CLIENT } from '../../model/client.js'
import type { Locale } from '../../model/locale.js'
import type { Log } from '../../ports/log.js'
import type { Transactions } from '../../ports/storage.js'
import type { CheckedCode } from '../../sign-in/social/check-code.js'
import { type Providers, providerName } from '../../sign-in/social/provider.js'
import { keepTokens } from './keep-tokens.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './open-browser-session.js'
import { type SignInIdentityDeps, signInIdentity } from './sign-in-identity.js'
import { type WarnOfMismatchDeps, warnOfMismatch } from './warn-of-mismatch.js'

export interface OpenIdentitySessionDeps
  extends OpenBrowserSessionDeps,
    WarnOfMismatchDeps,
    SignInIdentityDeps {
  readonly providers: Providers
  readonly storage: Transactions
  readonly log: Log
}

/** The browser a person came in, and from where. */
export interface CameIn {
  readonly browser: Browser
  readonly locale: Locale
  readonly network: string | undefined
}

/**
 * A proven identity → a session in this browser, by the linking policy. What proved it is spent with it.
 *
 * @throws AuthError what {@link signInIdentity} throws
 */
export const openIdentitySession = async (
  deps: OpenIdentitySessionDeps,
  came: CameIn,
  checked: CheckedCode,
): Promise<SignedInBrowser> => {
  const { identity } = checked
  const signedIn = await openSessionOf(deps, came, checked).catch(async (error: unknown) => {
    if (error instanceof AuthError && error.code === 'address_unproven' && identity.address !== undefined) {
      const provider = providerName(deps.providers(), identity.provider)
      await warnOfMismatch(deps, { ...came, address: identity.address, provider })
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
  deps: OpenIdentitySessionDeps,
  { browser, network }: CameIn,
  checked: CheckedCode,
): Promise<SignedInBrowser> => {
  const caller = { client: BROWSER_CLIENT, network, userAgent: browser.userAgent }
  return signInIdentity(deps, { ...checked, caller }, async (stores, user) => {
    await keepTokens(deps, stores, checked)
    return openBrowserSession(deps, stores, { user, browser, proof: checked.identity })
  })
}
