import { AuthError } from '@latchkey/contract'
import { MINUTE } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { KeptAnswer, KeptAnswers, RequestClaim } from '../../ports/kept-answers.js'
import type { Secrets } from '../../ports/secrets.js'
import { KEPT_ANSWER } from './steps/settle-request.js'

export interface BeginRequestDeps {
  readonly keptAnswers: Pick<KeptAnswers, 'begin'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** A request that may come again, as it came. */
export interface RepeatableRequest {
  readonly userId: string
  /** The Idempotency-Key. */
  readonly key: string
  /** Method, path and body. */
  readonly fingerprint: string
}

export type BegunAttempt =
  | { readonly outcome: 'begun'; readonly claim: RequestClaim }
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string }

const CLAIM_BYTES = 16
/** An attempt whose process died makes room after that. */
const GIVEN_UP_AFTER = 1 * MINUTE

/**
 * Whether a request was made before (draft-ietf-httpapi-idempotency-key-header §2.6). A key counts for who sent it alone.
 *
 * @throws AuthError `request_key_reused`, `request_under_way`
 */
export const beginRequest = async (
  deps: BeginRequestDeps,
  { userId, key, fingerprint }: RepeatableRequest,
): Promise<BegunAttempt> => {
  const { secrets, clock } = deps
  const claim = { key: secrets.hash(`${userId} ${key}`), claim: secrets.randomHex(CLAIM_BYTES) }
  const now = clock.now()
  const begun = await deps.keptAnswers.begin(claim, secrets.hash(fingerprint), now, now + GIVEN_UP_AFTER)
  switch (begun.outcome) {
    case 'begun':
      return { outcome: 'begun', claim }
    case 'answered':
      return { outcome: 'answered', status: begun.answer.status, body: openAnswer(secrets, begun.answer) }
    case 'under_way':
      throw new AuthError('request_under_way')
    case 'other_request':
      throw new AuthError('request_key_reused')
  }
}

/** @throws AuthError `request_key_reused`: what it was answered was sealed under a secret that the server has no more, and making it again would make another */
const openAnswer = (secrets: Secrets, { sealed }: KeptAnswer): string => {
  try {
    return secrets.open(KEPT_ANSWER, sealed)
  } catch {
    throw new AuthError('request_key_reused', { detail: 'the kept answer cannot be opened' })
  }
}
