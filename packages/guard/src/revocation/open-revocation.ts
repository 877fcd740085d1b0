import type { OpenedIssuer } from '../issuers/issuer.js'
import type { Algorithm } from '../jwt/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import type { Clock } from '../time.js'
import type { Trouble } from '../trouble.js'
import { listRevocation } from './list-revocation.js'
import type { OnEnded } from './revocation.js'
import { type RevocationOptions, type RevocationSource, readRevocationOptions } from './revocation-options.js'
import { streamRevocation } from './stream-revocation.js'
import { createTroubleTeller } from './tell-trouble.js'

/** How many ends are remembered for as long as their tokens live: some 15 MB. What is beyond is looked for in the lists. */
const MAX_ENDED = 100_000

/** What learning about ends stands on. */
export interface RevocationSurroundings {
  readonly issuer: string
  /** Everything the issuer goes by in its tokens. */
  readonly names: readonly string[]
  readonly findTokenUrl: () => Promise<string>
  readonly allowHttp: boolean
  readonly keys: KeySource
  readonly algorithms: readonly Algorithm[]
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
  readonly onEnded: OnEnded
  readonly onChanged: OnEnded
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
  const { whenStale, maxStaleness, every, maxTokenLife, credentials } = readRevocationOptions(
    options === true ? {} : options,
  )
  const { issuer, findTokenUrl } = surroundings
  const onTrouble = createTroubleTeller(surroundings)
  const lists = {
    ...surroundings,
    maxStaleness,
    every,
    below: `${issuer.replace(/\/$/, '')}/`,
    onFailure: (error: unknown) => onTrouble('revocation', error),
  }
  // Serverless, or without a client of its own: lists alone.
  if (credentials === undefined) return { revocation: listRevocation(lists), whenStale }
  const { tokenUrl, ...client } = credentials
  const transmitter = {
    ...surroundings,
    ...client,
    findTokenUrl: tokenUrl === undefined ? findTokenUrl : async () => tokenUrl,
  }
  const revocation = streamRevocation({
    transmitter,
    lists,
    onChanged: surroundings.onChanged,
    onTrouble,
    maxTokenLife,
    maxEnded: MAX_ENDED,
    random: Math.random,
  })
  return { revocation, whenStale }
}
