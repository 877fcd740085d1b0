import type { ErrorCode } from '@latchkey/contract'
import type { FindSession } from './find-session.js'
import type { LatchkeyRefusedError, LatchkeyUnreachableError } from './latchkey-errors.js'
import type { RenewSession } from './renew-session.js'
import type { RequestWithCookies } from './seen-cookies.js'
import type { LatchkeySessionUser } from './session-form.js'

/** What the session of a request is good for right now. */
export type Access =
  | {
      readonly status: 'signed-in'
      readonly accessToken: string
      readonly sessionId: string
      readonly user: LatchkeySessionUser
    }
  /** Nobody is signed in. */
  | { readonly status: 'signed-out' }
  /** Somebody was, and Latchkey has ended the session since: signed out elsewhere, expired, suspended. */
  | { readonly status: 'ended'; readonly code: ErrorCode }
  /** Somebody is, but Latchkey cannot renew the access token at this moment. */
  | { readonly status: 'unavailable'; readonly error: LatchkeyUnreachableError | LatchkeyRefusedError }

export interface ReadAccessDeps {
  readonly findSession: FindSession
  readonly renewSession: RenewSession
  readonly now: () => number
}

export type ReadAccess = (request?: RequestWithCookies) => Promise<Access>

export const createReadAccess =
  ({ findSession, renewSession, now }: ReadAccessDeps): ReadAccess =>
  async (request) => {
    const form = await findSession(request)
    if (form === undefined) return { status: 'signed-out' }

    const renewal = await renewSession(form)
    if (renewal.status === 'ended') return { status: 'ended', code: renewal.code }
    const { accessToken, sessionId, user, expiresAt } = renewal.form
    // Not renewed, but the old one still works.
    if (renewal.status === 'unconfirmed' && now() >= expiresAt) {
      return { status: 'unavailable', error: renewal.error }
    }
    return { status: 'signed-in', accessToken, sessionId, user }
  }
