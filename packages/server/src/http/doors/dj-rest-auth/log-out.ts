import { AuthError } from '@latchkey/contract'
import { type SignOutSimpleJwtDeps, signOutSimpleJwt } from '../../../flows/django/sign-out-simple-jwt.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import { clearTokenCookies } from '../../django/answer-simple-jwt.js'
import type { DoorCall } from '../../django/door.js'
import { findAccessToken } from '../../django/read-bearer.js'
import { readRefreshToken } from '../../django/read-refresh-token.js'

/** `POST logout/`: ends the sessions of the JWTs that are shown; the cookies go in any case. */
export const logOut = async (
  deps: SignOutSimpleJwtDeps,
  settings: DjRestAuthSettings,
  { request }: DoorCall,
): Promise<Response> => {
  const access = findAccessToken(request, settings)
  const refresh = await readRefreshToken(request, settings, djRestAuthFields.logOut)
  const answer = (status: number, detail: string): Response =>
    answerDoor(
      { detail },
      {
        status,
        headers: { vary: 'Accept, Cookie' },
        setCookies: clearTokenCookies(settings.cookies),
      },
    )
  try {
    const isOut = await signOutSimpleJwt(deps, { refresh, access })
    if (isOut || !settings.needsRefreshToSignOut) return answer(200, 'Successfully logged out.')
    return answer(401, 'Refresh token was not included in request data.')
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    if (error.code === 'session_ended') return answer(401, 'Token is blacklisted')
    if (error.code === 'refresh_token_invalid') return answer(401, 'Token is invalid or expired')
    throw error
  }
}
