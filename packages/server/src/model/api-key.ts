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
/** Control characters have no place in a name, PostgreSQL refuses one of them, and some turn the text around that follows. */
const STRAY = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu
/** Something one sees: formatting characters and spaces alone are no name. */
const VISIBLE = /[^\p{Cf}\p{Z}]/u

/** A name that somebody typed → as it is kept; undefined when it is none, or longer than a list can show. */
export const readApiKeyName = (typed: string): string | undefined => {
  const name = typed.replaceAll(STRAY, '').trim()
  return !VISIBLE.test(name) || [...name].length > LONGEST_NAME ? undefined : name
}
