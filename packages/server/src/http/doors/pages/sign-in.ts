import { paths, type SessionEndReason } from '@latchkey/contract'
import { type SignInView, signInPage } from '../../../pages/views/sign-in-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { cameBackRefused } from '../../pages/came-back-refused.js'
import { doneOf } from '../../pages/done-of.js'
import { goOn } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { showSignedIn } from '../../pages/show-signed-in.js'
import { submit, type Visit } from '../../pages/visit.js'

const DONE = {
  'signed-out': 'signedOut',
  'password-reset': 'passwordReset',
  deleted: 'deleted',
} as const

/** What `?reason=` says to who was signed in: the words of `GET /session/events`, and two that clients say who have not heard why. */
const ENDED = {
  ended: 'ended',
  session_ended: 'ended',
  revoked: 'ended',
  signed_out_elsewhere: 'endedElsewhere',
  password_changed: 'endedByPassword',
  suspended: 'suspended',
  expired: 'expired',
  deleted: 'ended',
} as const satisfies Partial<Record<SessionEndReason | 'ended' | 'session_ended', string>>

/** Anybody can write that address: it is looked up, and nothing of it is shown as it came. */
const endedOf = ({ query }: Visit, refused: Refused | undefined): SignInView['ended'] => {
  const reason = query['reason'] ?? ''
  return refused === undefined && isEndReason(reason) ? ENDED[reason] : undefined
}
const isEndReason = (text: string): text is keyof typeof ENDED => Object.hasOwn(ENDED, text)

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Response | Promise<Response> => {
  const { state, query, form, frame, returnTo } = visit
  const cameBack = cameBackRefused(visit)
  const wantsForm = query['again'] === 'true' || refused !== undefined || cameBack.length > 0
  if (state.status === 'signed_in' && !wantsForm) return showSignedIn(deps, visit, state.user)
  const own = state.status === 'signed_in' ? (state.user.email ?? undefined) : undefined
  const page = signInPage(frame, {
    returnTo,
    again: state.status === 'signed_in',
    email: form['email'] ?? own,
    remember: (refused === undefined ? query : form)['remember'] === 'true',
    done: doneOf(visit, refused, DONE),
    ended: endedOf(visit, refused),
    problems: refused === undefined ? cameBack : problemsOf(visit, refused),
    offersCode: refused?.refusal.reason === 'address_unconfirmed',
  })
  return answerPage(deps, visit, page, refused)
}

/** `/pages/sign-in`: providers, or address and password. */
export const signIn: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { email, password, remember } = visit.form
    const body = { email, password, remember: remember === 'true' }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.session, body })
    return answer.ok ? goOn(deps, visit, answer.setCookies) : show(deps, visit, answer)
  },
}
