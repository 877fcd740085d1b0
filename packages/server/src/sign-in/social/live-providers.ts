import type { ProviderKind, ProviderOptions, ProviderSecretName } from '@latchkey/contract'
import type { Provider } from './provider.js'

/** A provider as an operator wants it. */
export interface ProviderWish {
  readonly id: string
  readonly kind: ProviderKind
  readonly options: ProviderOptions
  readonly secrets: Readonly<Partial<Record<ProviderSecretName, string>>>
}

/** One thing that is wrong with it, and what to do about it. */
export interface ProviderMistake {
  /** `options.issuer`, `secrets.clientSecret`. */
  readonly at: string
  readonly problem: string
  readonly fix: string
}

/** By the rules of the configuration, every mistake told. */
export type MakeProvider = (
  wish: ProviderWish,
) =>
  | { readonly provider: Provider }
  | { readonly provider: undefined; readonly mistakes: readonly ProviderMistake[] }

/** The providers of now. */
export interface LiveProviders {
  /** Those of the configuration, then those that operators set and enabled: where both name one, the configuration wins. */
  readonly providers: () => readonly Provider[]
  /** Those of the configuration alone. */
  readonly configured: readonly Provider[]
  /** Looks at once whether something has changed: for the process that changed it. Never fails: what cannot be read now is read a moment later. */
  refresh(): Promise<void>
}
