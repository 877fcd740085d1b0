import { paths, type SessionState } from '@latchkey/contract'
import { expectSession } from './expect-answer.js'
import { readAnswer, receive } from './read-answer.js'
import { type Door, send } from './send.js'

/** Reads `GET /session` and keeps the last answer, whose CSRF token the next request needs. */
export interface SessionReader<Profile> {
  /** An answer that is not older than this call. One request is in flight at a time; those who wait share the next one. */
  read(): Promise<SessionState<Profile>>
  /** The last answer. Another tab may have changed the session since. */
  latest(): SessionState<Profile> | undefined
  /** Keeps an answer that some other request has had. */
  learn(answer: SessionState<Profile>): SessionState<Profile>
}

export const createSessionReader = <Profile>(door: Door): SessionReader<Profile> => {
  let latest: SessionState<Profile> | undefined
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<SessionState<Profile>> | undefined

  const learn = (answer: SessionState<Profile>) => {
    latest = answer
    return answer
  }
  const ask = async () =>
    learn(expectSession(readAnswer(await receive(await send(door, { method: 'GET', path: paths.session })))))

  const read = (): Promise<SessionState<Profile>> => {
    next ??= running.then(() => {
      const asked = ask()
      running = asked.catch(() => undefined)
      next = undefined
      return asked
    })
    return next
  }
  return { read, latest: () => latest, learn }
}
