import { type OpenSimpleJwtDeps, openSimpleJwt } from '../../../flows/django/open-simple-jwt.js'
import { parseAddress } from '../../../model/address.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerSimpleJwt } from '../../django/answer-simple-jwt.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { fieldError, nonFieldError } from '../../django/wire-refusal.js'

/** `POST login/`: username or address, and password → the two JWTs. */
export const logIn = async (
  deps: OpenSimpleJwtDeps,
  settings: DjRestAuthSettings,
  { request, network, userAgent }: DoorCall,
): Promise<Response> => {
  const fields = await readDrfFields(request, djRestAuthFields.logIn)
  const typed = { name: chooseName(settings, fields), password: fields.password, network }
  const pair = await openSimpleJwt(deps, {
    proof: { kind: 'password', typed },
    limits: settings.limits,
    userAgent,
  })
  return answerSimpleJwt(deps, settings, pair)
}

const MUST_INCLUDE = {
  username: 'Must include "username" and "password".',
  address: 'Must include "email" and "password".',
  either: 'Must include either "username" or "email" and "password".',
} as const

const chooseName = (
  { signInWith }: DjRestAuthSettings,
  { username, email }: { readonly username: string | undefined; readonly email: string | undefined },
): string => {
  if (email !== undefined && email !== '' && parseAddress(email) === undefined)
    throw fieldError('email', 'Enter a valid email address.')
  const names = { username, address: email, either: username || email }
  const name = names[signInWith]
  if (name === undefined || name === '') throw nonFieldError(MUST_INCLUDE[signInWith])
  return name
}
