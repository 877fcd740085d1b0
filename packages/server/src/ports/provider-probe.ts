import type { ProviderTest } from '@latchkey/contract'
import type { ProviderClient } from './provider-calls.js'

/** What is asked of a provider without a person. */
export interface ProbedProvider {
  /** Undefined where only ID tokens are taken. */
  readonly client: ProviderClient | undefined
  /** The `iss` it must name; undefined where it has none. */
  readonly issuer: string | undefined
  /** Where its keys are; by discovery when absent. */
  readonly jwksUri: string | undefined
  readonly hasIdTokens: boolean
  readonly onlyPublic: boolean
  /** Where people come back to. */
  readonly redirectUri: string
}

/** Asks a provider what can be found out before somebody signs in. Bounded in time; never fails. */
export interface ProviderProbe {
  probe(provider: ProbedProvider): Promise<ProviderTest['checks']>
}
