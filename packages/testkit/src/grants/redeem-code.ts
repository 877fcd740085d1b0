import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { Twin } from '../twin.js'
import type { Grant } from './grant.js'
import { verifyCodeVerifier } from './verify-code-verifier.js'

/** Whose access token it is when the switch `tokenOfAnotherApp` is on. */
const ANOTHER_APP = 'another-app'

/** What a code stood for. */
export interface Redeemed<P> {
  readonly grant: Grant<P>
  /** What the access token is issued for: the same, unless a switch makes it another application's. */
  readonly accessTokenGrant: Grant<P>
  readonly code: string
}

const ofAnotherApp = <P>(grant: Grant<P>): Grant<P> => ({
  ...grant,
  request: { ...grant.request, clientId: ANOTHER_APP },
})

/**
 * Redeems a code, once (RFC 6749 §4.1.3). A code that its own client presents is
 * spent whether or not the rest of the request holds; presented again, it ends what it had opened.
 *
 * @throws OAuthRefusal
 */
export const redeemCode = <P>(twin: Twin<P>, client: DevelopmentClient, form: Parameters): Redeemed<P> => {
  const { codes, accessTokens, requestRules, switches } = twin
  const code = form.get('code')
  const redirectUri = form.get('redirect_uri')
  if (code === undefined) throw new OAuthRefusal('invalid_request', 'The code is missing.')
  if (redirectUri === undefined && requestRules.redirectUriAtToken === 'required') {
    throw new OAuthRefusal('invalid_request', 'The redirect_uri is missing.')
  }

  const redemption = codes.redeem(code, client.id)
  if (redemption.kind === 'replayed') accessTokens.revokeForCode(code)
  if (redemption.kind !== 'fresh') {
    throw new OAuthRefusal('invalid_grant', 'The code is unknown, has expired or was used before.', {
      parameter: 'code',
    })
  }
  const { grant } = redemption
  if (redirectUri !== undefined && grant.request.redirectUri !== redirectUri) {
    throw new OAuthRefusal('invalid_grant', 'The redirect_uri is not the one the sign-in was started with.', {
      parameter: 'redirect_uri',
    })
  }
  if (requestRules.pkce === 'S256') {
    verifyCodeVerifier(grant.request.codeChallenge, form.get('code_verifier'))
  }
  return { grant, accessTokenGrant: switches.current().tokenOfAnotherApp ? ofAnotherApp(grant) : grant, code }
}
