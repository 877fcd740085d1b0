import { type RequestPasswordResetDeps, requestPasswordReset } from '../../../flows/request-password-reset.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { callerOf } from '../../caller-of.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/** `POST password/reset/`: the same answer for every address. */
export const resetPassword = async (deps: RequestPasswordResetDeps, call: DoorCall): Promise<Response> => {
  const { request, locale } = call
  const { email } = await readDrfFields(request, djRestAuthFields.resetPassword)
  await requestPasswordReset(deps, { email, locale, caller: callerOf(call) })
  return answerDoor({ detail: 'Password reset e-mail has been sent.' }, { headers: { vary: 'Accept' } })
}
