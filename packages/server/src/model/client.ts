import { CLIENT_ID, type Grant, type MachineScope } from '@latchkey/contract'
import type { Scopes } from './scope.js'
import type { Millis } from './time.js'

/** An application known to the OAuth door (RFC 6749 §2.1). */
export interface Client {
  readonly id: string
  /** Confidential clients can keep a secret; public ones cannot. */
  readonly type: 'confidential' | 'public'
  /** SHA-256 of each accepted secret, base64url; two while a secret is being replaced. Empty for public clients. */
  readonly secretHashes: readonly string[]
  /** One that was replaced, and is accepted for a while. */
  readonly retiringSecret: RetiringSecret | null
  readonly grants: readonly Grant[]
  /** The scopes it may ask for, and gets when it asks for none. */
  readonly scopes: Scopes
  /** What it may do in its own name. Empty for all but a few. */
  readonly machineScopes: readonly MachineScope[]
  /** Where it wants to be told that a session it has tokens of is over (OpenID Connect Back-Channel Logout 1.0 §2.2); null: it does not. */
  readonly backChannelLogoutUri: string | null
  /** Where people may be sent who have signed out (OpenID Connect RP-Initiated Logout 1.0 §3.1). */
  readonly postLogoutRedirectUris: readonly string[]
}

export interface RetiringSecret {
  /** As those of `secretHashes`. */
  readonly hash: string
  readonly acceptedUntil: Millis
}

/** The hashes of the secrets a client may show now. */
export const acceptedSecrets = ({ secretHashes, retiringSecret }: Client, now: Millis): readonly string[] =>
  retiringSecret === null || retiringSecret.acceptedUntil <= now
    ? secretHashes
    : [...secretHashes, retiringSecret.hash]

/** Whether a text may be the id of a client, and so is looked up. */
export const isClientId = (text: string): boolean => CLIENT_ID.test(text)

/** The client id of sessions that a browser holds as a cookie. No application of the OAuth door can have it. */
export const BROWSER_CLIENT = 'browser'

/** The client id of sessions of the Django door, whoever holds them. No application of the OAuth door can have it either. */
export const DJANGO_CLIENT = 'django'

/** The client id of sessions that an API key carries: keys are given to people, and to no application. */
export const API_KEY_CLIENT = 'api-key'

/** What holds sessions that no application holds, by the client id they have. */
export const OWN_CLIENTS: ReadonlyMap<string, string> = new Map([
  [BROWSER_CLIENT, 'sessions of the browser door'],
  [DJANGO_CLIENT, 'sessions of the Django door'],
  [API_KEY_CLIENT, 'sessions of API keys'],
])
