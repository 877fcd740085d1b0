import { randomUUID } from 'node:crypto'
import type { DevelopmentClient } from '../../clients/development-client.js'
import { createTwin } from '../../create-twin.js'
import { newAccessTokenLike } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { type SwitchName, switchesOfAll, switchesOfOidc } from '../../misbehaviour/switches.js'
import { HOUR } from '../../time.js'
import type { OidcTwin } from '../../twin.js'
import { onlyClient } from '../registered-client.js'
import type { TwinPlace } from '../twin-place.js'
import { idTokenClaims } from './id-token-claims.js'
import { microsoftPeople } from './microsoft-people.js'
import { type MicrosoftPerson, microsoftPersonKind } from './microsoft-person.js'
import { type Authority, issuerOf } from './tenants.js'

/** What the endpoints of the Microsoft twin work with: the whole of it, or what can be seen at one authority. */
export interface MicrosoftProvider extends OidcTwin<MicrosoftPerson> {
  readonly authority: Authority
}

const microsoftSwitches = [...switchesOfAll, ...switchesOfOidc] as const satisfies readonly SwitchName[]
export type MicrosoftSwitch = (typeof microsoftSwitches)[number]

/**
 * The Microsoft identity platform, version 2.0, with many tenants.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
 */
export const createMicrosoftProvider = (
  client: DevelopmentClient,
  keys: SigningKeys,
  { url, now }: TwinPlace,
): MicrosoftProvider => {
  const twin = createTwin<MicrosoftPerson>({
    name: 'Microsoft',
    url,
    now,
    clients: onlyClient(client),
    cast: microsoftPeople,
    personKind: microsoftPersonKind,
    requestRules: { ...openidRules, responseModes: ['query', 'form_post'] },
    answerRules: {
      cancelled: {
        error: 'access_denied',
        error_subcode: 'cancel',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
      },
      // Nobody needs it, and everybody gets it (OpenID Connect Session Management §3).
      besideCode: () => ({ session_state: randomUUID() }),
    },
    accessTokenRules: { mint: () => newAccessTokenLike('EwB'), lifetime: HOUR },
    switchNames: microsoftSwitches,
  })
  return {
    ...twin,
    authority: 'common',
    issuer: issuerOf(url, 'common'),
    keys,
    idTokenLifetime: HOUR,
    idTokenClaims: (grant) => idTokenClaims({ url, issuedAt: now(), lifetime: HOUR }, grant),
  }
}
