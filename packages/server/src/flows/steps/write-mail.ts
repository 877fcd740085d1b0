import { makeOneTimeCode, makeOneTimeToken } from '../../forms/one-time-token.js'
import { accountDeleted } from '../../messages/account-deleted.js'
import { addressAlreadyYours } from '../../messages/address-already-yours.js'
import { addressChanged } from '../../messages/address-changed.js'
import { addressTakenByYou } from '../../messages/address-taken-by-you.js'
import { apiKeyCreated } from '../../messages/api-key-created.js'
import { apiKeyRevoked } from '../../messages/api-key-revoked.js'
import { choosePassword } from '../../messages/choose-password.js'
import { confirmNewAddress } from '../../messages/confirm-new-address.js'
import { confirmSignUp } from '../../messages/confirm-sign-up.js'
import { identityLinked } from '../../messages/identity-linked.js'
import { identityUnlinked } from '../../messages/identity-unlinked.js'
import { invitation } from '../../messages/invitation.js'
import type { Message, Sender } from '../../messages/message.js'
import { openedBySupport } from '../../messages/opened-by-support.js'
import { passwordChanged } from '../../messages/password-changed.js'
import { resetPassword } from '../../messages/reset-password.js'
import { signInMismatch } from '../../messages/sign-in-mismatch.js'
import { writeMessage } from '../../messages/write-message.js'
import { addressKeyOf } from '../../model/address.js'
import { ID_RANDOM_BYTES, newLinkId, parseLinkId, parseSignUpId } from '../../model/ids.js'
import type { LinkedPages } from '../../model/linked-pages.js'
import type { Mail } from '../../model/mail.js'
import type { SignUp } from '../../model/sign-up.js'
import { DAY, HOUR, MINUTE, type Millis } from '../../model/time.js'
import { type User, uidOf } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { OutgoingMail } from '../../ports/mailer.js'
import type { OneTimeLinks } from '../../ports/one-time-links.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SignUps } from '../../ports/sign-ups.js'
import { type Providers, providerName } from '../../sign-in/social/provider.js'

export interface WriteMailDeps {
  readonly accounts: Pick<
    Accounts,
    'findById' | 'findByProvenAddress' | 'findByClaimedAddress' | 'findPassword' | 'listIdentities'
  >
  readonly providers: Providers
  readonly signUps: Pick<SignUps, 'find' | 'findNewest'>
  readonly links: Pick<OneTimeLinks, 'add' | 'find'>
  readonly secrets: Secrets
  readonly clock: Clock
  /** The name people know the product by. */
  readonly service: string
  readonly pages: LinkedPages
  /** The domain of Message-IDs. */
  readonly mailDomain: string
}

const RESET_LIFETIME = 1 * HOUR
/** Nobody waits at the mailbox for it. */
const INVITATION_LIFETIME = 7 * DAY

/**
 * Intent → message. Here, long after the request was answered, it is looked up whose address it is.
 *
 * @returns undefined when there is nobody to tell, or nothing left to do
 */
export const writeMail = async (deps: WriteMailDeps, mail: Mail): Promise<OutgoingMail | undefined> => {
  switch (mail.intent.kind) {
    case 'sign_up':
      return writeSignUp(deps, mail, mail.intent.subject)
    case 'password_reset':
      return writePasswordReset(deps, mail, resetPassword)
    case 'password_choice':
      return writePasswordReset(deps, mail, choosePassword)
    case 'invitation':
      return writePasswordReset(deps, mail, invitation, INVITATION_LIFETIME)
    case 'email_change':
      return writeEmailChange(deps, mail, mail.intent.subject)
    case 'email_changed':
      return write(deps, mail, addressChanged, { newAddress: mail.intent.newAddress })
    case 'password_changed':
      return write(deps, mail, passwordChanged, { resetLink: deps.pages.forgotPassword })
    case 'account_deleted':
      return write(deps, mail, accountDeleted, {})
    case 'identity_linked':
    case 'identity_unlinked':
      return write(deps, mail, mail.intent.kind === 'identity_linked' ? identityLinked : identityUnlinked, {
        provider: mail.intent.provider,
        signInLink: deps.pages.signIn,
      })
    case 'api_key_created':
    case 'api_key_revoked':
      return write(deps, mail, mail.intent.kind === 'api_key_created' ? apiKeyCreated : apiKeyRevoked, {
        hint: mail.intent.hint,
        signInLink: deps.pages.signIn,
      })
    case 'opened_by_support':
      return write(deps, mail, openedBySupport, { signInLink: deps.pages.signIn })
    case 'sign_in_mismatch':
      return writeSignInMismatch(deps, mail, mail.intent.provider)
  }
}

const writeSignUp = async (
  deps: WriteMailDeps,
  mail: Mail,
  subject: string,
): Promise<OutgoingMail | undefined> => {
  const signUp = await findSignUp(deps, mail, subject)
  const validFor = (signUp?.expiresAt ?? 0) - deps.clock.now()
  if (signUp === undefined || validFor <= 0) return undefined
  const owner = await deps.accounts.findByProvenAddress(signUp.emailKey)
  if (owner !== undefined) {
    const { signIn, forgotPassword } = deps.pages
    return write(deps, to(owner, mail), addressAlreadyYours, {
      signInLink: signIn,
      resetLink: forgotPassword,
    })
  }
  return write(deps, mail, confirmSignUp, {
    link: linkTo(deps.pages, 'confirmSignUp', {
      token: makeOneTimeToken(deps.secrets, 'sign_up', signUp.id),
    }),
    code: makeOneTimeCode(deps.secrets, 'sign_up', signUp.id),
    validFor: inFewWords(validFor),
  })
}

const findSignUp = async (deps: WriteMailDeps, mail: Mail, subject: string): Promise<SignUp | undefined> => {
  if (subject === 'newest') return deps.signUps.findNewest(addressKeyOf(mail.to), deps.clock.now())
  const id = parseSignUpId(subject)
  return id && deps.signUps.find(id)
}

const writePasswordReset = async (
  deps: WriteMailDeps,
  mail: Mail,
  message: typeof resetPassword | typeof choosePassword | typeof invitation,
  lifetime = RESET_LIFETIME,
): Promise<OutgoingMail | undefined> => {
  const owner = await findResetOwner(deps, mail)
  if (owner?.email == null || owner.suspendedAt !== null) return undefined
  // A new one each time the message is tried: its hour begins when it goes out, however long the mail server was down.
  const now = deps.clock.now()
  const id = newLinkId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
  await deps.links.add({
    id,
    userId: owner.id,
    purpose: 'password_reset',
    email: owner.email,
    emailKey: addressKeyOf(owner.email),
    wrongCodes: 0,
    createdAt: now,
    expiresAt: now + lifetime,
  })
  return write(deps, to(owner, mail), message, {
    link: linkTo(deps.pages, 'resetPassword', {
      token: makeOneTimeToken(deps.secrets, 'password_reset', id),
      uid: uidOf(owner),
    }),
    validFor: lifetime,
  })
}

/**
 * Whom an operator meant, while the address is still theirs. Else who has proved the address; else who had it in a former backend without having proved it: the link proves the mailbox, and with it
 * that the account is theirs.
 */
const findResetOwner = async (
  { accounts }: WriteMailDeps,
  { to, userId }: Mail,
): Promise<User | undefined> => {
  const key = addressKeyOf(to)
  if (userId !== null) {
    const meant = await accounts.findById(userId)
    return addressKeyOf(meant?.email ?? '') === key ? meant : undefined
  }
  const owner = await accounts.findByProvenAddress(key)
  if (owner !== undefined) return owner
  const claimant = await accounts.findByClaimedAddress(key)
  // A database folds letters in its own way.
  return addressKeyOf(claimant?.email ?? '') === key ? claimant : undefined
}

const writeEmailChange = async (
  deps: WriteMailDeps,
  mail: Mail,
  subject: string,
): Promise<OutgoingMail | undefined> => {
  const id = parseLinkId(subject)
  const link = id && (await deps.links.find(id))
  const validFor = (link?.expiresAt ?? 0) - deps.clock.now()
  if (link === undefined || validFor <= 0) return undefined
  const owner = await deps.accounts.findByProvenAddress(link.emailKey)
  if (owner !== undefined && owner.id !== link.userId) {
    return write(deps, to(owner, mail), addressTakenByYou, {})
  }
  return write(deps, mail, confirmNewAddress, {
    link: linkTo(deps.pages, 'confirmEmail', {
      token: makeOneTimeToken(deps.secrets, 'email_change', link.id),
    }),
    code: makeOneTimeCode(deps.secrets, 'email_change', link.id),
    validFor: inFewWords(validFor),
  })
}

/** How the owner signs in is looked up here and stands nowhere else. */
const writeSignInMismatch = async (
  deps: WriteMailDeps,
  mail: Mail,
  provider: string,
): Promise<OutgoingMail | undefined> => {
  const owner = await deps.accounts.findByProvenAddress(addressKeyOf(mail.to))
  if (owner === undefined || owner.suspendedAt !== null) return undefined
  const identities = await deps.accounts.listIdentities(owner.id)
  const names = identities.map((identity) => providerName(deps.providers(), identity.provider))
  return write(deps, to(owner, mail), signInMismatch, {
    provider,
    otherProviders: [...new Set(names)],
    hasPassword: (await deps.accounts.findPassword(owner.id)) !== undefined,
    signInLink: deps.pages.link,
  })
}

/** What can be said in a few words and is kept: rounded down, but for the moment between asking and writing. */
const inFewWords = (duration: Millis): Millis => {
  const unit = duration > 2 * HOUR ? HOUR : MINUTE
  return Math.floor((duration + MINUTE / 2) / unit) * unit
}

/**
 * In the fragment where a script can read it: browsers send that to no server, and in no Referer. Pages of a former backend's
 * frontend say themselves where they look for it.
 */
const linkTo = (
  pages: LinkedPages,
  page: 'confirmSignUp' | 'resetPassword' | 'confirmEmail',
  { token, uid = '' }: { readonly token: string; readonly uid?: string },
): string =>
  pages[page].includes('{token}')
    ? pages[page].replace('{uid}', uid).replace('{token}', token)
    : `${pages[page]}${pages.tokenIn === 'fragment' ? '#' : '?'}token=${token}`

/** To the address as its owner wrote it, not as somebody typed it. */
const to = (owner: User, mail: Mail): Mail => ({ ...mail, to: owner.email ?? mail.to })

const write = <Facts extends Sender>(
  { service, mailDomain }: WriteMailDeps,
  mail: Mail,
  message: Message<Facts>,
  facts: Omit<Facts, 'service'>,
): OutgoingMail => ({
  ...writeMessage(message, { ...facts, service } as Facts, mail.locale),
  messageId: `${mail.id}@${mailDomain}`,
  to: mail.to,
  language: mail.locale,
})
