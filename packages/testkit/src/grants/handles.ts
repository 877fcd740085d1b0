import { randomBytes } from 'node:crypto'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** `lkdev_si_…`: a sign-in that waits for a person to be chosen. */
export type PendingSignIn = Branded<'PendingSignIn'>
/** `lkdev_ac_…`: an authorization code. */
export type AuthorizationCode = Branded<'AuthorizationCode'>
/** An opaque access token, shaped like those of the provider it stands for; `lkdev_at_…` when none is known. */
export type AccessToken = Branded<'AccessToken'>

const random = () => randomBytes(32).toString('base64url')

export const newPendingSignIn = (): PendingSignIn => `lkdev_si_${random()}` as PendingSignIn
export const newAuthorizationCode = (): AuthorizationCode => `lkdev_ac_${random()}` as AuthorizationCode
export const newAccessToken = (): AccessToken => `lkdev_at_${random()}` as AccessToken

/** 36 letters and digits, as providers use: more than 200 bits. */
const lettersAndDigits = () => randomBytes(60).toString('base64').replaceAll(/[+/=]/g, '').slice(0, 36)

/** @param prefix what the tokens of a provider begin with */
export const newAccessTokenLike = (prefix: string): AccessToken =>
  `${prefix}${lettersAndDigits()}` as AccessToken

/** @param jwt an access token that says by itself what it is worth (RFC 9068) */
export const asAccessToken = (jwt: string): AccessToken => jwt as AccessToken
