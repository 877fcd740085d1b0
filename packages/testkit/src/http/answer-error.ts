import type { Context } from 'hono'
import { OAuthRefusal } from '../oauth-refusal.js'

/**
 * The one place where something thrown becomes an answer: a refusal as RFC 6749 §5.2 and RFC 6750 §3
 * have it, anything else as a bug of ours, printed for the developer who runs this.
 */
export const answerError = (error: Error, context: Context): Response => {
  context.header('Cache-Control', 'no-store')
  if (!(error instanceof OAuthRefusal)) {
    console.error(error)
    return context.json(
      { error: 'server_error', error_description: 'This is a bug in the development provider.' },
      500,
    )
  }
  if (error.challenge !== undefined) {
    const parameters = error.challenge === 'Bearer' ? `, error="${error.error}"` : ', charset="UTF-8"'
    context.header('WWW-Authenticate', `${error.challenge} realm="development provider"${parameters}`)
  }
  return context.json(
    { error: error.error, error_description: error.message },
    error.challenge === undefined ? 400 : 401,
  )
}
