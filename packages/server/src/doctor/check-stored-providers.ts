import type { StoredProvider } from '../ports/stored-providers.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkProvider } from './check-providers.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('providers')

/** A stored provider as a server would open it, or why it could not. */
export type OpenStored = (
  stored: StoredProvider,
) => { readonly provider: Provider } | { readonly provider: undefined; readonly problem: string }

export interface StoredSurroundings {
  readonly open: OpenStored
  /** Ids of those in the configuration, which win. */
  readonly configured: readonly string[]
  /** Where browsers reach Latchkey. */
  readonly home: string | undefined
}

/** The providers that operators set: whether each can be opened and counts, and what is asked of those of the configuration. */
export const checkStoredProviders = async (
  stored: readonly StoredProvider[],
  surroundings: StoredSurroundings,
): Promise<readonly Finding[]> =>
  (await Promise.all(stored.map((one) => checkStored(one, surroundings)))).flat()

const checkStored = async (
  stored: StoredProvider,
  { open, configured, home }: StoredSurroundings,
): Promise<readonly Finding[]> => {
  const label = `${stored.id} (set by an operator)`
  if (configured.includes(stored.id))
    return [
      warning(
        `${label}: it counts for nothing, the configuration has one of this id`,
        'Remove what is hidden in the console, or take it out of providers.',
      ),
    ]
  if (!stored.enabled) return [ok(`${label}: it is switched off`)]
  const opened = open(stored)
  if (opened.provider === undefined)
    return [error(`${label}: nobody can sign in with it: ${opened.problem}`, 'Edit it in the console.')]
  return checkProvider(opened.provider, { label, home })
}
