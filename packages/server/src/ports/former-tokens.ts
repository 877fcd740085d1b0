import type { Millis } from '../model/time.js'

/** What a JWT of a former backend says, once its signature has been checked. */
export interface FormerToken {
  /** Simple JWT's `token_type`; undefined where the backend wrote none. */
  readonly type: 'access' | 'refresh' | undefined
  /** The primary key of the person. */
  readonly userId: string
  /** Names the token among those that were taken back; undefined where the backend gave it no name. */
  readonly jti: string | undefined
  readonly expiresAt: Millis
}

/** Why a JWT is none of the former backend, or not any more: words for the log. */
export type FormerTokenRefusal =
  | 'the last day has passed'
  | 'too long'
  | 'no JWT'
  | 'another algorithm'
  | 'the signature does not match the key'
  | 'expired'
  | 'claims that are not those of such a token'

/** Reads JWTs that a former backend signed, with its key, while they are still accepted. */
export interface FormerTokens {
  /** @returns undefined where no key is given */
  read(text: string): Promise<FormerToken | { readonly refused: FormerTokenRefusal } | undefined>
}
