import { createHash } from 'node:crypto'
import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { AccessTokens } from './access-tokens.js'
import type { AuthorizationCodes } from './authorization-codes.js'
import type { AuthorizationRequest } from './authorization-request.js'
import type { Grant } from './grant.js'
import type { AccessToken } from './handles.js'

/** Where codes come from and what they are exchanged for. */
export interface Exchange {
  readonly codes: AuthorizationCodes
  readonly accessTokens: AccessTokens
}

/** RFC 7636 §4.1. */
const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/

const verifyCodeVerifier = ({ codeChallenge }: AuthorizationRequest, verifier: string | undefined): void => {
  if (codeChallenge === undefined) {
    // RFC 9700 §4.8.2: a verifier for a request without a challenge means that PKCE was stripped on the way.
    if (verifier !== undefined)
      throw new OAuthRefusal('invalid_grant', 'The sign-in was started without PKCE.')
    return
  }
  if (verifier === undefined) throw new OAuthRefusal('invalid_grant', 'The code_verifier is missing.')
  const matches =
    CODE_VERIFIER.test(verifier) &&
    createHash('sha256').update(verifier).digest('base64url') === codeChallenge
  if (!matches)
    throw new OAuthRefusal('invalid_grant', 'The code_verifier does not match the code_challenge.')
}

/**
 * Exchanges a code for an access token, once (RFC 6749 §4.1.3). A code that its own client presents is
 * spent whether or not the rest of the request holds; presented again, it ends what it had opened.
 *
 * @throws OAuthRefusal
 */
export const redeemCode = (
  { codes, accessTokens }: Exchange,
  client: DevelopmentClient,
  form: Parameters,
): { readonly grant: Grant; readonly accessToken: AccessToken } => {
  const code = form.get('code')
  const redirectUri = form.get('redirect_uri')
  if (code === undefined) throw new OAuthRefusal('invalid_request', 'The code is missing.')
  if (redirectUri === undefined) throw new OAuthRefusal('invalid_request', 'The redirect_uri is missing.')

  const redemption = codes.redeem(code, client.id)
  if (redemption.kind === 'replayed') accessTokens.revokeForCode(code)
  if (redemption.kind !== 'fresh') {
    throw new OAuthRefusal('invalid_grant', 'The code is unknown, has expired or was used before.')
  }
  const { grant } = redemption
  if (grant.request.redirectUri !== redirectUri) {
    throw new OAuthRefusal('invalid_grant', 'The redirect_uri is not the one the sign-in was started with.')
  }
  verifyCodeVerifier(grant.request, form.get('code_verifier'))
  return { grant, accessToken: accessTokens.issue(grant, code) }
}
