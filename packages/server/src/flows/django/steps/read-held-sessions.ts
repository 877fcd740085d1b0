import { readDjangoSessionKey } from '../../../forms/django-session-cookie.js'
import type { Secrets } from '../../../ports/secrets.js'
import type { CurrentSession } from '../../steps/current-of.js'
import { type ReadDjangoSessionDeps, readOpaqueSession } from './read-django-session.js'

export interface ReadHeldSessionsDeps extends ReadDjangoSessionDeps {
  readonly secrets: Secrets
}

/**
 * A browser has one cookie of ours; a neighbouring host may have planted others of its name. For reading not all of many are looked
 * up; what ends sessions looks up as many as a browser keeps for a host.
 */
const MOST_LOOKED_UP = { memory: 4, database: 180 } as const

/**
 * Every session that the cookies `sessionid` of a browser open, each once: its own, and what a neighbouring host has planted beside it.
 * The name cannot be one that neighbours cannot set (`__Host-`), and the order says nothing about whose is whose.
 */
export const readHeldSessions = async (
  deps: ReadHeldSessionsDeps,
  sessionKeys: readonly string[],
  from: 'memory' | 'database',
): Promise<readonly CurrentSession[]> => {
  const hashes = new Set(sessionKeys.flatMap((key) => readDjangoSessionKey(deps.secrets, key) ?? []))
  const held: CurrentSession[] = []
  for (const hash of [...hashes].slice(0, MOST_LOOKED_UP[from])) {
    const current = await readOpaqueSession(deps, hash, from)
    if (current !== undefined) held.push(current)
  }
  return held
}
