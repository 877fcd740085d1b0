import { adminSessionQuery, USUAL_ON_A_PAGE } from '@latchkey/contract'
import { endLiveSession } from '../flows/admin/end-live-session.js'
import { listLiveSessions } from '../flows/admin/list-live-sessions.js'
import { askForReason } from './ask-for-reason.js'
import { CommandError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { readTyped } from './read-typed.js'
import { findUser } from './user/find-user.js'
import { lineOfSession } from './user/say-user.js'
import { whereUnknown } from './where-unknown.js'
import { withStorage } from './with-storage.js'

interface Typed {
  readonly config?: string
  readonly json?: boolean
}

/** `latchkey session list`: who is signed in, the youngest first. */
export const listSessions = (
  typed: Typed & {
    readonly user?: string
    readonly client?: string
    readonly limit?: string
    readonly cursor?: string
  },
): Promise<void> => {
  const { config, json: _, user: who, ...given } = typed
  const { client, limit, cursor } = readTyped(adminSessionQuery, given)
  return withStorage(config, async (commandDeps) => {
    const deps = operatingDeps(commandDeps)
    const user = who === undefined ? undefined : (await findUser(deps, who)).id
    const list = await listLiveSessions(deps, {
      user,
      client,
      since: undefined,
      cursor,
      limit: limit ?? USUAL_ON_A_PAGE,
    })
    print(typed, {
      document: list,
      lines: [
        ...(list.items.length === 0 && list.next === null
          ? ['There is no session.']
          : list.items.map(lineOfSession)),
        ...(list.next === null ? [] : [`There may be more: --cursor ${list.next}`]),
      ],
    })
  })
}

/** `latchkey session end`. */
export const endSession = (id: string, typed: Typed & { readonly reason?: string }): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const reason = await askForReason(typed)
    await endLiveSession(operatingDeps(deps), operatingCommand(), { id, what: 'session', reason }).catch(
      whereUnknown(
        new CommandError('There is no such session.', 'latchkey session list shows those there are.'),
      ),
    )
    print(typed, { document: { session: id }, lines: [`${id} has ended.`] })
  })
