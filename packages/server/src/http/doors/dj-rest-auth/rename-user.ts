import type { ReadSimpleJwtDeps } from '../../../flows/django/read-simple-jwt.js'
import { type RenameDjangoUserDeps, renameDjangoUser } from '../../../flows/django/rename-django-user.js'
import { toDjangoUser } from '../../../model/django-account.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerDoor } from '../../django/answer-door.js'
import type { DoorCall } from '../../django/door.js'
import { requireBearer } from '../../django/read-bearer.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { fieldError } from '../../django/wire-refusal.js'

const LONGEST = 150
/** Django's own rule, but for the @: a name that looks like an address is the business of who has the mailbox. */
const USERNAME = /^[\p{L}\p{N}_.+-]+$/u

/**
 * `PUT user/` and `PATCH user/`: other names. An address is changed by proving the new one, and a password where passwords are
 * changed: here both stay what they are.
 */
export const renameUser = async (
  deps: ReadSimpleJwtDeps & RenameDjangoUserDeps,
  settings: DjRestAuthSettings,
  { request }: DoorCall,
): Promise<Response> => {
  const { current, account } = await requireBearer(deps, settings, request)
  const { replaceUser, renameUser: some } = djRestAuthFields
  const { username, ...names } = await readDrfFields(request, request.method === 'PUT' ? replaceUser : some)
  for (const [field, value] of Object.entries({ username, ...names })) {
    if (value !== undefined && value.length > LONGEST)
      throw fieldError(field, `Ensure this field has no more than ${LONGEST} characters.`)
  }
  if (username !== undefined && username !== account.username && !USERNAME.test(username))
    throw fieldError(
      'username',
      'Enter a valid username. This value may contain only letters, numbers, and ./+/-/_ characters.',
    )
  const renamed = await renameDjangoUser(deps, current, {
    username,
    firstName: names.first_name,
    lastName: names.last_name,
  })
  if (renamed === 'taken') throw fieldError('username', 'A user with that username already exists.')
  return answerDoor(settings.describeUser(toDjangoUser(current.user, renamed)), {
    headers: { vary: 'Accept, Cookie' },
  })
}
