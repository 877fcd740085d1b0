import type { ProfileFields } from '@latchkey/contract'
import type { Caller } from './caller.js'
import { LONG_AGO, type VerifiedIdentity } from './identity.js'
import type { SessionId, UserId } from './ids.js'
import type { Session } from './session.js'
import { toMoment } from './time.js'
import type { User } from './user.js'

/** Who signs in, as hooks see them. Times are ISO 8601. */
export interface HookUser {
  readonly id: UserId
  readonly email: string | null
  /** False while nobody has proved that the mailbox is theirs: the address is then only something the person said. */
  readonly emailVerified: boolean
  readonly name: string | null
  readonly picture: string | null
  readonly profile: ProfileFields
  readonly roles: readonly string[]
  readonly createdAt: string
}

/** By what somebody proves who they are, without the proof itself. */
export type HookProof =
  | { readonly kind: 'password' }
  | {
      readonly kind: 'provider'
      /** The id of the provider in the configuration. */
      readonly provider: string
      readonly subject: string
      /**
       * What the verified ID token and UserInfo say. Of providers without ID tokens, and for an access token that was presented: `sub`, `email`,
       * `email_verified`, `name` and `picture`, as far as they tell them.
       */
      readonly claims: Readonly<Record<string, unknown>>
    }

/** From where somebody comes. */
export interface HookCaller extends Caller {
  /** The id of the client, `browser`, or `django` for every door of a former backend. */
  readonly client: string
}

/** The session that was opened, or that a token is issued for. Times are ISO 8601. */
export interface HookSession {
  readonly id: SessionId
  readonly amr: readonly string[]
  /** When the person proved who they are; null when nobody has told. */
  readonly authenticatedAt: string | null
  readonly createdAt: string
}

export const toHookUser = (user: User): HookUser => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  name: user.name,
  picture: user.picture,
  profile: user.profile,
  roles: user.roles,
  createdAt: toMoment(user.createdAt),
})

export const toHookSession = ({ id, amr, authenticatedAt, createdAt }: Session): HookSession => ({
  id,
  amr,
  authenticatedAt: authenticatedAt === LONG_AGO ? null : toMoment(authenticatedAt),
  createdAt: toMoment(createdAt),
})

/** What ties an ID token to one request (OIDC Core §3.1.3.6, §3.3.2.11) is nobody else's business. */
const LEFT_OUT: readonly string[] = ['nonce', 'at_hash', 'c_hash', 's_hash']

export const toHookProof = (identity: VerifiedIdentity): HookProof => ({
  kind: 'provider',
  provider: identity.provider,
  subject: identity.subject,
  claims: Object.fromEntries(
    Object.entries(identity.claims ?? saidBy(identity)).filter(([name]) => !LEFT_OUT.includes(name)),
  ),
})

/** Without an ID token: what was read, in the words of OIDC Core §5.1. */
const saidBy = ({
  subject,
  address,
  name,
  picture,
}: VerifiedIdentity): Readonly<Record<string, unknown>> => ({
  sub: subject,
  ...(address !== undefined && { email: address.email, email_verified: address.proven }),
  ...(name !== undefined && { name }),
  ...(picture !== undefined && { picture }),
})
