import type { ProfileFields } from '@latchkey/contract'
import { makeSignUpCookie } from '../forms/sign-up-cookie.js'
import { toDisplayName } from '../model/display-name.js'
import { ID_RANDOM_BYTES, newSignUpId } from '../model/ids.js'
import type { Locale } from '../model/locale.js'
import { DAY } from '../model/time.js'
import type { HookCaller } from '../model/told-to-hooks.js'
import type { Hooks } from '../ports/hooks.js'
import type { MailRound } from '../ports/mail-round.js'
import type { PasswordHasher } from '../ports/password-hasher.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckNewPasswordDeps, checkNewPassword } from './steps/check-new-password.js'
import { checkProfile } from './steps/check-profile.js'
import { expectAllowed } from './steps/expect-allowed.js'
import { personalTexts } from './steps/personal-texts.js'
import { queueMail } from './steps/queue-mail.js'
import { readTypedAddress } from './steps/read-typed-address.js'
import { BY_PASSWORD } from './steps/sign-in-checked-user.js'
import { type ThrottlingDeps, takeThrottles, tryThrottles } from './steps/take-throttles.js'

export interface SignUpDeps extends ThrottlingDeps, CheckNewPasswordDeps {
  /** The name people know the product by. */
  readonly service: string
  readonly profileSchema: ProfileSchema
  readonly hasher: PasswordHasher
  readonly hooks: Hooks
  readonly storage: Transactions
  readonly mailRound: MailRound
}

/** A person who wants an account. */
export interface SignUpRequest {
  readonly email: string
  readonly password: string
  readonly name: string | undefined
  readonly profile: ProfileFields
  readonly remember: boolean
  readonly locale: Locale
  readonly caller: HookCaller
}

/** How long an address may take to be confirmed: messages can be late. */
const SIGN_UP_LIFETIME = 3 * DAY

/**
 * Begins a sign-up: nothing but a message goes out, and a user comes of it when the address has been confirmed. Whether the
 * address is somebody's already is not even looked at here, so nobody learns it from the answer or its time; whoever writes
 * the message looks.
 *
 * @returns the cookie for the browser that signed up
 * @throws AuthError about what was typed, or `too_many_attempts`, `overloaded`, `hook_denied`, `hook_failed`
 */
export const signUp = async (
  deps: SignUpDeps,
  request: SignUpRequest,
): Promise<{ readonly cookie: string }> => {
  const { caller } = request
  const { network } = caller
  const address = readTypedAddress(request.email)
  const name = toDisplayName(request.name ?? '')
  const profile = await checkProfile(deps.profileSchema, request.profile)
  const personal = personalTexts(deps.service, { email: address.email, name, profile })
  await checkNewPassword(deps, { password: request.password, personal }, async () => {
    deps.hasher.refuseWhenFull(network)
    await takeThrottles(deps, { mailFromNetwork: network })
  })
  // The same question for every address, before anything is known of it but how it is spelt.
  const asked = { email: address.email, name, profile, proof: BY_PASSWORD, caller }
  expectAllowed('beforeSignUp', await deps.hooks.beforeSignUp(asked))
  // Whoever floods a mailbox is not told that we stopped.
  const mayWrite = await tryThrottles(deps, { mailToAddress: address.key })
  const passwordHash = await deps.hasher.hash(request.password, network)

  const now = deps.clock.now()
  const id = newSignUpId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
  const cookie = makeSignUpCookie(deps.secrets, id)
  await deps.storage.transaction(async (stores) => {
    await stores.signUps.add({
      id,
      email: address.email,
      emailKey: address.key,
      passwordHash,
      name,
      profile,
      remember: request.remember,
      browserHash: cookie.secretHash,
      wrongCodes: 0,
      createdAt: now,
      expiresAt: now + SIGN_UP_LIFETIME,
    })
    if (!mayWrite) return
    const intent = { kind: 'sign_up', subject: id } as const
    await queueMail(deps, stores.outbox, { to: address.email, locale: request.locale, intent })
  })
  deps.mailRound.soon()
  return { cookie: cookie.text }
}
