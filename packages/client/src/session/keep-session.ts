import type { SessionState } from '@latchkey/contract'
import { type ClientState, type EndReason, nextState } from '../client-state.js'
import { isPassing, isSessionReplaced } from '../latchkey-error.js'
import { type EndNews, readEndNews } from './end-news.js'
import type { Change, SessionKeeper, SessionParts } from './session-keeper.js'

/** Puts a keeper together. It asks nothing before it is asked. */
export const keepSession = <Profile>(parts: SessionParts<Profile>): SessionKeeper<Profile> => {
  const { cell, owed, retries } = parts
  /** Moves when a change begins and when there is a reason to doubt. An answer is as old as the mark it was asked at. */
  let mark = 0
  let latestChange = 0
  /** The change that was the latest when the state was last taken from the server. */
  let takenAt = -1
  /** An answer was dropped for a newer change, so if that one fails, nobody has said what holds now. */
  let isUnsettled = false
  /** Why the session is over, should the next check find that it is. */
  let supposedReason: EndReason = 'ended'
  /** A session of which the server has told that it is over. It never comes back. */
  let over: string | undefined
  let changes: Promise<unknown> = Promise.resolve()
  /** The other tabs know which session this page has found, or will hear of a change. */
  let isIntroduced = false
  let checking: Promise<ClientState<Profile>> | undefined

  const take: SessionKeeper<Profile>['take'] = (answer, reason) => {
    takenAt = latestChange
    isUnsettled = false
    isIntroduced = true
    supposedReason = 'ended'
    retries.succeeded()
    // Somebody signed out and the server has not heard it yet: what it says about them is not to be shown.
    const isMuted = answer.status === 'signed_in' && owed.concerns(answer)
    // Another process of the server may learn of an end a moment later than the one that told it.
    if (answer.status === 'signed_in' && answer.session.id === over) return
    cell.set(isMuted ? SIGNED_OUT_HERE : nextState(cell.get(), answer, reason))
  }

  const change = <Answer>({ send, settle, news }: Change<Answer>): Promise<Answer> => {
    mark += 1
    const own = mark
    latestChange = own
    const done = changes.then(send).then(
      (answer) => {
        if (latestChange === own) settle(answer)
        else isUnsettled = true
        parts.announce(news?.(answer) ?? 'changed')
        if (isUnsettled && latestChange === own) doubt()
        return answer
      },
      (error: unknown) => {
        // Whether a request without an answer arrived is not known. A sign-out is simply tried again.
        if (isUnsettled || (isPassing(error) && !owed.isOwed())) doubt()
        throw error
      },
    )
    changes = done.catch(() => undefined)
    return done
  }

  /** Somebody who comes back from a provider has signed in behind the back of the tabs that were open. */
  const introduce = (answer: SessionState<Profile>) => {
    if (!isIntroduced && answer.status === 'signed_in') parts.announce(`session:${answer.session.id}`)
  }

  const changesSettled = async (): Promise<void> => {
    for (let seen: unknown; seen !== changes; ) {
      seen = changes
      await seen
    }
  }

  /** @returns false when the sign-out is owed no more, because somebody has signed in since */
  const pay = (isMeantFor: (session: SessionState<Profile>) => boolean): Promise<boolean> =>
    change({
      send: () => parts.endSession(isMeantFor),
      settle: settlePaid,
      news: () => 'signed_out',
    }).then(
      () => true,
      (error: unknown) => {
        if (isSessionReplaced(error)) owed.clear()
        if (owed.isOwed()) throw error
        return false
      },
    )
  const settlePaid = (answer: SessionState<Profile>) => {
    // Another tab has signed in meanwhile: the answer is about the session before that one.
    if (!owed.isOwed()) {
      isUnsettled = true
      return
    }
    owed.clear()
    take(answer, 'signed_out')
  }

  const verify = async (): Promise<ClientState<Profile>> => {
    try {
      for (;;) {
        if (owed.isOwed()) cell.set(SIGNED_OUT_HERE)
        await changesSettled()
        if (owed.isOwed()) {
          if ((await pay(owed.concerns)) && !isUnsettled) return cell.get()
          continue
        }
        const asked = mark
        const outcome = await attempt(parts.read)
        await changesSettled()
        if (mark === asked) {
          if ('error' in outcome) throw outcome.error
          introduce(outcome.answer)
          take(outcome.answer, supposedReason)
          return cell.get()
        }
        if (takenAt === mark) return cell.get()
      }
    } catch (error) {
      retries.failed()
      if (!isPassing(error)) throw error
      const state = cell.get()
      if (state.status === 'signed_in') cell.set({ ...state, stale: true })
      return cell.get()
    } finally {
      checking = undefined
    }
  }

  const check = () => {
    checking ??= verify()
    return checking
  }
  const glance = () => {
    check().catch((error: unknown) => console.error('Latchkey could not read the session.', error))
  }
  const doubt = () => {
    mark += 1
    glance()
  }
  /** @returns whether that was the session this page showed */
  const apply = async ({ session, reason }: EndNews): Promise<boolean> => {
    // What this page has asked for knows best why its session ends.
    await changesSettled()
    const state = cell.get()
    if (state.status !== 'signed_in' || state.session.id !== session) return false
    over = session
    // Somebody has signed in again in this browser: the answer says who.
    if (reason === 'replaced') supposedReason = reason
    else cell.set({ status: 'signed_out', reason })
    doubt()
    return true
  }
  const end = async (news: EndNews) => {
    if (await apply(news)) parts.announce(`ended:${JSON.stringify(news)}`)
  }
  const signOut = async () => {
    const state = cell.get()
    owed.note(state.status === 'signed_in' ? state.session.id : undefined)
    cell.set(SIGNED_OUT_HERE)
    try {
      // Whoever this browser is signed in as by now: it is they who click.
      await pay(owed.isOwed)
    } catch (error) {
      parts.announce('signed_out')
      if (!isPassing(error)) throw error
      retries.failed()
    }
  }

  return {
    check,
    glance,
    doubt,
    hear: (news) => {
      const ended = news.startsWith(ENDED) ? readEndNews(news.slice(ENDED.length)) : undefined
      if (ended !== undefined) {
        void apply(ended)
        return
      }
      const state = cell.get()
      if (state.status === 'signed_in' && news === `session:${state.session.id}`) return
      if (news === 'signed_out') supposedReason = news
      doubt()
    },
    end: (news) => {
      void end(news)
    },
    forget: () => {
      cell.set({ status: 'unknown' })
      doubt()
    },
    signOut,
    change,
    take,
    takeUser: (user, asked) => {
      const state = cell.get()
      if (asked !== mark) return
      if (state.status === 'signed_in' && state.user.id === user.id) cell.set({ ...state, user })
      else doubt()
    },
    mark: () => mark,
  }
}

const ENDED = 'ended:'
const SIGNED_OUT_HERE = { status: 'signed_out', reason: 'signed_out' } as const

/** The answer or the error, so that both can be dropped when they come too late. */
const attempt = async <T>(
  read: () => Promise<T>,
): Promise<{ readonly answer: T } | { readonly error: unknown }> => {
  try {
    return { answer: await read() }
  } catch (error) {
    return { error }
  }
}
