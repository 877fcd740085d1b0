import type { AuthError } from '@latchkey/contract'
import type { VerifiedIdentity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import { type HookCaller, toHookProof, toHookUser } from '../../model/told-to-hooks.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { Hooks } from '../../ports/hooks.js'
import { deniedBy, expectAllowed } from './expect-allowed.js'
import { foreseeUser } from './foresee-user.js'

export interface AskAboutIdentityDeps {
  readonly accounts: Pick<Accounts, 'findByIdentity' | 'findByProvenAddress' | 'findByClaimedAddress'>
  readonly hooks: Hooks
  readonly clock: Clock
}

/** What the hooks said, and of whom. */
export interface AskedAbout {
  /** They were asked about this user and no other; undefined when nobody had to be asked. Null: the policy refuses, and nobody was. */
  readonly userId: UserId | null | undefined
  /** Undefined: the roles are what they were. */
  readonly roles?: readonly string[] | undefined
  /** Of somebody new, who has an account all the same: a sign-up is one thing, and a sign-in another. */
  readonly denial?: AuthError
}

/**
 * May this identity sign up, if it is new, and in? Asked before the transaction, for hooks may take their time.
 *
 * @param newId what the user will have, if it is a new one
 * @throws AuthError `hook_denied`, `hook_failed`
 */
export const askAboutIdentity = async (
  deps: AskAboutIdentityDeps,
  { identity, caller, newId }: { identity: VerifiedIdentity; caller: HookCaller; newId: UserId },
): Promise<AskedAbout> => {
  const { hooks } = deps
  if (!hooks.has.beforeSignUp && !hooks.has.beforeSignIn) return { userId: undefined }
  const foreseen = await foreseeUser(deps, identity)
  if (foreseen.kind === 'refused') return { userId: null }
  const proof = toHookProof(identity)
  if (foreseen.kind === 'somebody') {
    const about = { user: toHookUser(foreseen.user), proof, caller }
    const { roles } = expectAllowed('beforeSignIn', await hooks.beforeSignIn(about))
    return { userId: foreseen.user.id, roles }
  }
  const email = identity.address?.proven === true ? identity.address.email : ''
  const signUp = { email, name: identity.name ?? null, profile: {}, proof, caller }
  expectAllowed('beforeSignUp', await hooks.beforeSignUp(signUp))
  const user = toHookUser(userToBe(identity, newId, deps.clock.now()))
  const answer = await hooks.beforeSignIn({ user, proof, caller })
  if (answer.outcome === 'denied') return { userId: newId, denial: deniedBy('beforeSignIn', answer.reason) }
  return { userId: newId, roles: expectAllowed('beforeSignIn', answer).roles }
}

/** As it will stand in the database. */
const userToBe = ({ address, name, picture }: VerifiedIdentity, id: UserId, now: Millis): User => ({
  id,
  email: address?.email ?? null,
  emailVerifiedAt: address?.proven === true ? now : null,
  name: name ?? null,
  picture: picture ?? null,
  profile: {},
  roles: [],
  suspendedAt: null,
  createdAt: now,
  updatedAt: now,
})
