import { type AccessTokenRequest, issueAccessToken } from '../issue-access-token.js'
import type { RegisteredClient } from '../registered-client.js'
import { type MountedTwin, type RunningTwin, runningTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import { createFacebookProvider, type FacebookSwitch } from './create-facebook-provider.js'
import type { FacebookPerson } from './facebook-person.js'
import { createFacebookRouter } from './facebook-router.js'

/** Facebook: `/v23.0/dialog/oauth`, `/v23.0/oauth/access_token`, `/me` and `/debug_token`. */
export interface FacebookTwin extends RunningTwin<FacebookPerson, RegisteredClient, FacebookSwitch> {
  /** A working access token, without a sign-in: of this application or of another. */
  issueAccessToken(request?: AccessTokenRequest<FacebookPerson>): string
}

/** Shaped like an application of theirs. Its secret is in every copy of this package: it keeps nobody out. */
const facebookClient: RegisteredClient = { id: '1234567890123456', secret: 'development-only' }

export const createFacebookTwin = (place: TwinPlace): MountedTwin<FacebookTwin> => {
  const twin = createFacebookProvider(facebookClient, place)
  const running: FacebookTwin = Object.assign(
    runningTwin<FacebookPerson, RegisteredClient, FacebookSwitch>(twin, facebookClient),
    {
      issueAccessToken: (request: AccessTokenRequest<FacebookPerson> = {}) => issueAccessToken(twin, request),
    },
  )
  return { twin, router: createFacebookRouter(twin), running }
}
