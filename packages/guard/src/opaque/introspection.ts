import { wrongClaims } from '../issuers/read-claims.js'
import { introspect } from './introspect.js'
import { type IntrospectionOptions, readIntrospectionOptions } from './introspection-options.js'
import { keepAnswers } from './kept-answers.js'
import type { OpaqueTokens } from './opaque-tokens.js'

/** RFC 6750, RFC 9449. A refresh token, or a cookie, is no access token, however active it is. */
const ACCESS_TOKEN_TYPES: readonly (string | undefined)[] = [undefined, 'bearer', 'dpop']

/**
 * Asks another server about opaque tokens and API keys (RFC 7662): a Latchkey server by its `issuer`, or any other by its `url`. The guard
 * reads the answer by the preset of the issuer that it names, which must be `issuer`. One question for however many requests wait for it; answers are used again
 * for `cacheFor`.
 *
 * @throws TypeError when the options make no sense
 */
export function introspection(options: IntrospectionOptions): OpaqueTokens {
  const settings = readIntrospectionOptions('introspection', options)
  const answers = keepAnswers(settings, (token) => introspect(settings, token, 'access_token'))
  return {
    ...(settings.issuer !== undefined && { issuer: settings.issuer }),
    check: async (token) => {
      const answer = await answers.about(token)
      if (answer === undefined || !ACCESS_TOKEN_TYPES.includes(answer.tokenType)) return undefined
      // RFC 9449 §6.2: without the key nobody can be asked for a proof, and a bearer token it is not.
      if (answer.tokenType === 'dpop' && answer.claims['cnf'] === undefined)
        throw wrongClaims('token_type is DPoP, and cnf does not say which key')
      return answer.claims
    },
    forget: (sessionId) => answers.forget(sessionId),
  }
}
