import type { ReadSimpleJwtDeps } from '../../../flows/django/read-simple-jwt.js'
import { toDjangoUser } from '../../../model/django-account.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { requireBearer } from '../../django/read-bearer.js'

/** `GET user/`: who is signed in. */
export const readUser = async (
  deps: ReadSimpleJwtDeps,
  settings: DjRestAuthSettings,
  { request }: DoorCall,
): Promise<Response> => {
  const { current, account } = await requireBearer(deps, settings, request)
  return answerDoor(settings.describeUser(toDjangoUser(current.user, account)), {
    headers: { vary: 'Accept, Cookie' },
  })
}
