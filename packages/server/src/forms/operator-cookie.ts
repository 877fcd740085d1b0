import type { SessionId } from '../model/ids.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'operator-cookie'
const PREFIX = 'lkop_'

interface Kept {
  /** The cookie of the operator's own session. */
  readonly cookie: string
  /** The session in which they act as somebody else. */
  readonly within: SessionId
}

/**
 * What a browser keeps of an operator's own session while they act as somebody else. Sealed, so that it opens nothing by itself, and of use for
 * leaving that one session alone.
 */
export const makeOperatorCookie = (secrets: Secrets, kept: Kept): string =>
  PREFIX + secrets.seal(PURPOSE, JSON.stringify(kept))

/** @returns the cookie of the operator's own session; undefined for what we did not seal, or sealed for another session */
export const readOperatorCookie = (
  secrets: Secrets,
  text: string | undefined,
  within: SessionId,
): string | undefined => {
  if (!text?.startsWith(PREFIX)) return undefined
  try {
    const kept = JSON.parse(secrets.open(PURPOSE, text.slice(PREFIX.length))) as Kept
    return kept.within === within ? kept.cookie : undefined
  } catch {
    return undefined
  }
}
