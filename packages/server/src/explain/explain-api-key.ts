import type { ExplainedRequirement } from '@latchkey/guard/explain'
import { readApiKey } from '../forms/api-key.js'
import type { ApiKeySettings } from '../model/api-key.js'
import { formatScope } from '../model/scope.js'
import type { Session } from '../model/session.js'
import type { Secrets } from '../ports/secrets.js'
import { type EndCodes, type SessionLookup, sessionChecks } from './session-checks.js'
import { failed, passed, skipped, type Told, type ToldCheck, toldOfForm } from './told.js'

/** What API keys are explained with. */
export interface ApiKeyLookup extends SessionLookup {
  readonly secrets: Pick<Secrets, 'hash'>
  /** Undefined: this server knows no API keys. */
  readonly apiKeys: ApiKeySettings | undefined
  readonly requirement: ExplainedRequirement
  /** The names of the API that is asked; undefined: whichever the key is for. */
  readonly audiences: readonly string[] | undefined
}

const ENDED: EndCodes = {
  ended: 'token_session_ended',
  expired: 'token_session_ended',
  suspended: 'token_session_ended',
}

/** An API key. One that cannot be one is told from its letters, without a look into the database. */
export const explainApiKey = async (lookup: ApiKeyLookup, text: string): Promise<Told> => {
  const hash = readApiKey(lookup.secrets, text)
  const checks =
    hash === undefined
      ? [
          failed(
            'checksum',
            ENDED.ended,
            'its last letters do not fit the others: a letter is wrong, or a part of it is missing',
          ),
          skipped('session', 'it was looked up nowhere'),
        ]
      : [passed('checksum', 'its last letters fit the others'), ...(await checkKnown(lookup, hash))]
  return toldOfForm('an API key', checks, 'Guards that know opaque tokens take it, as Bearer or Token.')
}

const checkKnown = async (lookup: ApiKeyLookup, hash: string): Promise<readonly ToldCheck[]> => {
  const session = await lookup.sessions.findOpaque(hash)
  return [
    lookup.apiKeys === undefined
      ? failed('api keys', ENDED.ended, 'there is no apiKeys in the configuration, so no key opens anything')
      : passed('api keys', 'they are switched on'),
    ...(await sessionChecks(lookup, session, ENDED)),
    ...(session === undefined ? [] : checkUse(lookup, session)),
  ]
}

/** What a key that lives may be used for, by now. */
const checkUse = (lookup: ApiKeyLookup, session: Session): readonly ToldCheck[] => {
  return [checkAudience(lookup, session), checkScopes(lookup, session), ...checkRoles(lookup)]
}

/** What stands on the roles of the owner. */
const checkRoles = ({ apiKeys, requirement }: ApiKeyLookup): readonly ToldCheck[] => {
  if (apiKeys?.carriesRoles === true) return []
  const { roles = [], permissions = [] } = requirement
  const because = 'unless apiKeys.carriesRoles says so'
  return [
    ...(roles.length === 0 ? [] : [failed('roles', 'role_insufficient', `a key has no roles, ${because}`)]),
    ...(permissions.length === 0
      ? []
      : [failed('permissions', 'permission_insufficient', `a key has no permissions, ${because}`)]),
  ]
}

const checkAudience = ({ apiKeys, audiences }: ApiKeyLookup, { audience }: Session): ToldCheck => {
  if (apiKeys !== undefined && !apiKeys.audiences.includes(audience))
    return failed(
      'aud',
      ENDED.ended,
      `it is for ${JSON.stringify(audience)}, which is none of apiKeys.audiences (any more)`,
    )
  return audiences === undefined || audiences.includes(audience)
    ? passed('aud', JSON.stringify(audience))
    : failed(
        'aud',
        'token_audience_mismatch',
        `expected ${audiences.map((name) => JSON.stringify(name)).join(' or ')}, it is for ${JSON.stringify(audience)}`,
      )
}

const checkScopes = ({ apiKeys, requirement }: ApiKeyLookup, { scopes }: Session): ToldCheck => {
  const left = scopes.filter((scope) => apiKeys === undefined || apiKeys.scopes.includes(scope))
  const taken = scopes.filter((scope) => !left.includes(scope))
  const said =
    JSON.stringify(formatScope(left)) +
    (taken.length === 0 ? '' : `; not in apiKeys.scopes any more: ${JSON.stringify(formatScope(taken))}`)
  const missing = (requirement.scopes ?? []).filter((scope) => !left.includes(scope))
  return missing.length === 0
    ? passed('scopes', said)
    : failed('scopes', 'scope_insufficient', `missing scope ${formatScope(missing)}, saw ${said}`)
}
