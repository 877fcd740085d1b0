import type { Scopes } from './scope.js'
import type { ApiKeyLabel, Session } from './session.js'
import type { Millis } from './time.js'

/** A session that an API key carries. */
export type ApiKeySession = Session & { readonly apiKey: ApiKeyLabel }

export const isApiKeySession = (session: Session): session is ApiKeySession => session.apiKey !== null

/** `apiKeys: { … }`, checked: what keys people may make, and what those they have still open. */
export interface ApiKeySettings {
  readonly scopes: Scopes
  readonly audiences: readonly [string, ...string[]]
  readonly mostPerUser: number
  readonly defaultLifetime: Millis
  readonly longestLifetime: Millis
  /** Whether a key has the roles of its owner. */
  readonly carriesRoles: boolean
}

const LONGEST_NAME = 60

/** A name that somebody typed → as it is kept; undefined when it is none, or longer than a list can show. */
export const readApiKeyName = (typed: string): string | undefined => {
  // Control characters have no place in a name, and PostgreSQL refuses one of them.
  const name = typed.replaceAll(/[\p{Cc}\p{Cs}\p{Cf}]/gu, '').trim()
  return name === '' || [...name].length > LONGEST_NAME ? undefined : name
}
