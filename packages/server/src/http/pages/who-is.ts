import { type AccountUser, AuthError } from '@latchkey/contract'
import { requireRecentSignIn } from '../../flows/steps/require-recent-sign-in.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

/** @throws AuthError `not_signed_in` */
export const requireUser = ({ state }: Pick<Visit, 'state'>): AccountUser => {
  if (state.status === 'signed_out') throw new AuthError('not_signed_in')
  return state.user
}

/**
 * Before a form is shown that would be refused: nobody fills it in for nothing.
 *
 * @throws AuthError `not_signed_in`, `recent_sign_in_needed`
 */
export const requireRecent = (deps: Pick<PageDeps, 'clock'>, { call }: Pick<Visit, 'call'>): void => {
  if (call.current === undefined) throw new AuthError('not_signed_in')
  requireRecentSignIn(deps, call.current.session)
}

/** What somebody is called on a page of their own. */
export const nameOf = ({ email, name, id }: AccountUser): string => email ?? name ?? id
