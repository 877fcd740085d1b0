import type { Principal } from '../principal.js'
import type { Clock } from '../time.js'
import { type Asked, createQuestions, isAboutToken, type Origin } from './ask-issuer.js'

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

export interface People<User> {
  /** @throws AuthError `issuer_unreachable` when the issuer cannot be asked about the person, `token_claims_invalid` when it does not tell this token */
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
  readonly user: User
  readonly until: number
}

interface Arrival<User> {
  readonly user: Promise<User>
  readonly token: string
}

/**
 * People who were seen a moment ago, at most `maxCount` of them: of those the longest known go first. Whoever is on the way in is known apart
 * from them, so that nobody is welcomed twice at a time, however small the memory.
 */
export const createPeople = <User>(options: PeopleOptions<User>): People<User> => {
  const { onFirstSight, clock, maxCount, rememberFor } = options
  const met = new Map<string, Met<User>>()
  const arriving = new Map<string, Arrival<User>>()
  const ask = createQuestions(options)

  const remember = (key: string, user: User): void => {
    met.delete(key)
    met.set(key, { user, until: clock() + rememberFor })
    for (const longest of met.keys()) {
      if (met.size <= maxCount) break
      met.delete(longest)
    }
  }

  const welcome = async (key: string, asked: Asked): Promise<User> => {
    try {
      const { issuer, subject } = asked.principal
      const user = await onFirstSight({
        issuer,
        subject,
        claims: await ask(asked),
        principal: asked.principal,
      })
      remember(key, user)
      return user
    } finally {
      // Whoever could not be welcomed is new again at the next request.
      arriving.delete(key)
    }
  }

  const meet = async (principal: Principal, origin: Origin): Promise<User> => {
    const key = personKey(principal)
    const known = met.get(key)
    if (known !== undefined && clock() < known.until) return known.user
    const { token } = origin
    const ahead = arriving.get(key)
    if (ahead === undefined) {
      const user = welcome(key, { principal, origin })
      arriving.set(key, { user, token })
      return user
    }
    try {
      return await ahead.user
    } catch (error) {
      // What the issuer says against one token says nothing about another one of the same person.
      if (ahead.token === token || !isAboutToken(error)) throw error
      return meet(principal, origin)
    }
  }
  return { meet }
}

/** Both, told apart whatever is in them: `["https://a","b|c"]`. */
const personKey = ({ issuer, subject }: Principal): string => JSON.stringify([issuer, subject])
