import type { OwnSession, SessionState } from '@latchkey/contract'
import { isVisitorCsrfToken, makeVisitorCsrfToken, sessionCsrfToken } from '../../flows/steps/csrf-token.js'
import type { CurrentSession } from '../../flows/steps/current-of.js'
import { cookieHashOf } from '../../flows/steps/read-browser-session.js'
import { LONG_AGO } from '../../model/identity.js'
import type { Session } from '../../model/session.js'
import { SECOND, toMoment } from '../../model/time.js'
import { toAccountUser } from '../../model/user.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import { answerText } from '../answer.js'
import type { BrowserCookies, CookieWriter } from './cookies.js'

export interface AnswerSessionDeps {
  readonly cookies: CookieWriter
  readonly secrets: Secrets
  readonly clock: Clock
}

/** A session as it is told to the page, ready to be sent. */
interface ToldSession {
  readonly user: CurrentSession['user']
  readonly actor: CurrentSession['user'] | undefined
  readonly csrfToken: string
  readonly body: string
}

/** What was told about a session is told again in the same words, until session or user are read anew. */
const told = new WeakMap<Session, ToldSession>()

/** What an answer that says who is signed in is made of. */
export interface SessionAnswer {
  /** The cookies the browser came with. */
  readonly sent: BrowserCookies
  readonly current: CurrentSession | undefined
  /** When it is a new one. */
  readonly sessionCookie?: string
  /** Cookies the browser gets beside those of the session. */
  readonly fresh?: readonly string[]
  /** Whether this very request ended the session in the cookie. */
  readonly ended?: boolean
}

/** Answers who is signed in in this browser, and with which CSRF token it speaks from now on. */
export const answerSession = (deps: AnswerSessionDeps, answer: SessionAnswer): Response => {
  const { cookies } = deps
  const { sent, current, sessionCookie, fresh = [] } = answer
  if (current === undefined) return answerSignedOut(deps, answer)
  const { csrfToken, body } = tell(deps.secrets, current)
  const { session } = current
  const maxAge = session.remembered ? secondsUntil(session.expiresAt, deps.clock.now()) : undefined
  return answerText(body, [
    ...fresh,
    ...(sessionCookie === undefined ? [] : [cookies.set('session', sessionCookie, maxAge)]),
    ...(sent.csrf.includes(csrfToken) ? [] : [cookies.set('csrf', csrfToken, maxAge)]),
  ])
}

/**
 * A cookie that opens nothing any more is left where it is, unless this request ended its session: the answer may be late, and
 * what it took away by name would be the cookie of somebody who has signed in meanwhile.
 */
const answerSignedOut = (
  { cookies, secrets }: AnswerSessionDeps,
  { sent, fresh = [], ended = false }: SessionAnswer,
): Response => {
  const cookieHash = ended ? undefined : cookieHashOf(secrets, sent.session)
  const csrfToken =
    cookieHash === undefined ? visitorToken(secrets, sent) : sessionCsrfToken(secrets, cookieHash)
  const state: SessionState = { status: 'signed_out', csrfToken }
  return answerText(JSON.stringify(state), [
    ...fresh,
    ...(sent.session !== undefined && cookieHash === undefined ? [cookies.clear('session')] : []),
    ...(sent.csrf.includes(csrfToken) ? [] : [cookies.set('csrf', csrfToken)]),
  ])
}

const tell = (secrets: Secrets, { session, user, actor }: CurrentSession): ToldSession => {
  const known = told.get(session)
  if (known?.user === user && known.actor === actor) return known
  // A session that came with a cookie has its hash.
  const csrfToken = sessionCsrfToken(secrets, session.cookieHash ?? '')
  const state: SessionState = {
    status: 'signed_in',
    csrfToken,
    user: toAccountUser(user),
    session: toOwnSession(session, actor),
  }
  const telling = { user, actor, csrfToken, body: JSON.stringify(state) }
  told.set(session, telling)
  return telling
}

const toOwnSession = (session: Session, actor: CurrentSession['actor']): OwnSession => ({
  id: session.id,
  authenticatedAt: session.authenticatedAt === LONG_AGO ? null : toMoment(session.authenticatedAt),
  createdAt: toMoment(session.createdAt),
  expiresAt: toMoment(session.expiresAt),
  remembered: session.remembered,
  actor: actor === undefined ? null : { id: actor.id, name: actor.name ?? actor.email },
})

const visitorToken = (secrets: Secrets, { csrf }: BrowserCookies): string =>
  csrf.find((cookie) => isVisitorCsrfToken(secrets, cookie)) ?? makeVisitorCsrfToken(secrets)

const secondsUntil = (end: number, now: number): number => Math.max(0, Math.floor((end - now) / SECOND))
