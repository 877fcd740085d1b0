import type { ErrorCode } from '@latchkey/contract'
import { LatchkeyRefusedError, LatchkeyUnreachableError } from './latchkey-errors.js'
import type { MayHaveEnded } from './session-ends.js'
import { makeSessionForm, type SessionForm } from './session-form.js'
import type { SessionMemory } from './session-memory.js'
import type { TokenEndpoint } from './token-endpoint.js'

const SECOND = 1000

/** After an outage Latchkey is left alone this long, so that not every page waits for the time limit. */
const PAUSE_MS = 2 * SECOND

export type Renewal =
  /** The form is good; its access token works for a while. */
  | { readonly status: 'fresh'; readonly form: SessionForm }
  /** Latchkey has ended the session. */
  | { readonly status: 'ended'; readonly code: ErrorCode }
  /** Latchkey said neither. The session stands; its access token may have expired. */
  | {
      readonly status: 'unconfirmed'
      readonly form: SessionForm
      readonly error: LatchkeyUnreachableError | LatchkeyRefusedError
    }

export interface RenewSessionDeps {
  readonly endpoint: Pick<TokenEndpoint, 'refresh'>
  readonly memory: SessionMemory
  readonly mayHaveEnded: MayHaveEnded
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * A form from a cookie → the newest form of its session. Calls Latchkey only when the access token is about to expire, or when the
 * session seems to have ended: then the refusal says why.
 */
export type RenewSession = (form: SessionForm) => Promise<Renewal>

export const createRenewSession = ({
  endpoint,
  memory,
  mayHaveEnded,
  now,
}: RenewSessionDeps): RenewSession => {
  const underWay = new Map<string, Promise<Renewal>>()
  let pause:
    | { readonly until: number; readonly error: LatchkeyUnreachableError | LatchkeyRefusedError }
    | undefined

  const refresh = async (form: SessionForm): Promise<Renewal> => {
    const askedAt = now()
    const answer = await endpoint.refresh(form.refreshToken)
    if (answer.outcome === 'issued') {
      pause = undefined
      const renewed = makeSessionForm(answer.tokens, askedAt)
      memory.remember(form.sessionId, { state: 'renewed', form: renewed })
      return { status: 'fresh', form: renewed }
    }
    if (answer.outcome === 'refused' && endsTheSession(answer.error, answer.code)) {
      memory.remember(form.sessionId, { state: 'ended', code: answer.code })
      return endedWith(answer.code)
    }
    const error =
      answer.outcome === 'refused'
        ? new LatchkeyRefusedError(answer.code, answer.traceId)
        : new LatchkeyUnreachableError(answer.detail)
    pause = { until: now() + PAUSE_MS, error }
    return { status: 'unconfirmed', form, error }
  }

  const renew = async (fromCookie: SessionForm): Promise<Renewal> => {
    const { sessionId } = fromCookie
    const known = memory.recall(sessionId)
    if (known?.state === 'ended') return endedWith(known.code)
    const form = known === undefined || known.form.expiresAt < fromCookie.expiresAt ? fromCookie : known.form
    if (now() < form.renewAt && !(await mayHaveEnded(form.accessToken))) return { status: 'fresh', form }

    const started = underWay.get(sessionId)
    if (started !== undefined) return started
    if (pause !== undefined && now() < pause.until) return { status: 'unconfirmed', form, error: pause.error }
    const starting = refresh(form).finally(() => underWay.delete(sessionId))
    underWay.set(sessionId, starting)
    return starting
  }

  return async (fromCookie) => {
    const renewal = await renew(fromCookie)
    // Whatever was asked may have been answered before the session ended: what has been seen to end stays so.
    const known = memory.recall(fromCookie.sessionId)
    return known?.state === 'ended' ? endedWith(known.code) : renewal
  }
}

const endedWith = (code: ErrorCode): Renewal => ({ status: 'ended', code })

/** A wrong client secret, say, is the operator's to mend and signs nobody out. RFC 6749 §5.2 */
const endsTheSession = (error: string, code: ErrorCode): boolean =>
  error === 'invalid_grant' || code === 'user_suspended'
