import type { Identity } from '../model/identity.js'
import type { Millis } from '../model/time.js'

/** Tokens of providers, sealed by whoever keeps them. They go with the identity they belong to. */
export interface ProviderTokenStore {
  find(identity: Identity): Promise<string | undefined>
  /** In place of what is there. Inside a transaction in which the identity has been linked or used. */
  keep(identity: Identity, sealed: string, now: Millis): Promise<void>
  /** `changed`: they are others by now, or the identity is gone; nothing was written. */
  replace(
    identity: Identity,
    sealed: { readonly from: string; readonly to: string },
    now: Millis,
  ): Promise<'replaced' | 'changed'>
}
