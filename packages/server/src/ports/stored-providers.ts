import type { ProviderKind, ProviderOptions, ProviderSecretName } from '@latchkey/contract'
import type { Millis } from '../model/time.js'

/** A provider that an operator set. */
export interface StoredProvider {
  readonly id: string
  readonly kind: ProviderKind
  readonly options: ProviderOptions
  /** All of its secrets, together with what they are for. */
  readonly sealedSecrets: string
  /** Since when each is there. */
  readonly secretsSetAt: Readonly<Partial<Record<ProviderSecretName, Millis>>>
  readonly enabled: boolean
  /** Which state this is, from 1. */
  readonly version: number
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** More than anybody shows buttons for. */
export const MOST_STORED_PROVIDERS = 100

/** The providers that operators set. */
export interface StoredProviders {
  /** All of them, by their ids. */
  list(): Promise<readonly StoredProvider[]>
  find(id: string): Promise<StoredProvider | undefined>
  /** Another one after each change by whichever process: lists that were read under it are those of now. */
  revision(): Promise<number>
  /** Inside a transaction: nobody else changes any until it ends, and every process hears that something has changed. */
  holdAll(): Promise<void>
  /** Puts it in the place of the one with its id, or where none is. */
  put(provider: StoredProvider): Promise<void>
  remove(id: string): Promise<'removed' | 'unknown'>
}
