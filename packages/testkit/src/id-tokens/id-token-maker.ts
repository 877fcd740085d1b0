import type { OidcTwin } from '../twin.js'
import { type Forgery, forgeIdToken } from './forge-id-token.js'
import type { IdTokenDeviation } from './id-token-deviation.js'
import { issueIdToken } from './issue-id-token.js'

/** What tests ask of a twin that issues ID tokens. No switch has an influence on these. */
export interface IdTokenMaker<P> {
  /** What `iss` says in its tokens, or the template of it at a provider with many issuers. */
  readonly issuer: string
  readonly jwksUri: string
  /** A valid ID token as the provider writes them, but for the deviation. It is signed with the current key. */
  issueIdToken(deviation?: IdTokenDeviation<P>): Promise<string>
  /** An ID token that must be refused although its claims and, but for the forgery, its header are valid. */
  forgeIdToken(forgery: Forgery, deviation?: IdTokenDeviation<P>): Promise<string>
  /** Signs with a new key from now on. The key before stays published until the next rotation. */
  rotateKeys(): Promise<void>
}

export const idTokenMaker = <P>(twin: OidcTwin<P>, jwksUri: string): IdTokenMaker<P> => ({
  issuer: twin.issuer,
  jwksUri,
  issueIdToken: (deviation = {}) => issueIdToken(twin, deviation),
  forgeIdToken: (forgery, deviation = {}) => forgeIdToken(twin, forgery, deviation),
  rotateKeys: twin.keys.rotate,
})
