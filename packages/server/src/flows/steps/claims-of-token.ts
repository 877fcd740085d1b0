import type { Session } from '../../model/session.js'
import { toHookSession, toHookUser } from '../../model/told-to-hooks.js'
import type { User } from '../../model/user.js'
import type { Clock } from '../../ports/clock.js'
import type { Hooks } from '../../ports/hooks.js'
import type { Sessions } from '../../ports/sessions.js'
import { expectAllowed } from './expect-allowed.js'

export interface ClaimsOfTokenDeps {
  readonly hooks: Hooks
}

export interface ClaimsOfFirstTokenDeps extends ClaimsOfTokenDeps {
  readonly sessions: Pick<Sessions, 'end'>
  readonly clock: Clock
}

interface Holder {
  readonly session: Session
  readonly user: User
}

/**
 * What the project adds to an access JWT.
 *
 * @throws AuthError `hook_denied`, `hook_failed`
 */
export const claimsOfToken = async (
  { hooks }: ClaimsOfTokenDeps,
  { session, user }: Holder,
): Promise<Readonly<Record<string, unknown>>> => {
  if (!hooks.has.beforeTokenIssue) return {}
  const { clientId: client, audience, scopes } = session
  const about = { user: toHookUser(user), session: toHookSession(session), client, audience, scopes }
  return expectAllowed('beforeTokenIssue', await hooks.beforeTokenIssue(about)).claims ?? {}
}

/**
 * As {@link claimsOfToken}, for the first token of a session that was opened a moment ago: nobody holds anything of it yet, so without the token it ends.
 */
export const claimsOfFirstToken = async (
  deps: ClaimsOfFirstTokenDeps,
  holder: Holder,
): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await claimsOfToken(deps, holder)
  } catch (error) {
    await deps.sessions.end(holder.session.id, 'revoked', deps.clock.now())
    throw error
  }
}
