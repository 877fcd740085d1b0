import { AuthError } from '@latchkey/contract'
import { type ResetPasswordDeps, resetPassword } from '../../../flows/reset-password.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { callerOf } from '../../caller-of.js'
import { answerDoor } from '../../django/answer-door.js'
import { checkTypedTwice, wordPasswordRefusal } from '../../django/check-new-passwords.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { fieldError } from '../../django/wire-refusal.js'

/** As the link says it; the token alone decides. */
const UID = /^[0-9a-f]{32}$/

/** `POST password/reset/confirm/`: sets a password with the link of a message. It signs nobody in. */
export const confirmReset = async (deps: ResetPasswordDeps, call: DoorCall): Promise<Response> => {
  const { request, locale } = call
  const typed = await readDrfFields(request, djRestAuthFields.confirmReset)
  if (!UID.test(typed.uid)) throw fieldError('uid', 'Invalid value')
  checkTypedTwice(typed.new_password1, typed.new_password2, 'new_password2')
  const { token, new_password1: password } = typed
  await resetPassword(deps, { token, password, locale, caller: callerOf(call) })
    .catch((error: unknown) => {
      if (error instanceof AuthError && error.code === 'link_invalid')
        throw fieldError('token', 'Invalid value')
      throw error
    })
    .catch(wordPasswordRefusal('new_password2', deps.passwordRules))
  return answerDoor(
    { detail: 'Password has been reset with the new password.' },
    { headers: { vary: 'Accept' } },
  )
}
