import { type UpdateUserRequest, updateUserRequest } from '@latchkey/contract'
import { updateUser } from '../../flows/admin/update-user.js'
import { UsageError } from '../command-error.js'
import { operatingCommand } from '../operating-command.js'
import { operatingDeps } from '../operating-deps.js'
import { print } from '../print.js'
import { withStorage } from '../with-storage.js'
import { findUser } from './find-user.js'
import { sayChanged } from './say-user.js'

/** What is to be kept of a person, as it was typed; false where it is taken away. */
export interface TypedUpdate {
  readonly config?: string
  readonly json?: boolean
  readonly name?: string | false
  readonly picture?: string | false
  readonly profile?: string
}

/** `latchkey user update`: name, picture, and the profile by the project's own schema. */
export const updatePerson = (who: string, typed: TypedUpdate): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const patch = readPatch(typed)
    const { id } = await findUser(deps, who)
    print(typed, sayChanged(await updateUser(deps, operatingCommand(), { id, patch }), 'Updated.'))
  })

/** @throws UsageError when nothing is to change, or cannot be what was typed */
const readPatch = ({ name, picture, profile }: TypedUpdate): UpdateUserRequest => {
  const typed = {
    ...(name !== undefined && { name: name === false ? null : name }),
    ...(picture !== undefined && { picture: picture === false ? null : picture }),
    ...(profile !== undefined && { profile: readJson(profile) }),
  }
  if (Object.keys(typed).length === 0)
    throw new UsageError(
      'Nothing says what to change.',
      'Give --name, --no-name, --picture, --no-picture or --profile.',
    )
  const read = updateUserRequest.safeParse(typed)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const option = String(issue?.path[0])
  throw new UsageError(
    `--${option} cannot be that.`,
    option === 'profile'
      ? `Give an object of fields: --profile '{"city":"London"}'. null takes a field away.`
      : `Give a text, or --no-${option} to take it away.`,
  )
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
