import { AuthError, type CreateApiKeyRequest } from '@latchkey/contract'
import { type ApiKeySettings, readApiKeyName } from '../../model/api-key.js'
import type { Scopes } from '../../model/scope.js'
import { DAY, type Millis } from '../../model/time.js'

/** What an API key is to be, as far as keys here may be that. */
export interface ApiKeyWish {
  readonly name: string
  readonly scopes: Scopes
  readonly audience: string
  readonly lifetime: Millis
}

/**
 * What somebody asked for → a key to be.
 *
 * @throws AuthError `missing_parameter`, `invalid_parameter`, naming the one at fault
 */
export const readApiKeyWish = (settings: ApiKeySettings, asked: CreateApiKeyRequest): ApiKeyWish => ({
  name: readName(asked.name),
  scopes: readScopes(settings, asked.scopes),
  audience: readAudience(settings, asked.audience),
  lifetime: readLifetime(settings, asked.days),
})

const readName = (typed: string): string => {
  if (typed.trim() === '') throw new AuthError('missing_parameter', { parameter: 'name' })
  const name = readApiKeyName(typed)
  if (name === undefined) throw new AuthError('invalid_parameter', { parameter: 'name' })
  return name
}

/** Nobody makes a key that opens everything by leaving something out. */
const readScopes = ({ scopes }: ApiKeySettings, asked: Scopes): Scopes => {
  const wanted = new Set(asked)
  if (wanted.size === 0 && scopes.length > 0)
    throw new AuthError('missing_parameter', { parameter: 'scopes' })
  // What was asked for is not repeated: a key in the wrong field must not end up in the log.
  if (![...wanted].every((scope) => scopes.includes(scope)))
    throw new AuthError('invalid_parameter', { parameter: 'scopes', detail: 'not one of those for keys' })
  return scopes.filter((scope) => wanted.has(scope))
}

const readAudience = ({ audiences }: ApiKeySettings, asked: string = audiences[0]): string => {
  if (!audiences.includes(asked)) throw new AuthError('invalid_parameter', { parameter: 'audience' })
  return asked
}

const readLifetime = (
  { defaultLifetime, longestLifetime }: ApiKeySettings,
  days: number | undefined,
): Millis => {
  if (days === undefined) return defaultLifetime
  if (days < 1 || days * DAY > longestLifetime)
    throw new AuthError('invalid_parameter', { parameter: 'days' })
  return days * DAY
}
