import { acceptsRedirectUri } from '../clients/accepts-redirect-uri.js'
import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import type { AuthorizationRequest } from './authorization-request.js'
import { findRequestFault, type RequestFault } from './find-request-fault.js'
import type { RequestRules, ResponseMode } from './request-rules.js'

/** Where an answer may be sent, and how: an address that has been checked against its client, and the client's state. */
export type ReturnAddress = Pick<AuthorizationRequest, 'redirectUri' | 'state' | 'responseMode'>

/**
 * What came of a request. Until its redirect address is known to be the client's, a fault is shown to
 * the person and sent nowhere, or the provider would be an open redirector (RFC 6749 §4.1.2.1).
 */
export type AuthorizationOutcome =
  | { readonly kind: 'accepted'; readonly request: AuthorizationRequest }
  | { readonly kind: 'refused'; readonly returnTo: ReturnAddress; readonly fault: RequestFault }
  | { readonly kind: 'untrusted'; readonly sentence: string }

const untrusted = (sentence: string): AuthorizationOutcome => ({ kind: 'untrusted', sentence })

export const addressNotRegistered =
  'The redirect_uri is not one of the addresses registered for this client. They are compared character by character.'

const describeRefusedAddress = (client: DevelopmentClient): string =>
  client.redirectUris === undefined
    ? 'The redirect_uri must be a plain http address on loopback, such as http://localhost:3000/callback.'
    : addressNotRegistered

/** The provider's default where none, or one it does not know, was asked for: the fault itself must travel somehow. */
const readResponseMode = (parameters: Parameters, { responseModes }: RequestRules): ResponseMode =>
  responseModes.find((mode) => mode === parameters.get('response_mode')) ?? 'query'

const readScopes = (
  parameters: Parameters,
  { scopes, foreignScopes, scopeSeparator }: RequestRules,
): string[] => {
  const asked = new Set((parameters.get('scope') ?? '').split(scopeSeparator))
  return [...asked].filter((scope) => scopes.includes(scope) || foreignScopes?.test(scope))
}

/** Reads a request by the rules of the provider it was sent to. */
export const readAuthorizationRequest = (
  parameters: Parameters,
  clients: ReadonlyMap<string, DevelopmentClient>,
  rules: RequestRules,
): AuthorizationOutcome => {
  const clientId = parameters.get('client_id')
  const redirectUri = parameters.get('redirect_uri')
  if (clientId === undefined) return untrusted('The application must send its client_id, once.')
  const client = clients.get(clientId)
  if (client === undefined) return untrusted('No client with this client_id is registered here.')
  if (redirectUri === undefined) return untrusted('The application must send a redirect_uri, once.')
  if (!acceptsRedirectUri(client, redirectUri)) return untrusted(describeRefusedAddress(client))
  const pageFault = rules.findPageFault?.(parameters)
  if (pageFault !== undefined) return untrusted(pageFault)

  const returnTo = {
    redirectUri,
    state: parameters.get('state'),
    responseMode: readResponseMode(parameters, rules),
  }
  const fault = findRequestFault(parameters, client, rules)
  if (fault !== undefined) return { kind: 'refused', returnTo, fault }
  return {
    kind: 'accepted',
    request: {
      ...returnTo,
      clientId,
      responseType: parameters.get('response_type') ?? 'code',
      scopes: readScopes(parameters, rules),
      nonce: parameters.get('nonce'),
      codeChallenge: rules.pkce === 'S256' ? parameters.get('code_challenge') : undefined,
      loginHint: parameters.get('login_hint'),
      wantsAuthTime: parameters.get('max_age') !== undefined,
      audience: parameters.get('audience'),
    },
  }
}
