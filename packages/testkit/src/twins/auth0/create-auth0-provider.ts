import type { DevelopmentClient } from '../../clients/development-client.js'
import { createTwin } from '../../create-twin.js'
import { newAccessTokenLike } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { type SwitchName, switchesOfAll, switchesOfOidc } from '../../misbehaviour/switches.js'
import { HOUR, toNumericDate } from '../../time.js'
import type { OidcTwin } from '../../twin.js'
import { onlyClient } from '../registered-client.js'
import type { TwinPlace } from '../twin-place.js'
import { ACCESS_TOKEN_LIFETIME } from './access-token-claims.js'
import { auth0People } from './auth0-people.js'
import { type Auth0Person, auth0PersonKind } from './auth0-person.js'
import { personClaims } from './person-claims.js'
import { createUserinfoQuota, type UserinfoQuota } from './userinfo-quota.js'

/** What the endpoints of the Auth0 twin work with. */
export interface Auth0Provider extends OidcTwin<Auth0Person> {
  readonly userinfoQuota: UserinfoQuota
}

const auth0Switches = [
  ...switchesOfAll,
  ...switchesOfOidc,
  'tokenOfAnotherApp',
] as const satisfies readonly SwitchName[]
export type Auth0Switch = (typeof auth0Switches)[number]

/** What makes one Auth0 twin differ from another. */
export interface Auth0Plan {
  readonly client: DevelopmentClient
  readonly keys: SigningKeys
  readonly userinfoPerMinute: number
}

const ID_TOKEN_LIFETIME = 10 * HOUR

/** A tenant of Auth0. https://auth0.com/docs/api/authentication */
export const createAuth0Provider = (
  { client, keys, userinfoPerMinute }: Auth0Plan,
  { url, now }: TwinPlace,
): Auth0Provider => {
  const issuer = `${url}/`
  const twin = createTwin<Auth0Person>({
    name: 'Auth0',
    url,
    now,
    clients: onlyClient(client),
    cast: auth0People,
    personKind: auth0PersonKind,
    requestRules: {
      ...openidRules,
      // Scopes of an API: `todos:read`.
      foreignScopes: /^[\w-]+:[\w:-]+$/,
      responseModes: ['query', 'form_post'],
    },
    answerRules: {
      cancelled: { error: 'access_denied', error_description: 'User did not authorize the request' },
    },
    accessTokenRules: { mint: () => newAccessTokenLike(''), lifetime: ACCESS_TOKEN_LIFETIME },
    switchNames: auth0Switches,
  })
  return {
    ...twin,
    issuer,
    keys,
    userinfoQuota: createUserinfoQuota(userinfoPerMinute, now),
    idTokenLifetime: ID_TOKEN_LIFETIME,
    idTokenClaims: ({ person, request }) => ({
      ...personClaims({ url, scopes: request.scopes }, person),
      iss: issuer,
      aud: request.clientId,
      iat: toNumericDate(now()),
      exp: toNumericDate(now() + ID_TOKEN_LIFETIME),
    }),
  }
}
