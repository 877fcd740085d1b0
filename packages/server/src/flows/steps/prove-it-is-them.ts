import { AuthError } from '@latchkey/contract'
import type { SessionProof } from '../../model/session-origin.js'
import type { Accounts } from '../../ports/accounts.js'
import type { PasswordHasher } from '../../ports/password-hasher.js'
import type { CurrentSession } from './current-of.js'
import { requireRecentSignIn } from './require-recent-sign-in.js'
import { resetThrottles, type ThrottlingDeps, takeThrottles } from './take-throttles.js'

export interface ProveItIsThemDeps extends ThrottlingDeps {
  readonly accounts: Pick<Accounts, 'findPassword'>
  readonly hasher: PasswordHasher
}

/**
 * Whether it is really the person before an open session: by their password, or by a sign-in of a moment ago when they have none.
 *
 * @returns how and when they proved it
 * @throws AuthError `not_while_impersonating`, `password_wrong`, `recent_sign_in_needed` without a password, `too_many_attempts`, `overloaded`
 */
export const proveItIsThem = async (
  deps: ProveItIsThemDeps,
  { user, session }: CurrentSession,
  password: string | undefined,
): Promise<SessionProof> => {
  if (session.actor !== null) throw new AuthError('not_while_impersonating', { detail: session.id })
  const kept = await deps.accounts.findPassword(user.id)
  if (kept === undefined) {
    requireRecentSignIn(deps, session)
    const { id: continues, amr, authenticatedAt } = session
    return { amr, authenticatedAt, continues }
  }
  // Counted like the attempts of a browser that is known: a session left open is not worth more guesses.
  const counted = { device: `change-password ${user.id}` }
  // First, so that none is counted that is not compared afterwards.
  const place = deps.hasher.admit()
  const compare = async (): Promise<boolean> => {
    await takeThrottles(deps, counted)
    return password !== undefined && (await place.verify({ hash: kept.hash, password, claimed: user.id }))
  }
  const matches = await compare().finally(place.leave)
  if (!matches) throw new AuthError('password_wrong', { parameter: 'currentPassword' })
  await resetThrottles(deps, counted)
  return { amr: ['pwd'], authenticatedAt: deps.clock.now() }
}
