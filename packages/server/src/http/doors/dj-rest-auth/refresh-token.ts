import { type RefreshSimpleJwtDeps, refreshSimpleJwt } from '../../../flows/django/refresh-simple-jwt.js'
import { toPythonMoment } from '../../../model/django-account.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import { setTokenCookies } from '../../django/answer-simple-jwt.js'
import type { DoorCall } from '../../django/door.js'
import { readRefreshToken } from '../../django/read-refresh-token.js'
import { fieldError } from '../../django/wire-refusal.js'

/** `POST token/refresh/`: a refresh JWT → the next pair. */
export const refreshToken = async (
  deps: RefreshSimpleJwtDeps,
  settings: DjRestAuthSettings,
  { request }: DoorCall,
): Promise<Response> => {
  const refresh = await readRefreshToken(request, settings, djRestAuthFields.refreshToken)
  if (refresh === undefined) throw fieldError('refresh', 'This field is required.')
  const pair = await refreshSimpleJwt(deps, refresh, settings.limits)
  return answerDoor(
    {
      access: pair.access,
      refresh: pair.refresh,
      ...(settings.cookies !== undefined && {
        access_token_expiration: toPythonMoment(pair.accessExpiresAt),
      }),
    },
    {
      headers: { vary: 'Accept' },
      setCookies: setTokenCookies(deps, settings, pair),
    },
  )
}
