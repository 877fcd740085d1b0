import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  customFetch,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  type TokenEndpointRequestOptions,
} from 'oauth4webapi'
import type { TokenAnswer } from '../ports/provider-calls.js'
import { fetchBounded } from './fetch-bounded.js'
import { readTokenAnswer } from './token-answer.js'
import { messageOf, unreachable } from './unreachable.js'

/** RFC 6749 §5.2: these say that the client is not set up as it should be. */
const CONFIGURATION_ERRORS: readonly string[] = [
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
]

/**
 * Makes a request to a token endpoint, and reads what it says.
 *
 * @param onlyPublic in no private network, whatever the name leads to
 * @throws Error when it could not be asked, or answers with what no token endpoint answers
 */
export const askForTokens = async (
  server: AuthorizationServer,
  client: Client,
  request: (options: TokenEndpointRequestOptions) => Promise<Response>,
  onlyPublic = false,
): Promise<TokenAnswer> => {
  let idToken: string | undefined
  let failedWith = 0
  const response = await request({
    // What may be asked without TLS is decided where it is asked.
    [allowInsecureRequests]: true,
    [customFetch]: async (url, options) => {
      const answer = await fetchBounded(new URL(url), options as RequestInit, { onlyPublic })
      if (answer.status >= 500) failedWith = answer.status
      if (failedWith !== 0) return new Response(null, { status: answer.status })
      const parts = readTokenAnswer(answer)
      idToken = parts.idToken
      return parts.response
    },
  })
  if (failedWith !== 0) return unreachable(new Error(`its token endpoint answered ${failedWith}`))
  try {
    const told = await processGenericTokenEndpointResponse(server, client, response)
    return {
      outcome: 'granted',
      tokens: {
        accessToken: told.access_token,
        refreshToken: told.refresh_token,
        idToken,
        expiresIn: told.expires_in,
        scope: told.scope,
      },
    }
  } catch (error) {
    // What it is made of holds the whole answer, tokens too, and would go into the log with it.
    if (!(error instanceof ResponseBodyError)) throw new Error(messageOf(error))
    // 401 is for a client that is not known (RFC 6749 §5.2), whatever it is called: Auth0 writes `access_denied`.
    const isOurFault = error.status === 401 || CONFIGURATION_ERRORS.includes(error.error)
    return {
      outcome: isOurFault ? 'misconfigured' : 'refused',
      detail: `its token endpoint says ${JSON.stringify(error.error.slice(0, LONGEST_QUOTE))}`,
    }
  }
}

const LONGEST_QUOTE = 60
