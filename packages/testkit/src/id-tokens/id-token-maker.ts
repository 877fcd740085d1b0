import type { OidcTwin } from '../twin.js'
import { type Forgery, forgeIdToken } from './forge-id-token.js'
import type { IdTokenDeviation } from './id-token-deviation.js'
import { issueLogoutToken, issueSecurityEvent } from './issue-event-token.js'
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
  /** A valid logout token as a provider sends it when the person has signed out there, but for the deviation. */
  issueLogoutToken(deviation?: IdTokenDeviation<P>): Promise<string>
  /** A valid security event token with these events, by their URIs, but for the deviation. */
  issueSecurityEvent(
    events: Readonly<Record<string, unknown>>,
    deviation?: IdTokenDeviation<P>,
  ): Promise<string>
  /** Signs with a new key from now on. The key before stays published until the next rotation. */
  rotateKeys(): Promise<void>
}

export const idTokenMaker = <P>(twin: OidcTwin<P>, jwksUri: string): IdTokenMaker<P> => ({
  issuer: twin.issuer,
  jwksUri,
  issueIdToken: (deviation = {}) => issueIdToken(twin, deviation),
  forgeIdToken: (forgery, deviation = {}) => forgeIdToken(twin, forgery, deviation),
  issueLogoutToken: (deviation = {}) => issueLogoutToken(twin, deviation),
  issueSecurityEvent: (events, deviation = {}) => issueSecurityEvent(twin, events, deviation),
  rotateKeys: twin.keys.rotate,
})
