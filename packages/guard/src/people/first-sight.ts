import { AuthError } from '@latchkey/contract'
import { fetchJson } from '../http/fetch-json.js'
import type { FindUserInfo } from '../issuers/issuer.js'
import type { Principal } from '../principal.js'
import { type Clock, SECOND } from '../time.js'

/** Somebody an API sees for the first time, whose credential holds. */
export interface NewPerson {
  /** Keep these two together: neither names anybody alone. */
  readonly issuer: string
  readonly subject: string
  /** What the token says and, where it lacked something that the issuer `wants`, what the issuer's userinfo endpoint says. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly principal: Principal
}

/**
 * Finds or makes whatever an API keeps about a person. It runs once for however many requests arrive together in one process, and again after
 * a restart: make it find who is there already, by issuer and subject.
 */
export type OnFirstSight<User> = (person: NewPerson) => User | Promise<User>

/** What is known about where a person comes from. */
export interface Origin {
  readonly wants: readonly string[]
  readonly userInfo: FindUserInfo
  readonly token: string
}

export interface People<User> {
  /** @throws AuthError `issuer_unreachable` when the issuer cannot be asked about the person */
  meet(principal: Principal, origin: Origin): Promise<User>
}

export interface PeopleOptions<User> {
  readonly onFirstSight: OnFirstSight<User>
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly maxCount: number
  /** Milliseconds. */
  readonly rememberFor: number
}

interface Met<User> {
  readonly user: Promise<User>
  readonly until: number
}

/** People who were seen a moment ago, at most `maxCount` of them: of those the longest known go first. */
export const createPeople = <User>(options: PeopleOptions<User>): People<User> => {
  const { onFirstSight, clock, maxCount, rememberFor } = options
  const met = new Map<string, Met<User>>()

  const welcome = async (principal: Principal, origin: Origin): Promise<User> => {
    const { issuer, subject } = principal
    const claims = await tellAbout(principal, origin, options.fetch)
    return onFirstSight({ issuer, subject, claims, principal })
  }

  return {
    meet: (principal, origin) => {
      const key = `${principal.issuer}|${principal.subject}`
      const now = clock()
      const known = met.get(key)
      if (known !== undefined && now < known.until) return known.user
      const user = welcome(principal, origin)
      met.delete(key)
      met.set(key, { user, until: now + rememberFor })
      for (const longest of met.keys()) {
        if (met.size <= maxCount) break
        met.delete(longest)
      }
      // Whoever could not be welcomed is new again at the next request.
      user.catch(() => {
        if (met.get(key)?.user === user) met.delete(key)
      })
      return user
    },
  }
}

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 64 * 1024

const tellAbout = async (
  { claims }: Principal,
  { wants, userInfo, token }: Origin,
  fetch: typeof globalThis.fetch,
): Promise<NewPerson['claims']> => {
  if (wants.every((name) => claims[name] !== undefined)) return claims
  try {
    const url = await userInfo()
    if (url === undefined) throw new Error('the issuer has no userinfo endpoint')
    const { value } = await fetchJson(
      { url, fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES },
      // RFC 6750 §2.1: in the header, never in the address.
      { headers: { accept: 'application/json', authorization: `Bearer ${token}` } },
    )
    const said = Object(value) as Record<string, unknown>
    // OIDC Core §5.3.2: what is said of somebody else must not be used.
    if (said['sub'] !== claims['sub']) throw new Error('the issuer answered about somebody else')
    return Object.freeze({ ...said, ...claims })
  } catch (error) {
    const detail = `userinfo: ${error instanceof Error ? error.message : String(error)}`
    throw new AuthError('issuer_unreachable', { detail, cause: error })
  }
}
