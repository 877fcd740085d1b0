import { type ResendRegistrationDeps, resendRegistration } from '../../../flows/django/resend-registration.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/** `POST registration/resend-email/`: the same answer for every address. */
export const resendEmail = async (
  deps: ResendRegistrationDeps,
  { request, locale, network }: DoorCall,
): Promise<Response> => {
  const { email } = await readDrfFields(request, djRestAuthFields.resendEmail)
  await resendRegistration(deps, { email, locale, network })
  return answerDoor({ detail: 'ok' }, { headers: { vary: 'Accept' } })
}
