import { acceptsRedirectUri } from '../clients/accepts-redirect-uri.js'
import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import type { ClaimScope } from '../people/person-claims.js'
import type { AuthorizationRequest } from './authorization-request.js'
import { findRequestFault, type RequestFault } from './find-request-fault.js'

/** Where an answer may be sent: an address that has been checked against its client, and the client's state. */
export interface ReturnAddress {
  readonly redirectUri: string
  readonly state: string | undefined
}

/**
 * What came of a request. Until its redirect address is known to be the client's, a fault is shown to
 * the person and sent nowhere, or the provider would be an open redirector (RFC 6749 §4.1.2.1).
 */
export type AuthorizationOutcome =
  | { readonly kind: 'accepted'; readonly request: AuthorizationRequest }
  | { readonly kind: 'refused'; readonly returnTo: ReturnAddress; readonly fault: RequestFault }
  | { readonly kind: 'untrusted'; readonly sentence: string }

const CLAIM_SCOPES: readonly string[] = ['openid', 'email', 'profile'] satisfies ClaimScope[]
const isClaimScope = (scope: string): scope is ClaimScope => CLAIM_SCOPES.includes(scope)

const untrusted = (sentence: string): AuthorizationOutcome => ({ kind: 'untrusted', sentence })

const describeRefusedAddress = (client: DevelopmentClient): string =>
  client.redirectUris === undefined
    ? 'The redirect_uri must be a plain http address on loopback, such as http://localhost:3000/callback.'
    : 'The redirect_uri is not one of the addresses registered for this client. They are compared character by character.'

export const readAuthorizationRequest = (
  parameters: Parameters,
  clients: ReadonlyMap<string, DevelopmentClient>,
): AuthorizationOutcome => {
  const clientId = parameters.get('client_id')
  const redirectUri = parameters.get('redirect_uri')
  if (clientId === undefined) return untrusted('The application must send its client_id, once.')
  const client = clients.get(clientId)
  if (client === undefined) return untrusted('No client with this client_id is registered here.')
  if (redirectUri === undefined) return untrusted('The application must send a redirect_uri, once.')
  if (!acceptsRedirectUri(client, redirectUri)) return untrusted(describeRefusedAddress(client))

  const state = parameters.get('state')
  const fault = findRequestFault(parameters, client)
  if (fault !== undefined) return { kind: 'refused', returnTo: { redirectUri, state }, fault }

  const scopes = [...new Set((parameters.get('scope') ?? '').split(' '))].filter(isClaimScope)
  return {
    kind: 'accepted',
    request: {
      clientId,
      redirectUri,
      scopes,
      state,
      nonce: parameters.get('nonce'),
      codeChallenge: parameters.get('code_challenge'),
      loginHint: parameters.get('login_hint'),
      wantsAuthTime: parameters.get('max_age') !== undefined,
    },
  }
}
