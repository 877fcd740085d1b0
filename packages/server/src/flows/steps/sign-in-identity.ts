import type { VerifiedIdentity } from '../../model/identity.js'
import { ID_RANDOM_BYTES, newUserId } from '../../model/ids.js'
import type { Session } from '../../model/session.js'
import { type HookCaller, toHookProof, toHookSession, toHookUser } from '../../model/told-to-hooks.js'
import type { User } from '../../model/user.js'
import type { Secrets } from '../../ports/secrets.js'
import type { TransactionalStores, Transactions } from '../../ports/storage.js'
import { type NoteRefusalDeps, notingRefusal } from '../../sign-in/note-refusal.js'
import type { SpendableProof } from '../../sign-in/social/spendable-proof.js'
import { type AskAboutIdentityDeps, type AskedAbout, askAboutIdentity } from './ask-about-identity.js'
import { findOrCreateUser } from './find-or-create-user.js'
import { noteOwnAct, noteSignIn } from './note-own-act.js'
import { type RefuseEndedSignInDeps, refuseEndedSignIn } from './refuse-ended-sign-in.js'
import { spendProofs } from './spend-proofs.js'

export interface SignInIdentityDeps extends AskAboutIdentityDeps, RefuseEndedSignInDeps, NoteRefusalDeps {
  readonly clock: AskAboutIdentityDeps['clock']
  readonly secrets: Secrets
  readonly storage: Transactions
}

/** An identity that was proved, what of the proof may be used once only, and who brings it. */
export interface ProvenIdentity {
  readonly identity: VerifiedIdentity
  readonly spends: readonly SpendableProof[]
  readonly caller: HookCaller
}

interface Opened {
  readonly user: User
  readonly session: Session
}

/** Between asking the hooks and the transaction somebody else got to be whom this identity signs in. */
class OtherThanAskedError extends Error {
  override readonly name = 'OtherThanAskedError'
}

/** Each round ends or sees what another process has just committed. More than a few means a bug. */
const MAX_ROUNDS = 8

/**
 * A proven identity → whatever `open` opens for its user, by the linking policy: the one way in for identities, at every door. The hooks are
 * asked first, and about the very user who is signed in then. What proved the identity is spent with it.
 *
 * @param open runs inside the transaction
 * @throws AuthError `proof_replayed`, `address_unproven`, `user_suspended`, `proof_expired` where the provider has ended it meanwhile,
 *   `hook_denied`, `hook_failed`
 */
export const signInIdentity = async <Result extends Opened>(
  deps: SignInIdentityDeps,
  proven: ProvenIdentity,
  open: (stores: TransactionalStores, user: User) => Promise<Result>,
): Promise<Result> =>
  signInProven(deps, proven, open).catch(
    notingRefusal(deps, {
      by: proven.identity.provider,
      caller: proven.caller,
      whose: async () => (await deps.accounts.findByIdentity(proven.identity))?.id,
    }),
  )

const signInProven = async <Result extends Opened>(
  deps: SignInIdentityDeps,
  proven: ProvenIdentity,
  open: (stores: TransactionalStores, user: User) => Promise<Result>,
): Promise<Result> => {
  const { identity, caller } = proven
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const newId = newUserId(deps.clock.now(), deps.secrets.randomHex(ID_RANDOM_BYTES))
    const asked = await askAboutIdentity(deps, { identity, caller, newId })
    const done = await deps.storage
      .transaction(async (stores) => {
        const user = await findUser({ ...deps, newId }, stores, { proven, asked })
        const about = { userId: user.id, caller, detail: { by: identity.provider } }
        if (user.id === newId) await noteOwnAct(deps, stores, { action: 'user.signed_up', ...about })
        if (asked.denial !== undefined) return { user, opened: undefined }
        const opened = await open(stores, user)
        await noteSignIn(deps, stores, { session: opened.session, caller, by: identity.provider })
        return { user, opened }
      })
      .catch(undefinedWhenOther)
    if (done === undefined) continue
    const about = { user: toHookUser(done.user), proof: toHookProof(identity), caller }
    if (done.user.id === newId) deps.hooks.afterSignUp(about)
    if (asked.denial !== undefined) throw asked.denial
    if (done.opened === undefined) throw new Error('a sign-in that nobody denied opened nothing')
    await refuseEndedSignIn(deps, identity, done.opened.session)
    deps.hooks.afterSignIn({ ...about, session: toHookSession(done.opened.session) })
    return done.opened
  }
  throw new Error('the account kept changing while its hooks were asked')
}

const findUser = async (
  deps: Parameters<typeof findOrCreateUser>[0],
  stores: TransactionalStores,
  { proven, asked }: { readonly proven: ProvenIdentity; readonly asked: AskedAbout },
): Promise<User> => {
  const { identity } = proven
  await spendProofs(stores, proven)
  const user = await findOrCreateUser(deps, stores, identity)
  if (asked.userId !== undefined && asked.userId !== user.id) throw new OtherThanAskedError()
  if (asked.roles === undefined) return user
  const outcome = await stores.accounts.replaceIdentityRoles(user.id, identity, asked.roles, deps.clock.now())
  const after = outcome === 'replaced' ? await stores.accounts.findById(user.id) : undefined
  if (after === undefined) throw new Error(`the identity of ${user.id} went while it was held`)
  return after
}

const undefinedWhenOther = (error: unknown): undefined => {
  if (error instanceof OtherThanAskedError) return
  throw error
}
