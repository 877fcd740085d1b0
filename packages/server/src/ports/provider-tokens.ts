import type { Identity } from '../model/identity.js'
import type { Millis } from '../model/time.js'

/** Tokens of providers, sealed by whoever keeps them. They go with the identity they belong to. */
export interface ProviderTokenStore {
  /** Inside a transaction nobody replaces them until it ends. */
  find(identity: Identity): Promise<string | undefined>
  /** In place of what is there. Inside a transaction in which the identity has been linked or used. */
  keep(identity: Identity, sealed: string, now: Millis): Promise<void>
  /**
   * Lets one of all processes refresh these: providers that rotate take a refresh token that comes twice for a stolen one
   * (RFC 9700 §4.14.2). It holds until they are replaced, it is released, or that moment has come.
   * `held`: by somebody else. `changed`: they are others by now, or the identity is gone.
   */
  claim(
    identity: Identity,
    sealed: string,
    given: { readonly until: Millis; readonly now: Millis },
  ): Promise<'claimed' | 'held' | 'changed'>
  /** Ends the claim that would have lasted until then. */
  release(identity: Identity, until: Millis): Promise<void>
  /** `changed`: they are others by now, or the identity is gone; nothing was written. */
  replace(
    identity: Identity,
    sealed: { readonly from: string; readonly to: string },
    now: Millis,
  ): Promise<'replaced' | 'changed'>
}
