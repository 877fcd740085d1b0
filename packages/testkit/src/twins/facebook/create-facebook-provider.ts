import type { DevelopmentClient } from '../../clients/development-client.js'
import { createTwin } from '../../create-twin.js'
import { newAccessTokenLike } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import { type SwitchName, switchesOfAll } from '../../misbehaviour/switches.js'
import { HOUR } from '../../time.js'
import type { Twin } from '../../twin.js'
import { onlyClient } from '../registered-client.js'
import type { TwinPlace } from '../twin-place.js'
import { facebookPeople } from './facebook-people.js'
import { type FacebookPerson, facebookPersonKind } from './facebook-person.js'

/** What the endpoints of the Facebook twin work with. */
export type FacebookProvider = Twin<FacebookPerson>

const facebookSwitches = [
  ...switchesOfAll,
  'expired',
  'tokenOfAnotherApp',
] as const satisfies readonly SwitchName[]
export type FacebookSwitch = (typeof facebookSwitches)[number]

/** About sixty days, as a server gets them. */
const ACCESS_TOKEN_LIFETIME = 60 * 24 * HOUR

/**
 * Facebook Login as a server uses it: OAuth 2.0 older than its RFC, and the Graph API.
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
 */
export const createFacebookProvider = (
  client: DevelopmentClient,
  { url, now }: TwinPlace,
): FacebookProvider =>
  createTwin<FacebookPerson>({
    name: 'Facebook',
    url,
    now,
    clients: onlyClient(client),
    cast: facebookPeople,
    personKind: facebookPersonKind,
    requestRules: {
      ...openidRules,
      openid: false,
      scopes: ['public_profile', 'email'],
      scopeSeparator: /[ ,]/,
      responseTypeMayBeMissing: true,
    },
    answerRules: {
      cancelled: {
        error: 'access_denied',
        error_code: '200',
        error_description: 'Permissions error',
        error_reason: 'user_denied',
      },
      // Facebook has added this to every address since 2011, so that no other fragment survives.
      fragment: '#_=_',
    },
    accessTokenRules: { mint: () => newAccessTokenLike('EAA'), lifetime: ACCESS_TOKEN_LIFETIME },
    switchNames: facebookSwitches,
  })
