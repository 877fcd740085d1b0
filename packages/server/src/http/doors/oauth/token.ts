import {
  ACCESS_TOKEN_TYPE,
  AuthError,
  CLIENT_CREDENTIALS_GRANT,
  FIRST_PARTY_PASSWORD_GRANT,
  GRANTS,
  ID_TOKEN_TYPE,
  type MachineTokenResponse,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
  type TokenExchangeRequest,
  type TokenResponse,
  tokenRequest,
} from '@latchkey/contract'
import { authenticateClient } from '../../../flows/authenticate-client.js'
import { type ExchangePasswordDeps, exchangePassword } from '../../../flows/exchange-password.js'
import { type ExchangeTokenDeps, exchangeToken, type SubjectToken } from '../../../flows/exchange-token.js'
import { type IssueMachineTokenDeps, issueMachineToken } from '../../../flows/issue-machine-token.js'
import { type RefreshSessionDeps, refreshSession } from '../../../flows/refresh-session.js'
import type { SignedIn } from '../../../flows/steps/issue-tokens.js'
import type { Client } from '../../../model/client.js'
import { formatScope } from '../../../model/scope.js'
import { toUserClaims } from '../../../model/user.js'
import type { Clients } from '../../../ports/clients.js'
import { answerJson } from '../../answer.js'
import { readClientCredentials } from '../../client-credentials.js'
import { networkOf } from '../../client-network.js'
import { parseParameters } from '../../parse-parameters.js'
import { type Form, readForm } from '../../read-form.js'

export type TokenDeps = ExchangeTokenDeps &
  ExchangePasswordDeps &
  RefreshSessionDeps &
  IssueMachineTokenDeps & { readonly clients: Clients }

const LONGEST_USER_AGENT = 256

/** `POST /oauth/token` (RFC 6749 §3.2). */
export const token = async (deps: TokenDeps, request: Request): Promise<Response> => {
  const form = await readForm(request)
  const client = await authenticateClient(deps, readClientCredentials(request, form))
  const parameters = parseTokenRequest(form)
  switch (parameters.grant_type) {
    case TOKEN_EXCHANGE_GRANT:
      return answerJson({
        ...toResponse(await exchange(deps, client, parameters)),
        issued_token_type: ACCESS_TOKEN_TYPE,
      })
    case REFRESH_TOKEN_GRANT: {
      const { refresh_token: refreshToken, scope } = parameters
      return answerJson(toResponse(await refreshSession(deps, { client, refreshToken, scope })))
    }
    case CLIENT_CREDENTIALS_GRANT: {
      const { text, expiresIn, scopes } = issueMachineToken(deps, { client, scope: parameters.scope })
      const answer: MachineTokenResponse = {
        access_token: text,
        token_type: 'Bearer',
        expires_in: expiresIn,
        scope: formatScope(scopes),
      }
      return answerJson(answer)
    }
    case FIRST_PARTY_PASSWORD_GRANT: {
      const { user_address: address, user_agent: agent, device_token: deviceToken, ...typed } = parameters
      const userAgent = agent?.slice(0, LONGEST_USER_AGENT)
      const network = readUserAddress(address)
      const signedIn = await exchangePassword(deps, { ...typed, client, network, userAgent, deviceToken })
      return answerJson({ ...toResponse(signedIn), device_token: signedIn.deviceToken })
    }
  }
}

/** One that cannot be read must not pass for none: its guesses would be counted by no network. */
const readUserAddress = (address: string | undefined): string | undefined => {
  const network = networkOf(address)
  if (address !== undefined && network === undefined)
    throw new AuthError('invalid_parameter', { parameter: 'user_address' })
  return network
}

const parseTokenRequest = (form: Form) => {
  const grant = form['grant_type']
  if (grant === undefined) throw new AuthError('missing_parameter', { parameter: 'grant_type' })
  if (!GRANTS.some((known) => known === grant)) throw new AuthError('unsupported_grant_type')
  return parseParameters(tokenRequest, form)
}

const exchange = (deps: TokenDeps, client: Client, parameters: TokenExchangeRequest): Promise<SignedIn> => {
  const subject = readSubjectToken(parameters)
  if ((parameters.requested_token_type ?? ACCESS_TOKEN_TYPE) !== ACCESS_TOKEN_TYPE) {
    throw new AuthError('unsupported_requested_token_type')
  }
  // A parameter that asks for other tokens than we issue must not be passed over in silence.
  if (parameters.actor_token !== undefined) throw new AuthError('unsupported_actor_token')
  const { scope, audience, resource } = parameters
  if (audience !== undefined && resource !== undefined && audience !== resource) {
    throw new AuthError('audience_unknown', {
      detail: 'audience and resource name two APIs; a token is for one',
    })
  }
  return exchangeToken(deps, { client, subject, scope, audience: audience ?? resource })
}

/** RFC 8693 §3. An access token does not say whose it is, so the client names its provider. */
const readSubjectToken = (parameters: TokenExchangeRequest): SubjectToken => {
  const { subject_token: token, subject_token_type: type, subject_issuer: providerId, nonce } = parameters
  if (type === ID_TOKEN_TYPE) return { kind: 'id_token', idToken: token, nonce }
  if (type !== ACCESS_TOKEN_TYPE) throw new AuthError('unsupported_subject_token_type')
  if (providerId === undefined) throw new AuthError('missing_parameter', { parameter: 'subject_issuer' })
  return { kind: 'access_token', accessToken: token, providerId }
}

const toResponse = (signedIn: SignedIn): TokenResponse => ({
  access_token: signedIn.accessToken,
  token_type: 'Bearer',
  expires_in: signedIn.expiresIn,
  refresh_token: signedIn.refreshToken,
  scope: formatScope(signedIn.session.scopes),
  session_id: signedIn.session.id,
  user: toUserClaims(signedIn.user),
})
