import type { Parameters } from '../http/parameters.js'
import { OAuthRefusal } from '../oauth-refusal.js'

/**
 * Codes are all that can be exchanged here (RFC 6749 §4.1.3).
 *
 * @throws OAuthRefusal
 */
export const expectCodeGrant = (form: Parameters): void => {
  const grantType = form.get('grant_type')
  if (grantType === undefined) throw new OAuthRefusal('invalid_request', 'The grant_type is missing.')
  if (grantType !== 'authorization_code') {
    throw new OAuthRefusal('unsupported_grant_type', 'Only grant_type=authorization_code is supported.')
  }
}
