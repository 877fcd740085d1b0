import { DJANGO_CLIENT } from '../../model/client.js'
import { readTypedName } from '../../model/typed-name.js'
import { type CheckPasswordDeps, checkPassword } from '../../sign-in/password/check-password.js'
import { type SignInCheckedUserDeps, signInCheckedUser } from '../steps/sign-in-checked-user.js'
import {
  type DjangoSessionRequest,
  type OpenDjangoSessionDeps,
  openDjangoSession,
  type SignedInDjango,
} from './steps/open-django-session.js'

export interface SignInByNameDeps extends OpenDjangoSessionDeps, CheckPasswordDeps, SignInCheckedUserDeps {}

/** What a person typed into a form: an address, or the username they had. */
export interface TypedCredentials {
  readonly name: string
  readonly password: string
  readonly network: string | undefined
}

/**
 * Name and password → a session at the Django door.
 *
 * @throws AuthError `credentials_wrong`, `user_suspended`, `too_many_attempts`, `overloaded`, `hook_denied`, `hook_failed`
 */
export const signInByName = async (
  deps: SignInByNameDeps,
  { name, password, network }: TypedCredentials,
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => {
  const caller = { client: DJANGO_CLIENT, network, userAgent: request.userAgent }
  const checked = await checkPassword(deps, {
    ...readTypedName(name),
    password,
    caller,
    // These frontends keep nothing by which a browser would be known.
    device: undefined,
    findSignUp: async () => undefined,
  })
  const proof = { amr: ['pwd'], authenticatedAt: deps.clock.now() }
  const signedIn = await signInCheckedUser(deps, { checked, caller }, (stores, user) =>
    openDjangoSession(deps, stores, { ...request, user, proof }),
  )
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: 'password',
  })
  return signedIn
}
