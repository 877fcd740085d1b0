import type { OpenedIssuer } from '../issuers/issuer.js'
import type { Algorithm } from '../jwt/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import type { Clock } from '../time.js'
import type { Trouble } from '../trouble.js'
import { listRevocation } from './list-revocation.js'
import type { OnEnded } from './revocation.js'
import { type RevocationOptions, type RevocationSource, readRevocationOptions } from './revocation-options.js'

/** What learning about ends stands on. */
export interface RevocationSurroundings {
  readonly issuer: string
  readonly keys: KeySource
  readonly algorithms: readonly Algorithm[]
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
  readonly onEnded: OnEnded
  readonly onTrouble: (trouble: Trouble) => void
}

/** Options → how ends are learnt, for one issuer of one guard. */
export const openRevocation = (
  options: boolean | RevocationOptions | RevocationSource,
  surroundings: RevocationSurroundings,
): Pick<OpenedIssuer, 'revocation' | 'whenStale'> => {
  if (options === false) return { whenStale: 'accept' }
  if (typeof options === 'object' && 'open' in options)
    return { revocation: options.open(surroundings.onEnded), whenStale: 'refuse' }
  const { whenStale, ...settings } = readRevocationOptions(options === true ? {} : options)
  const { issuer, onTrouble } = surroundings
  const revocation = listRevocation({
    ...surroundings,
    ...settings,
    below: `${issuer.replace(/\/$/, '')}/`,
    onFailure: (error) =>
      onTrouble({
        about: 'revocation',
        issuer,
        detail: error instanceof Error ? error.message : String(error),
        cause: error,
      }),
  })
  return { revocation, whenStale }
}
