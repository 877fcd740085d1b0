import type { Context } from 'hono'
import type { WriteRefusal } from '../../http/answer-error.js'
import type { OAuthErrorCode, OAuthRefusal } from '../../oauth-refusal.js'

/**
 * A form, unless JSON is asked for by name: `*` is not enough.
 *
 *     access_token=gho_…&scope=read%3Auser%2Cuser%3Aemail&token_type=bearer
 */
export const writeTokenAnswer = (context: Context, answer: Readonly<Record<string, string>>): Response =>
  context.req.header('accept')?.includes('application/json')
    ? context.json(answer)
    : context.body(new URLSearchParams(answer).toString(), 200, {
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      })

const HELP =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/'

/** GitHub's names for what the others call by the names of RFC 6749. */
const githubCodes: Partial<Record<OAuthErrorCode, string>> = {
  invalid_client: 'incorrect_client_credentials',
  invalid_grant: 'bad_verification_code',
  invalid_request: 'bad_verification_code',
}

const githubCodeOf = ({ error, details }: OAuthRefusal): string =>
  details.parameter === 'redirect_uri' ? 'redirect_uri_mismatch' : (githubCodes[error] ?? error)

/**
 * A refusal with status 200: only its body tells that it is one.
 * https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 *
 *     {"error":"bad_verification_code","error_description":"…","error_uri":"https://docs.github.com/…"}
 */
export const writeTokenRefusal: WriteRefusal = (refusal, context) => {
  const error = githubCodeOf(refusal)
  return writeTokenAnswer(context, {
    error,
    error_description: refusal.message,
    error_uri: `${HELP}#${error.replaceAll('_', '-')}`,
  })
}
