import { AuthError } from '@latchkey/contract'
import type { UserId } from '../../model/ids.js'
import { normalizePassword } from '../../model/password-rules.js'
import type { SignUp } from '../../model/sign-up.js'
import type { Throttle } from '../../model/throttle.js'
import type { User } from '../../model/user.js'
import type { Accounts, PasswordHolder } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { PasswordHasher } from '../../ports/password-hasher.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Throttles } from '../../ports/throttles.js'

export interface CheckPasswordDeps {
  readonly accounts: Pick<Accounts, 'upgradePassword'>
  readonly hasher: PasswordHasher
  readonly throttles: Throttles
  readonly secrets: Secrets
  readonly clock: Clock
}

/** An address and a password somebody presents to sign in. */
export interface PasswordProof {
  readonly addressKey: string
  /** Who has proved the address, if anybody has. */
  readonly holder: PasswordHolder | undefined
  readonly password: string
  /** Where they are, as far as is known. */
  readonly network: string | undefined
  /** The name of their browser, when it has signed in to this account under this password. */
  readonly device: string | undefined
  /** The sign-up under way in their browser: so that they can be told what is missing. */
  readonly signUp: SignUp | undefined
}

/** Whose password it was. */
export interface CheckedPassword {
  readonly user: User
  /** Which password it was: the sign-in counts only while this one stands. */
  readonly passwordChangedAt: number
}

/**
 * Proof → user, for an address and a password. Counted before it is looked at; the same answer after the same work, whoever
 * has the address or nobody.
 *
 * @throws AuthError `credentials_wrong`, `too_many_attempts`, `overloaded`; and to those who know the password:
 *   `address_unconfirmed`, `user_suspended`
 */
export const checkPassword = async (
  deps: CheckPasswordDeps,
  proof: PasswordProof,
): Promise<CheckedPassword> => {
  const { holder } = proof
  const counted = throttlesOf(deps.secrets, proof)
  // In a storm of sign-ins nothing is written for those that will not be looked at.
  deps.hasher.refuseWhenFull()
  await takeThrottles(deps, counted)

  const password = normalizePassword(proof.password)
  // Somebody, somebody without a password or nobody: one hash is verified.
  const matches = await deps.hasher.verify(holder?.password?.hash, password).catch(async (error: unknown) => {
    // Nothing was compared, so nothing was guessed.
    await deps.throttles.forgive({ reset: [], undo: counted })
    throw error
  })
  if (!matches) await refuse(deps, proof)
  if (holder?.password == null) throw new AuthError('credentials_wrong')

  await forgive(deps, counted)
  const { user } = holder
  if (user.suspendedAt !== null) throw new AuthError('user_suspended', { detail: user.id })
  await strengthen(deps, user.id, holder.password.hash, password)
  return { user, passwordChangedAt: holder.password.changedAt }
}

/**
 * A browser that signed up is told that the address is not confirmed, when it knows the password it chose. Others who signed
 * up with the same address, and its owner, have nothing to do with that; so whether it has one does not show.
 */
const refuse = async (
  { hasher }: CheckPasswordDeps,
  { addressKey, signUp, password }: PasswordProof,
): Promise<never> => {
  const isTheirs = signUp !== undefined && signUp.emailKey === addressKey
  const knowsPassword = isTheirs && (await hasher.verify(signUp.passwordHash, normalizePassword(password)))
  throw new AuthError(knowsPassword ? 'address_unconfirmed' : 'credentials_wrong')
}

/**
 * In the order in which they refuse: what counts for the fewest people first. A browser that is known is counted by itself and
 * nowhere else, whoever guesses beside it on its network: its cookie is good for one address and a few tries.
 */
const throttlesOf = (
  secrets: Secrets,
  { addressKey, network, device }: PasswordProof,
): readonly Throttle[] => {
  if (device !== undefined) return [{ name: 'device', key: secrets.hash(`${addressKey} ${device}`) }]
  const account: Throttle = { name: 'account', key: secrets.hash(addressKey) }
  if (network === undefined) return [account]
  return [
    { name: 'accountOnNetwork', key: secrets.hash(`${addressKey} ${network}`) },
    account,
    { name: 'network', key: secrets.hash(network) },
  ]
}

const takeThrottles = async (
  { throttles, clock }: CheckPasswordDeps,
  counted: readonly Throttle[],
): Promise<void> => {
  const now = clock.now()
  const taken = await throttles.take(counted, now)
  if (taken.outcome === 'paused') throw new AuthError('too_many_attempts', { retryAfter: taken.until - now })
}

/** The counters of this one person begin again; those shared with others lose only this attempt. */
const forgive = (deps: CheckPasswordDeps, counted: readonly Throttle[]): Promise<void> =>
  deps.throttles.forgive({
    reset: counted.filter(({ name }) => name === 'accountOnNetwork' || name === 'device'),
    undo: counted.filter(({ name }) => name === 'account' || name === 'network'),
  })

/** A hash made with other parameters is replaced while the password is at hand; at the next sign-in when there is no time. */
const strengthen = async (
  { hasher, accounts }: CheckPasswordDeps,
  id: UserId,
  hash: string,
  password: string,
): Promise<void> => {
  if (!hasher.isOutdated(hash)) return
  const stronger = await hasher.hash(password).catch(undefinedWhenOverloaded)
  if (stronger !== undefined) await accounts.upgradePassword(id, hash, stronger)
}

const undefinedWhenOverloaded = (error: unknown): undefined => {
  if (error instanceof AuthError && error.code === 'overloaded') return
  throw error
}
