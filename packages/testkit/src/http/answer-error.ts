import type { Context, ErrorHandler } from 'hono'
import { OAuthRefusal } from '../oauth-refusal.js'

/** Puts a refusal into the words of one provider. */
export type WriteRefusal = (refusal: OAuthRefusal, context: Context) => Response

/** Names the scheme a client is asked for (RFC 6749 §5.2, RFC 6750 §3). */
const challenge = ({ error, details }: OAuthRefusal, context: Context): void => {
  if (details.challenge === undefined) return
  const parameters = details.challenge === 'Bearer' ? `, error="${error}"` : ', charset="UTF-8"'
  context.header('WWW-Authenticate', `${details.challenge} realm="development provider"${parameters}`)
}

/** A refusal as RFC 6749 §5.2 and RFC 6750 §3 have it. */
export const writeRefusal: WriteRefusal = (refusal, context) => {
  challenge(refusal, context)
  return context.json(
    { error: refusal.error, error_description: refusal.message },
    refusal.details.challenge === undefined ? 400 : 401,
  )
}

/**
 * The one place where something thrown becomes an answer: a refusal in the words of the provider,
 * anything else as a bug of ours, printed for the developer who runs this.
 */
export const answerErrorBy =
  (write: WriteRefusal): ErrorHandler =>
  (error, context) => {
    context.header('Cache-Control', 'no-store')
    if (error instanceof OAuthRefusal) return write(error, context)
    console.error(error)
    return context.json(
      { error: 'server_error', error_description: 'This is a bug in the development provider.' },
      500,
    )
  }
