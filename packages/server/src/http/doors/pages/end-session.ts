import { AuthError, pagePaths, paths } from '@latchkey/contract'
import { endHintedSession } from '../../../flows/end-hinted-session.js'
import { findLogoutWish } from '../../../flows/find-logout-wish.js'
import { judgeLogout } from '../../../flows/judge-logout.js'
import type { LogoutWish } from '../../../model/logout-wish.js'
import type { Frame } from '../../../pages/frame.js'
import { endSessionPage } from '../../../pages/views/end-session-page.js'
import { wordsIn } from '../../../pages/words/words-in.js'
import { answerRedirect } from '../../answer.js'
import { answerDocument, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'
import { nameOf } from '../../pages/who-is.js'

/** What was checked by the endpoint that led here, and its text, for the form. */
interface SentWish {
  readonly text: string
  readonly wish: LogoutWish
}

const readWish = (deps: PageDeps, { query, form }: Visit): SentWish => {
  const text = form['wish'] ?? query['wish'] ?? ''
  return { text, wish: findLogoutWish(deps, text) }
}

const leave = (deps: PageDeps, { goOn, locale }: LogoutWish, setCookies: readonly string[]): Response =>
  goOn === undefined
    ? goToPage(deps, pagePaths.signedOut, { query: { lang: locale }, setCookies })
    : answerRedirect(goOn, setCookies)

const end = async (deps: PageDeps, visit: Visit, wish: LogoutWish): Promise<Response> => {
  await endHintedSession(deps, wish)
  const answer = await submit(
    deps,
    { ...visit, refused: undefined },
    { method: 'DELETE', route: paths.session },
  )
  if (!answer.ok) throw new AuthError(answer.refusal.reason)
  return leave(deps, wish, answer.setCookies)
}

const ask = (
  deps: PageDeps,
  visit: Visit,
  { text, wish }: SentWish,
  refused?: Refused,
): Promise<Response> => {
  const { state, setCookies } = visit
  const frame: Frame =
    wish.locale === undefined
      ? visit.frame
      : { ...visit.frame, locale: wish.locale, words: wordsIn(wish.locale) }
  const page = endSessionPage(frame, {
    who: state.status === 'signed_out' ? undefined : nameOf(state.user),
    client: wish.clientId,
    wish: text,
    problems: problemsOf({ ...visit, frame }, refused),
  })
  return answerDocument(deps, frame, page, {
    status: refused?.status ?? 200,
    setCookies,
    formLeadsTo: wish.goOn,
  })
}

/** A page that is fetched ahead, or asked only for its headers: nobody has gone anywhere. */
const isOpened = ({ call: { request } }: Visit): boolean =>
  request.method === 'GET' && !request.headers.has('sec-purpose')

/** `/pages/end-session`: for somebody whom an application sent to sign out. Asks, unless the application has shown who they are. */
export const endSession: PageRoute = {
  GET: async (deps, visit) => {
    const read = readWish(deps, visit)
    const verdict = await judgeLogout(deps, read.wish, visit.call.current)
    if (verdict === 'nothing-to-end') return leave(deps, read.wish, visit.setCookies)
    return verdict === 'end' && isOpened(visit) ? end(deps, visit, read.wish) : ask(deps, visit, read)
  },
  POST: (deps, visit) => {
    const read = readWish(deps, visit)
    return visit.refused === undefined ? end(deps, visit, read.wish) : ask(deps, visit, read, visit.refused)
  },
}
