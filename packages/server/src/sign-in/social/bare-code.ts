import { AuthError } from '@latchkey/contract'
import { DAY } from '../../model/time.js'
import type { Secrets } from '../../ports/secrets.js'
import { findCodeFlow } from './begin-code.js'
import type { CheckedCode } from './check-code.js'
import { expectTokens } from './expect-tokens.js'
import type { Providers } from './provider.js'
import { type ReadIdentityDeps, readIdentity } from './read-identity.js'

export interface CheckBareCodeDeps extends ReadIdentityDeps {
  readonly providers: Providers
  readonly secrets: Secrets
}

/** A code that a page asked a provider for by itself, and brings here. */
export interface BareCodeProof {
  readonly providerId: string
  readonly code: string
  /** With which that page asked for it. */
  readonly redirectUri: string
}

/** RFC 6749 appendix A.11, as long as any provider's. */
const CODE_SHAPE = /^[\x20-\x7e]{1,4096}$/
/** Longer than any provider accepts a code; RFC 6749 §4.1.2 wants ten minutes at most. */
const REMEMBERED = 1 * DAY

/**
 * Code → identity, where nothing of ours went along with the request for it: no state, no nonce, no PKCE. What still holds: the
 * provider gave it to our client, for this redirect URI, and it counts once, here too. What it does not say: that the browser that
 * brings it is the one that asked for it. Only pages that cannot be changed should be let in by it; {@link checkCode} is the other way.
 *
 * @throws AuthError `provider_unknown`, `code_refused`, `provider_refused`, `provider_unreachable`, `sign_in_unavailable`, `proof_…`
 */
export const checkBareCode = async (
  deps: CheckBareCodeDeps,
  { providerId, code, redirectUri }: BareCodeProof,
): Promise<CheckedCode> => {
  const { provider, flow } = findCodeFlow(deps.providers(), providerId)
  if (!CODE_SHAPE.test(code)) throw new AuthError('code_refused', { detail: `${provider.id}: its shape` })
  const tokens = expectTokens(provider, await deps.providerCalls.redeemBare(flow, { code, redirectUri }))
  const spent = {
    key: `code ${provider.id} ${deps.secrets.hash(code)}`,
    expiresAt: deps.clock.now() + REMEMBERED,
  }
  const { identity, spends } = await readIdentity(deps, { provider, flow, tokens })
  return { identity, spends: [spent, ...spends], tokens: flow.keepsTokens ? tokens : undefined }
}
