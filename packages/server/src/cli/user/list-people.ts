import { type AdminUserList, adminUserQuery, USUAL_ON_A_PAGE } from '@latchkey/contract'
import { listUsers } from '../../flows/admin/list-users.js'
import { readUser } from '../../flows/admin/read-user.js'
import { operatingDeps } from '../operating-deps.js'
import { print } from '../print.js'
import { readTyped } from '../read-typed.js'
import { withStorage } from '../with-storage.js'
import { findUser } from './find-user.js'
import { lineOf, sayUser } from './say-user.js'

/** Whom to list, as it was typed. */
export interface TypedPeople {
  readonly config?: string
  readonly json?: boolean
  readonly status?: string
  readonly role?: string
  readonly provider?: string
  readonly limit?: string
  readonly cursor?: string
}

/** `latchkey user list` and `latchkey user find`. */
export const listPeople = (text: string | undefined, typed: TypedPeople): Promise<void> => {
  const { config, json: _, ...given } = typed
  const { q, status, role, provider, cursor, limit } = readTyped(adminUserQuery, { ...given, q: text })
  return withStorage(config, async (deps) => {
    const list = await listUsers(
      operatingDeps(deps),
      { search: q, status, role, provider },
      { cursor, limit: limit ?? USUAL_ON_A_PAGE },
    )
    print(typed, { document: list, lines: linesOf(list) })
  })
}

const linesOf = ({ items, next }: AdminUserList): readonly string[] => [
  ...(items.length === 0 && next === null ? ['Nobody was found.'] : items.map(lineOf)),
  ...(next === null ? [] : [`There may be more: --cursor ${next}`]),
]

/** `latchkey user show`. */
export const showPerson = (who: string, typed: { config?: string; json?: boolean }): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const { id } = await findUser(deps, who)
    print(typed, sayUser(await readUser(deps, id)))
  })
