import { AuthError } from '@latchkey/contract'
import { type IsLiveSimpleJwtDeps, isLiveSimpleJwt } from '../../../flows/django/is-live-simple-jwt.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/** `POST token/verify/`: whether either of the two JWTs still opens anything. */
export const verifyToken = async (deps: IsLiveSimpleJwtDeps, { request }: DoorCall): Promise<Response> => {
  const { token } = await readDrfFields(request, djRestAuthFields.verifyToken)
  if (!(await isLiveSimpleJwt(deps, token))) throw new AuthError('refresh_token_invalid')
  return answerDoor({}, { headers: { vary: 'Accept' } })
}
