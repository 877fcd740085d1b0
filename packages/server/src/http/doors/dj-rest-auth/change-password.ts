import { AuthError } from '@latchkey/contract'
import {
  type ChangeDjangoPasswordDeps,
  changeDjangoPassword,
} from '../../../flows/django/change-django-password.js'
import type { ReadSimpleJwtDeps } from '../../../flows/django/read-simple-jwt.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import { checkTypedTwice, wordPasswordRefusal } from '../../django/check-new-passwords.js'
import type { DoorCall } from '../../django/door.js'
import { requireBearer } from '../../django/read-bearer.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { fieldError } from '../../django/wire-refusal.js'

/** `POST password/change/`: another password for who is signed in. */
export const changePassword = async (
  deps: ReadSimpleJwtDeps & ChangeDjangoPasswordDeps,
  settings: DjRestAuthSettings,
  { request, locale }: DoorCall,
): Promise<Response> => {
  const { current } = await requireBearer(deps, settings, request)
  const typed = await readDrfFields(request, djRestAuthFields.changePassword)
  checkTypedTwice(typed.new_password1, typed.new_password2, 'new_password2')
  await changeDjangoPassword(deps, {
    current,
    oldPassword: typed.old_password,
    newPassword: typed.new_password1,
    locale,
  })
    .catch(wordOldPassword)
    .catch(wordPasswordRefusal('new_password2', deps.passwordRules))
  return answerDoor({ detail: 'New password has been saved.' }, { headers: { vary: 'Accept, Cookie' } })
}

const wordOldPassword = (error: unknown): never => {
  if (error instanceof AuthError && error.code === 'password_wrong')
    throw fieldError('old_password', 'Your old password was entered incorrectly. Please enter it again.')
  // Frontends that never ask for it have to send who signed in long ago through the form once more.
  if (error instanceof AuthError && error.code === 'recent_sign_in_needed')
    throw fieldError('old_password', 'This field is required.')
  throw error
}
