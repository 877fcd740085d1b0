import { grantWithoutSignIn } from '../../grants/grant-without-sign-in.js'
import { type IdTokenMaker, idTokenMaker } from '../../id-tokens/id-token-maker.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { refuseProduction } from '../../refuse-production.js'
import type { AccessTokenRequest } from '../issue-access-token.js'
import type { RegisteredClient } from '../registered-client.js'
import { type MountedTwin, type RunningTwin, runningTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import type { Auth0Person } from './auth0-person.js'
import { createAuth0Router } from './auth0-router.js'
import { type Auth0Provider, type Auth0Switch, createAuth0Provider } from './create-auth0-provider.js'
import { issueAccessToken } from './issue-access-token.js'

/** Whose token it is, for which application, and for which API. */
export interface Auth0AccessTokenRequest extends AccessTokenRequest<Auth0Person> {
  /** The token is a JWT for this API; opaque when left out. */
  readonly audience?: string | undefined
}

/** A tenant of Auth0: discovery, `/authorize`, `/oauth/token`, `/userinfo`. Any API may be asked for as `audience`. */
export interface Auth0Twin
  extends RunningTwin<Auth0Person, RegisteredClient, Auth0Switch>,
    IdTokenMaker<Auth0Person> {
  /** A working access token, without a sign-in, as the switches have it. */
  issueAccessToken(request?: Auth0AccessTokenRequest): Promise<string>
}

/** Shaped like an application of theirs. Its secret is in every copy of this package: it keeps nobody out. */
const auth0Client: RegisteredClient = {
  id: 'LatchkeyDevelopmentClient1234567',
  secret: 'development-only',
}

const withoutSignIn = (provider: Auth0Provider, request: Auth0AccessTokenRequest): Promise<string> => {
  refuseProduction()
  const [firstPerson] = provider.people.all()
  const { person = firstPerson, clientId = auth0Client.id, audience } = request
  if (person === undefined) throw new TypeError('An access token needs a person.')
  const scopes = request.scopes ?? [...provider.requestRules.scopes, ...person.permissions]
  const grant = grantWithoutSignIn({ person, clientId, scopes }, provider.now())
  return issueAccessToken(provider, { ...grant, request: { ...grant.request, audience } })
}

export const createAuth0Twin = (
  place: TwinPlace,
  plan: { readonly keys: SigningKeys; readonly userinfoPerMinute: number },
): MountedTwin<Auth0Twin> => {
  const twin = createAuth0Provider({ ...plan, client: auth0Client }, place)
  const running: Auth0Twin = Object.assign(
    runningTwin<Auth0Person, RegisteredClient, Auth0Switch>(twin, auth0Client),
    idTokenMaker(twin, `${twin.issuer}.well-known/jwks.json`),
    { issueAccessToken: (request: Auth0AccessTokenRequest = {}) => withoutSignIn(twin, request) },
  )
  return { twin, router: createAuth0Router(twin), running }
}
