import { introspect } from './introspect.js'
import { type IntrospectionOptions, readIntrospectionOptions } from './introspection-options.js'
import { keepAnswers } from './kept-answers.js'
import type { OpaqueTokens } from './opaque-tokens.js'

/** RFC 6750, RFC 9449. A refresh token, or a cookie, is no access token, however active it is. */
const ACCESS_TOKEN_TYPES: readonly (string | undefined)[] = [undefined, 'bearer', 'dpop']

/**
 * Asks another server about opaque tokens and API keys (RFC 7662): a Latchkey server by its `issuer`, or any other by its `url`. The guard
 * reads the answer by the preset of the issuer that it names. One question for however many requests wait for it; answers are used again
 * for `cacheFor`.
 *
 * @throws TypeError when the options make no sense
 */
export function introspection(options: IntrospectionOptions): OpaqueTokens {
  const settings = readIntrospectionOptions('introspection', options)
  const answers = keepAnswers(settings, (token) => introspect(settings, token, 'access_token'))
  return {
    check: async (token) => {
      const answer = await answers.about(token)
      if (answer === undefined || !ACCESS_TOKEN_TYPES.includes(answer.tokenType)) return undefined
      return answer.claims
    },
    forget: (sessionId) => answers.forget(sessionId),
  }
}
