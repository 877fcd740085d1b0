import type { Algorithm } from '../../jwt/algorithms.js'
import type { KeySource } from '../../keys/key-source.js'
import type { Clock } from '../../time.js'

/** Who tells of ends, and as whom it is asked. */
export interface Transmitter {
  readonly issuer: string
  /** Everything the issuer goes by in tokens: subjects of any other are nobody here. */
  readonly names: readonly string[]
  readonly keys: KeySource
  readonly algorithms: readonly Algorithm[]
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  /** Its token endpoint, found when it is first needed. */
  readonly findTokenUrl: () => Promise<string>
  readonly fetch: typeof globalThis.fetch
  readonly allowHttp: boolean
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
}
