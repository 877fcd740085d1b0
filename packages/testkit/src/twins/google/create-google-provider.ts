import { createTwin } from '../../create-twin.js'
import { newAccessToken } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { type SwitchName, switchesOfAll, switchesOfOidc } from '../../misbehaviour/switches.js'
import { HOUR } from '../../time.js'
import type { OidcTwin } from '../../twin.js'
import { googlePersonKind } from './google-person-kind.js'
import { idTokenClaims } from './id-token-claims.js'
import type { Person } from './person.js'
import type { ProviderSettings } from './read-options.js'
import { withAbsolutePicture } from './with-absolute-picture.js'

/** What the endpoints of the Google-shaped provider work with. */
export type GoogleProvider = OidcTwin<Person>

const googleSwitches = [
  ...switchesOfAll,
  ...switchesOfOidc,
  'wrongResponseIssuer',
  'tokenOfAnotherApp',
] as const satisfies readonly SwitchName[]
export type GoogleSwitch = (typeof googleSwitches)[number]

/** Google as https://developers.google.com/identity/openid-connect/openid-connect has it. */
export const createGoogleProvider = (
  settings: ProviderSettings,
  keys: SigningKeys,
  url: string,
): GoogleProvider => {
  const { clock: now, issuer = url, idTokenLifetime } = settings
  const twin = createTwin<Person>({
    name: 'Google',
    url,
    now,
    clients: new Map(settings.clients.map((client) => [client.id, client])),
    cast: settings.people.map((person) => withAbsolutePicture(person, url)),
    personKind: googlePersonKind,
    requestRules: openidRules,
    answerRules: {
      issuer,
      cancelled: { error: 'access_denied', error_description: 'The person cancelled the sign-in.' },
    },
    accessTokenRules: { mint: newAccessToken, lifetime: HOUR },
    switchNames: googleSwitches,
  })
  return {
    ...twin,
    issuer,
    keys,
    idTokenLifetime,
    idTokenClaims: ({ request, person }) =>
      idTokenClaims({
        issuer,
        clientId: request.clientId,
        person: withAbsolutePicture(person, url),
        scopes: request.scopes,
        issuedAt: now(),
        lifetime: idTokenLifetime,
      }),
  }
}
