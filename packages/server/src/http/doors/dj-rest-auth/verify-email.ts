import { AuthError } from '@latchkey/contract'
import {
  type ConfirmRegistrationDeps,
  confirmRegistration,
} from '../../../flows/django/confirm-registration.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import type { CookieWriter } from '../../browser/cookies.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/** `POST registration/verify-email/`: the link of a registration's message proves the address. */
export const verifyEmail = async (
  deps: ConfirmRegistrationDeps & { readonly cookies: CookieWriter },
  { request, ...call }: DoorCall,
): Promise<Response> => {
  const { key: token } = await readDrfFields(request, djRestAuthFields.verifyEmail)
  const { signUp: signUpCookie } = deps.cookies.read(request.headers.get('cookie'))
  await confirmRegistration(deps, { ...call, token, signUpCookie }).catch((error: unknown) => {
    // A key that is none is an address where there is nothing.
    if (error instanceof AuthError && error.code === 'link_invalid')
      throw new AuthError('not_found', { detail: error.detail ?? error.code, cause: error })
    throw error
  })
  return answerDoor({ detail: 'ok' }, { headers: { vary: 'Accept, Cookie' } })
}
