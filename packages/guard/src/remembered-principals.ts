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
  readonly token: string
  readonly principal: Principal
  readonly until: number
}

/** Characters at the end of a token: of its signature, so that no two tokens share them, and far fewer to hash than all of it. */
const TAIL = 64

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

  const store = (tail: string, entry: Entry): void => {
    const { length } = entry.token
    const before = young.get(tail)
    if (before === undefined) {
      if (halfCount === 0 || length > halfCharacters) return
      if (young.size >= halfCount || youngCharacters + length > halfCharacters) {
        old = young
        young = new Map()
        youngCharacters = 0
      }
    } else youngCharacters -= before.token.length
    young.set(tail, entry)
    youngCharacters += length
  }

  const drop = (tail: string): void => {
    const entry = young.get(tail)
    if (entry !== undefined) youngCharacters -= entry.token.length
    young.delete(tail)
    old.delete(tail)
  }

  const forgetWhere: RememberedPrincipals['forgetWhere'] = (isGone) => {
    for (const generation of [young, old])
      for (const [tail, { principal }] of generation) if (isGone(principal)) drop(tail)
  }

  return {
    find: (token, now) => {
      const tail = token.slice(-TAIL)
      let entry = young.get(tail)
      if (entry === undefined) {
        entry = old.get(tail)
        if (entry?.token !== token) return undefined
        old.delete(tail)
        store(tail, entry)
      }
      // The whole of it: a tail alone proves nothing.
      if (entry.token !== token) return undefined
      if (now < entry.until) return entry.principal
      drop(tail)
      return undefined
    },
    remember: (token, principal, until) => store(token.slice(-TAIL), { token, principal, until }),
    forget: (sessionId) =>
      forgetWhere((principal) => sessionId === undefined || principal.sessionId === sessionId),
    forgetWhere,
  }
}
