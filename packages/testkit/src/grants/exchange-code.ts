import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import type { Twin } from '../twin.js'
import type { Grant } from './grant.js'
import type { AccessToken } from './handles.js'
import { redeemCode } from './redeem-code.js'

/** What a code was exchanged for. */
export interface Exchanged<P> {
  readonly grant: Grant<P>
  readonly accessToken: AccessToken
}

/**
 * Exchanges a code for an opaque access token, once.
 *
 * @throws OAuthRefusal
 */
export const exchangeCode = <P>(twin: Twin<P>, client: DevelopmentClient, form: Parameters): Exchanged<P> => {
  const { grant, accessTokenGrant, code } = redeemCode(twin, client, form)
  return { grant, accessToken: twin.accessTokens.issue(accessTokenGrant, code) }
}
