import type { SessionState } from '@latchkey/contract'
import { type EndReason, personIn } from '../client-state.js'
import type { ClientParts } from '../connect-parts.js'
import { onlyFor, type UnsafeRequest } from '../wire/door-calls.js'
import { expectSession } from '../wire/expect-answer.js'

/** The requests whose answer is the state of the session. */
export interface SessionChanges<Profile> {
  /** Opens a session, whoever was signed in before. */
  open(path: string, body: object): Promise<void>
  /**
   * Does something else to the session.
   *
   * @param reason why it is over, should the answer say that it is
   */
  alter(request: UnsafeRequest<Profile>, reason: EndReason): Promise<void>
  /** For requests that are meant for the person the page shows now, and for nobody else. */
  whoIsShown(): (session: SessionState<Profile>) => boolean
}

export const changeSession = <Profile>(parts: ClientParts<Profile>): SessionChanges<Profile> => {
  const { calls, cell, keeper, owed, reader } = parts
  const send = async (request: UnsafeRequest<Profile>) =>
    reader.learn(expectSession<Profile>(await calls.send(request)))

  return {
    open: async (path, body) => {
      await keeper.change({
        send: () => send({ method: 'POST', path, body }),
        settle: (answer) => {
          owed.supersededBy(answer)
          keeper.take(answer, 'ended')
        },
      })
    },
    alter: async (request, reason) => {
      await keeper.change({
        send: () => send(request),
        settle: (answer) => keeper.take(answer, reason),
        news: ({ status }) => (status === 'signed_out' && reason === 'signed_out' ? reason : 'changed'),
      })
    },
    whoIsShown: () => onlyFor(personIn(cell.get())),
  }
}
