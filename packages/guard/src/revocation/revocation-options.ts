import { SECOND } from '../time.js'
import type { OnEnded, Revocation } from './revocation.js'

/** How a guard learns that sessions of an issuer have ended. Durations are milliseconds. */
export interface RevocationOptions {
  /** How old what is known may get while the issuer cannot be reached. Default: a minute. */
  readonly maxStaleness?: number
  /** What happens beyond that: `refuse` answers 503, `accept` believes tokens until they expire. Default: `refuse`. */
  readonly whenStale?: 'refuse' | 'accept'
  /** How often status lists are fetched. Default: as often as they ask for it. */
  readonly every?: number
}

/** Where a guard is told from within its process. */
export interface RevocationSource {
  readonly open: (onEnded: OnEnded) => Revocation
}

export type RevocationSettings = Required<Omit<RevocationOptions, 'every'>> & Pick<RevocationOptions, 'every'>

const DEFAULTS = { maxStaleness: 60 * SECOND, whenStale: 'refuse' } as const

const NAMES: readonly string[] = ['maxStaleness', 'whenStale', 'every']

/** @returns what is wrong, each with what to do */
export const problemsWithRevocation = (options: unknown): readonly string[] => {
  if (options === undefined || options === false || options === true) return []
  if (typeof options !== 'object' || options === null)
    return ['revocation must be true, false or { maxStaleness, whenStale, every }']
  if ('open' in options)
    return typeof options.open === 'function' ? [] : ['revocation.open must be a function']
  const { maxStaleness, whenStale, every } = options as RevocationOptions
  return [
    ...Object.keys(options).flatMap((name) =>
      NAMES.includes(name) ? [] : [`there is no option revocation.${name}`],
    ),
    ...problemsWithTime('maxStaleness', maxStaleness),
    ...problemsWithTime('every', every),
    ...(whenStale === undefined || whenStale === 'refuse' || whenStale === 'accept'
      ? []
      : ['revocation.whenStale must be "refuse" or "accept"']),
  ]
}

const problemsWithTime = (name: string, value: unknown): readonly string[] =>
  value === undefined || (typeof value === 'number' && value >= SECOND && value <= 24 * 3600 * SECOND)
    ? []
    : [`revocation.${name} is in milliseconds, from a second to a day`]

/** With every default filled in. */
export const readRevocationOptions = (options: RevocationOptions): RevocationSettings => ({
  ...DEFAULTS,
  ...options,
})
