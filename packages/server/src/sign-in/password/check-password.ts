import { AuthError } from '@latchkey/contract'
import type { UserId } from '../../model/ids.js'
import type { KnownDevice } from '../../model/known-device.js'
import type { TypedPassword } from '../../model/password-rules.js'
import type { SignUp } from '../../model/sign-up.js'
import type { Throttle } from '../../model/throttle.js'
import type { Millis } from '../../model/time.js'
import type { HookCaller } from '../../model/told-to-hooks.js'
import type { TypedName } from '../../model/typed-name.js'
import type { User } from '../../model/user.js'
import type { Accounts, PasswordHolder } from '../../ports/accounts.js'
import type { PasswordHasher, VerifyingPlace } from '../../ports/password-hasher.js'
import type { Secrets } from '../../ports/secrets.js'
import type { CountedAttempt, Throttles } from '../../ports/throttles.js'
import { type NoteRefusalDeps, noteRefusal } from '../note-refusal.js'

export interface CheckPasswordDeps extends NoteRefusalDeps {
  readonly accounts: Pick<Accounts, 'findPasswordHolder' | 'upgradePassword'>
  readonly hasher: PasswordHasher
  readonly throttles: Throttles
  readonly secrets: Secrets
}

/** A name and a password somebody presents to sign in. */
export interface PasswordProof extends TypedName {
  readonly password: TypedPassword
  /** Where they are, as far as is known. */
  readonly caller: HookCaller
  /** Their browser, when it has signed in to this account. */
  readonly device: KnownDevice | undefined
  /** The sign-up under way in their browser: so that they can be told what is missing. */
  readonly findSignUp: () => Promise<SignUp | undefined>
}

/** Whose password it was. */
export interface CheckedPassword {
  readonly user: User
  /** Which password it was: the sign-in counts only while this one stands. */
  readonly passwordChangedAt: Millis
  /** Whether their browser was known under this password. */
  readonly isKnownDevice: boolean
}

/**
 * Proof → user, for an address and a password. Counted before anything is looked at; the same answer after the same work,
 * whoever has the address or nobody.
 *
 * @throws AuthError `credentials_wrong`, `too_many_attempts`, `overloaded`; and to those who know the password:
 *   `address_unconfirmed`, `user_suspended`
 */
export const checkPassword = async (
  deps: CheckPasswordDeps,
  proof: PasswordProof,
): Promise<CheckedPassword> => {
  // In a storm of sign-ins nothing is read or written for those that will not be looked at.
  const place = deps.hasher.admit(proof.caller.network)
  const { holder, isKnownDevice, counted, matches } = await compareCounted(deps, proof, place).finally(
    place.leave,
  )
  const refuse = async (error: AuthError, isProved: boolean): Promise<never> => {
    const userId = holder?.user.id ?? null
    await noteRefusal(deps, { refusal: error.code, by: 'password', userId, isProved, caller: proof.caller })
    throw error
  }
  if (!matches) return refuse(await whyRefused(deps, proof), false)
  if (holder?.password == null) return refuse(new AuthError('credentials_wrong'), false)

  await forgive(deps, counted)
  const { user } = holder
  if (user.suspendedAt !== null) return refuse(new AuthError('user_suspended', { detail: user.id }), true)
  await strengthen(deps, user.id, holder.password.hash, proof.password)
  return { user, passwordChangedAt: holder.password.changedAt, isKnownDevice }
}

/** Somebody, somebody without a password or nobody: one hash is verified. */
const compareCounted = async (deps: CheckPasswordDeps, proof: PasswordProof, place: VerifyingPlace) => {
  const attempt = await countAttempt(deps, proof)
  const hash = attempt.holder?.password?.hash
  const { password, addressKey: claimed } = proof
  const matches = await place.verify({ hash, password, claimed }).catch(async (error: unknown) => {
    // Nothing was compared, so nothing was guessed.
    await deps.throttles.forgive({ reset: [], undo: attempt.counted })
    throw error
  })
  return { ...attempt, matches }
}

/** An attempt that has been counted, and whom it is about. */
interface Counted {
  readonly holder: PasswordHolder | undefined
  readonly isKnownDevice: boolean
  readonly counted: readonly CountedAttempt[]
}

/**
 * A browser that is known is counted by itself and nowhere else, whoever guesses beside it on its network: its cookie is good
 * for one address and a few tries. Under another password than it was known by it is a stranger's, and counts as one too.
 */
const countAttempt = async (deps: CheckPasswordDeps, proof: PasswordProof): Promise<Counted> => {
  const { addressKey, loginName, device } = proof
  const find = () => deps.accounts.findPasswordHolder({ addressKey, loginName })
  if (device === undefined) {
    const counted = await take(deps, strangersThrottles(deps.secrets, proof))
    return { holder: await find(), isKnownDevice: false, counted }
  }
  const ofDevice = { name: 'device', key: deps.secrets.hash(`${addressKey} ${device.name}`) } as const
  const counted = await take(deps, [ofDevice])
  const holder = await find()
  if (holder?.password?.changedAt === device.passwordChangedAt)
    return { holder, isKnownDevice: true, counted }
  const more = await take(deps, strangersThrottles(deps.secrets, proof))
  return { holder, isKnownDevice: false, counted: [...counted, ...more] }
}

/**
 * A browser that signed up is told that the address is not confirmed, when it knows the password it chose. Others who signed
 * up with the same address, and its owner, have nothing to do with that; so whether it has one does not show.
 */
const whyRefused = async (
  { hasher }: CheckPasswordDeps,
  { addressKey, findSignUp, password, caller }: PasswordProof,
): Promise<AuthError> => {
  const signUp = await findSignUp()
  const knowsPassword =
    signUp !== undefined &&
    signUp.emailKey === addressKey &&
    (await hasher.verify({ hash: signUp.passwordHash, password, claimed: addressKey, from: caller.network }))
  return new AuthError(knowsPassword ? 'address_unconfirmed' : 'credentials_wrong')
}

/** In the order in which they refuse: what counts for the fewest people first. */
const strangersThrottles = (
  secrets: Secrets,
  { addressKey, caller: { network } }: PasswordProof,
): readonly Throttle[] => {
  const account: Throttle = { name: 'account', key: secrets.hash(addressKey) }
  if (network === undefined) return [account]
  return [
    { name: 'accountOnNetwork', key: secrets.hash(`${addressKey} ${network}`) },
    account,
    { name: 'network', key: secrets.hash(network) },
  ]
}

const take = async (
  { throttles, clock }: CheckPasswordDeps,
  counters: readonly Throttle[],
): Promise<readonly CountedAttempt[]> => {
  const now = clock.now()
  const taken = await throttles.take(counters, now)
  if (taken.outcome === 'paused') throw new AuthError('too_many_attempts', { retryAfter: taken.until - now })
  return taken.counted
}

/** The counters of this one person begin again; those shared with others lose only this attempt. */
const forgive = (deps: CheckPasswordDeps, counted: readonly CountedAttempt[]): Promise<void> => {
  const isOwn = ({ throttle: { name } }: CountedAttempt) => name === 'accountOnNetwork' || name === 'device'
  return deps.throttles.forgive({
    reset: counted.filter(isOwn).map(({ throttle }) => throttle),
    undo: counted.filter((attempt) => !isOwn(attempt)),
  })
}

/**
 * A hash made elsewhere, or with other parameters, is replaced while the password is at hand; at the next sign-in when there is
 * no time. Of sign-ins at once the first replaces it, and the others find another hash than they know and leave it.
 */
const strengthen = async (
  { hasher, accounts }: CheckPasswordDeps,
  id: UserId,
  hash: string,
  password: TypedPassword,
): Promise<void> => {
  if (!hasher.isOutdated(hash)) return
  const stronger = await hasher.hash(password).catch(undefinedWhenOverloaded)
  if (stronger !== undefined) await accounts.upgradePassword(id, hash, stronger)
}

const undefinedWhenOverloaded = (error: unknown): undefined => {
  if (error instanceof AuthError && error.code === 'overloaded') return
  throw error
}
