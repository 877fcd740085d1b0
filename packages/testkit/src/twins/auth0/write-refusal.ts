import type { WriteRefusal } from '../../http/answer-error.js'

/**
 * Refusals with words and numbers of their own: 403 for a code, `access_denied` for a client, a text for a token.
 * https://auth0.com/docs/api/authentication/errors
 */
export const writeRefusal: WriteRefusal = ({ error, message }, context) => {
  switch (error) {
    case 'invalid_token':
      context.header('WWW-Authenticate', 'Bearer error="invalid_token"')
      return context.text('Unauthorized', 401)
    case 'invalid_client':
      return context.json({ error: 'access_denied', error_description: 'Unauthorized' }, 401)
    case 'invalid_grant':
      return context.json({ error, error_description: message }, 403)
    default:
      return context.json({ error, error_description: message }, 400)
  }
}
