import { AuthError } from '@latchkey/contract'
import type { ApiKeySettings } from '../../model/api-key.js'

export interface RequireApiKeysDeps {
  /** Undefined: there are none here. */
  readonly apiKeys: ApiKeySettings | undefined
}

/** @throws AuthError `not_found` where there are no API keys */
export const requireApiKeys = ({ apiKeys }: RequireApiKeysDeps): ApiKeySettings => {
  if (apiKeys === undefined) throw new AuthError('not_found', { detail: 'apiKeys is not configured' })
  return apiKeys
}
