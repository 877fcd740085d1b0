import type { Principal } from './principal.js'

/** Principals of tokens that were verified a moment ago, by the text of the token. */
export interface RememberedPrincipals {
  find(token: string, now: number): Principal | undefined
  /** @param until milliseconds since the epoch; from then on the entry is gone */
  remember(token: string, principal: Principal, until: number): void
  /** @param sessionId undefined: all of them */
  forget(sessionId: string | undefined): void
  forgetWhere(isGone: (principal: Principal) => boolean): void
}

interface Entry {
  readonly principal: Principal
  readonly until: number
}

/**
 * A cache in two generations. What was used since the last turn is young; when the young ones fill half of the room
 * the old ones are forgotten and the young become old. That is close to least-recently-used at the price of one
 * map lookup, and it never holds more than `maxCount` entries or `maxCharacters` of token text.
 */
export function createRememberedPrincipals(limits: {
  maxCount: number
  maxCharacters: number
}): RememberedPrincipals {
  const halfCount = Math.floor(limits.maxCount / 2)
  const halfCharacters = limits.maxCharacters / 2
  let young = new Map<string, Entry>()
  let old = new Map<string, Entry>()
  let youngCharacters = 0

  const store = (token: string, entry: Entry): void => {
    if (young.has(token)) {
      young.set(token, entry)
      return
    }
    if (halfCount === 0 || token.length > halfCharacters) return
    if (young.size >= halfCount || youngCharacters + token.length > halfCharacters) {
      old = young
      young = new Map()
      youngCharacters = 0
    }
    young.set(token, entry)
    youngCharacters += token.length
  }

  const forgetToken = (token: string): void => {
    if (young.delete(token)) youngCharacters -= token.length
    old.delete(token)
  }

  const forgetWhere: RememberedPrincipals['forgetWhere'] = (isGone) => {
    for (const generation of [young, old])
      for (const [token, { principal }] of generation) if (isGone(principal)) forgetToken(token)
  }

  return {
    find: (token, now) => {
      let entry = young.get(token)
      if (entry === undefined) {
        entry = old.get(token)
        if (entry === undefined) return undefined
        old.delete(token)
        store(token, entry)
      }
      if (now < entry.until) return entry.principal
      forgetToken(token)
      return undefined
    },
    remember: (token, principal, until) => store(token, { principal, until }),
    forget: (sessionId) =>
      forgetWhere((principal) => sessionId === undefined || principal.sessionId === sessionId),
    forgetWhere,
  }
}
