import { createTwin } from '../../create-twin.js'
import { newAccessTokenLike } from '../../grants/handles.js'
import { openidRules } from '../../grants/request-rules.js'
import type { Answer } from '../../http/answer-rules.js'
import type { Parameters } from '../../http/parameters.js'
import { idTokenFor } from '../../id-tokens/id-token-for.js'
import { leftHalfHash } from '../../id-tokens/left-half-hash.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { type SwitchName, switchesOfAll, switchesOfOidc } from '../../misbehaviour/switches.js'
import { HOUR } from '../../time.js'
import type { OidcTwin, Twin } from '../../twin.js'
import { onlyClient } from '../registered-client.js'
import type { TwinPlace } from '../twin-place.js'
import type { AppleClient } from './apple-client.js'
import { applePeople } from './apple-people.js'
import { type ApplePerson, applePersonKind } from './apple-person.js'
import { ID_TOKEN_LIFETIME, idTokenClaims } from './id-token-claims.js'
import { type Acquainted, tellNameOnce } from './tell-name-once.js'

/** What the endpoints of the Apple twin work with. */
export interface AppleProvider extends OidcTwin<ApplePerson> {
  readonly client: AppleClient
}

const appleSwitches = [...switchesOfAll, ...switchesOfOidc] as const satisfies readonly SwitchName[]
export type AppleSwitch = (typeof appleSwitches)[number]

const WITH_ID_TOKEN: readonly string[] = ['code id_token', 'id_token code']

/** https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server. */
const findPageFault = (parameters: Parameters): string | undefined => {
  if (parameters.get('response_mode') === 'form_post') return undefined
  const asked = (parameters.get('scope') ?? '').split(' ')
  if (asked.includes('name') || asked.includes('email')) {
    return 'invalid_request: response_mode must be form_post when name or email scope is requested.'
  }
  return WITH_ID_TOKEN.includes(parameters.get('response_type') ?? '')
    ? 'invalid_request: response_mode must be form_post when an id_token is requested.'
    : undefined
}

/** Sign in with Apple for web pages. https://developer.apple.com/documentation/signinwithapplerestapi */
export const createAppleProvider = (
  client: AppleClient,
  keys: SigningKeys,
  { url, now }: TwinPlace,
): AppleProvider => {
  const acquainted: Acquainted = new Set()
  const twin: Twin<ApplePerson> = createTwin({
    name: 'Apple',
    url,
    now,
    clients: onlyClient({ id: client.id }),
    cast: applePeople,
    personKind: applePersonKind,
    requestRules: {
      ...openidRules,
      openid: false,
      scopes: ['openid', 'name', 'email'],
      responseTypes: ['code', ...WITH_ID_TOKEN],
      responseModes: ['query', 'form_post'],
      pkce: 'ignored',
      findPageFault,
    },
    answerRules: {
      cancelled: { error: 'user_cancelled_authorize' },
      besideCode: async (answer: Answer<ApplePerson>) => ({
        ...tellNameOnce(acquainted, twin.switches, answer),
        ...(WITH_ID_TOKEN.includes(answer.responseType) && {
          id_token: await idTokenFor(provider, answer.grant, { c_hash: leftHalfHash(answer.code) }),
        }),
      }),
    },
    accessTokenRules: { mint: () => newAccessTokenLike('a'), lifetime: HOUR },
    switchNames: appleSwitches,
  })
  const provider: AppleProvider = {
    ...twin,
    client,
    issuer: url,
    keys,
    idTokenLifetime: ID_TOKEN_LIFETIME,
    idTokenClaims: (grant) => idTokenClaims({ issuer: url, issuedAt: now() }, grant),
  }
  return provider
}
