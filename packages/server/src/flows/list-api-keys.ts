import type { ApiKeyList } from '@latchkey/contract'
import type { UserId } from '../model/ids.js'
import { DAY } from '../model/time.js'
import type { Sessions } from '../ports/sessions.js'
import { describeApiKey } from './steps/describe-api-key.js'
import { type LiveKeysDeps, liveKeysOf } from './steps/live-keys-of.js'
import { type RequireApiKeysDeps, requireApiKeys } from './steps/require-api-keys.js'

export interface ListApiKeysDeps extends LiveKeysDeps, RequireApiKeysDeps {
  readonly sessions: Pick<Sessions, 'listKeysOf'>
}

/** The API keys of a user, and what a new one may be. @throws AuthError `not_found` where there are none */
export const listApiKeys = async (deps: ListApiKeysDeps, userId: UserId): Promise<ApiKeyList> => {
  const settings = requireApiKeys(deps)
  const keys = await liveKeysOf(deps, deps.sessions, userId)
  return {
    apiKeys: keys.map(describeApiKey),
    choices: {
      scopes: [...settings.scopes],
      audiences: [...settings.audiences],
      defaultDays: Math.floor(settings.defaultLifetime / DAY),
      mostDays: Math.floor(settings.longestLifetime / DAY),
      mostKeys: settings.mostPerUser,
    },
  }
}
