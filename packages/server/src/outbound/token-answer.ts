import { z } from 'zod'
import type { BoundedAnswer } from './fetch-bounded.js'
import { parseJson } from './parse-json.js'

/**
 * What token endpoints answer that do not quite keep to RFC 6749 §5: GitHub and Slack refuse with 200, Facebook puts its refusals
 * into an object, Twitch writes scopes as a list, LinkedIn has left out the type.
 */
const answer = z.looseObject({
  // RFC 6749 appendix A.12. What a header cannot hold would be quoted by whoever refuses to put it into one.
  access_token: z
    .string()
    .regex(/^[\x20-\x7e]+$/)
    .optional(),
  error: z
    .union([z.string(), z.looseObject({ message: z.string().optional(), code: z.unknown().optional() })])
    .optional(),
  scope: z.union([z.string(), z.array(z.string())]).nullish(),
  token_type: z.string().nullish(),
  id_token: z.string().nullish(),
})

/** A token endpoint's answer as RFC 6749 has it, and the ID token, which is checked elsewhere. */
export interface TokenAnswerParts {
  readonly response: Response
  readonly idToken: string | undefined
}

/** https://developers.facebook.com/docs/graph-api/guides/error-handling: about the secret of the application, and about its id. */
const CLIENT_ERRORS: readonly unknown[] = [1, 101]

const errorOf = ({ code }: { readonly code?: unknown }): string =>
  CLIENT_ERRORS.includes(code) ? 'invalid_client' : 'invalid_grant'

/** @throws Error when it is no JSON object of a kind that token endpoints answer */
export const readTokenAnswer = ({ status, text }: BoundedAnswer): TokenAnswerParts => {
  const { error, scope, token_type: type, id_token: idToken, ...rest } = answer.parse(parseJson(text))
  const told = {
    ...rest,
    ...(error !== undefined && { error: typeof error === 'string' ? error : errorOf(error) }),
    ...(scope != null && { scope: typeof scope === 'string' ? scope : scope.join(' ') }),
    token_type: type ?? 'bearer',
  }
  // What says that something is wrong is no success (RFC 6749 §5.2).
  const honest = error !== undefined && status === 200 ? 400 : status
  return {
    response: new Response(JSON.stringify(told), {
      status: honest,
      headers: { 'content-type': 'application/json' },
    }),
    idToken: idToken ?? undefined,
  }
}
