import { AuthError } from '@latchkey/contract'
import { fetchJson, UnexpectedStatus } from '../http/fetch-json.js'
import { UnreadableAnswer } from '../http/fetch-text.js'
import type { FindUserInfo } from '../issuers/issuer.js'
import type { Principal } from '../principal.js'
import { type Clock, MINUTE, SECOND } from '../time.js'
import { addToClaims } from './add-to-claims.js'
import { createPauses } from './pauses.js'

/** What is known about where a person comes from. */
export interface Origin {
  readonly wants: readonly string[]
  readonly userInfo: FindUserInfo
  readonly token: string
}

export interface Asked {
  readonly principal: Principal
  readonly origin: Origin
}

type Claims = Principal['claims']

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 64 * 1024
const SHORTEST_PAUSE = 1 * SECOND
/** However long an issuer asks to be left alone, after this it is asked again. */
const LONGEST_PAUSE = 1 * MINUTE

/**
 * Asks issuers about people whose tokens lack something (OIDC Core §5.3). An issuer that cannot answer, or asks to be left alone, is left alone
 * for a while, whoever comes: a crowd of new people must not keep it down.
 */
export const createQuestions = ({
  fetch,
  clock,
}: {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
}): ((asked: Asked) => Promise<Claims>) => {
  const pauses = createPauses(clock)

  const fail = ({ issuer, subject }: Principal, error: unknown): AuthError => {
    if (isRefusal(error)) {
      const detail = `the token lacks what is wanted, and userinfo ${error.message}: ask for the scope openid, and those of the claims`
      return new AuthError('token_claims_invalid', { detail, cause: error })
    }
    const wish = error instanceof UnexpectedStatus ? (error.retryAfter ?? 0) : 0
    const retryAfter = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wish))
    if (isLimit(error)) pauses.pauseOne(issuer, subject, retryAfter)
    else if (isOutage(error)) pauses.pauseAll(issuer, retryAfter)
    const detail = `userinfo: ${error instanceof Error ? error.message : String(error)}`
    return new AuthError('issuer_unreachable', { detail, cause: error, retryAfter })
  }

  return async ({ principal, origin: { wants, userInfo, token } }) => {
    const { issuer, subject, claims } = principal
    if (wants.every((name) => claims[name] !== undefined)) return claims
    const retryAfter = pauses.leftFor(issuer, subject)
    if (retryAfter > 0)
      throw new AuthError('issuer_unreachable', { detail: 'userinfo: not asked again yet', retryAfter })
    try {
      const url = await userInfo()
      // Nobody to ask: what is missing stays missing, and onFirstSight sees that.
      if (url === undefined) return claims
      const { value } = await fetchJson(
        { url, fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES },
        // RFC 6750 §2.1: in the header, never in the address.
        { headers: { accept: 'application/json', authorization: `Bearer ${token}` } },
      )
      const said = Object(value) as Record<string, unknown>
      // OIDC Core §5.3.2: what is said of somebody else must not be used.
      if (said['sub'] !== subject) throw new AboutSomebodyElse('the issuer answered about somebody else')
      pauses.answered(issuer)
      return addToClaims(claims, said)
    } catch (error) {
      throw fail(principal, error)
    }
  }
}

/** RFC 6750 §3.1: the token is not good for this. Asking again with it changes nothing. */
const isRefusal = (error: unknown): error is UnexpectedStatus =>
  error instanceof UnexpectedStatus && (error.status === 401 || error.status === 403)

/** RFC 6585 §4. */
const isLimit = (error: unknown): boolean => error instanceof UnexpectedStatus && error.status === 429

/** Whether others would fare no better: one person's answer, however odd or large, must keep nobody else out. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof AboutSomebodyElse || error instanceof UnreadableAnswer) &&
  !(error instanceof UnexpectedStatus && error.status < 500)

class AboutSomebodyElse extends Error {}

/** Whether an error says something about the token it came of, and nothing about the issuer. */
export const isAboutToken = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'token_claims_invalid'
