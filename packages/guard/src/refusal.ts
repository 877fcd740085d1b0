import { AuthError, type ErrorBody, type ErrorCode } from '@latchkey/contract'
import { algorithms } from './jwt/algorithms.js'
import { KeysUnreachable } from './keys/key-source.js'
import type { OfferedScheme } from './request/offered-schemes.js'
import type { Requirement } from './requirement.js'
import { SECOND } from './time.js'

/** The reasons a guard can give. */
export type GuardErrorCode = Extract<
  ErrorCode,
  | `token_${string}`
  | `csrf_${string}`
  | 'scope_insufficient'
  | 'role_insufficient'
  | 'permission_insufficient'
  | 'sign_in_insufficient'
  | 'principal_refused'
  | 'issuer_unreachable'
>

/** What a refusal says in our words. `detail` is there in development only. */
export type RefusalBody = ErrorBody & { readonly detail?: string }

/** A refusal by a guard, in the shape every framework can send. */
export interface Refusal<Body = RefusalBody> {
  readonly status: 400 | 401 | 403 | 503
  readonly headers: Readonly<Record<string, string>>
  /** To be sent as JSON. */
  readonly body: Body
}

export interface RefusalOptions {
  /** 32 hex digits; under it the log says more. */
  readonly traceId: string
  /** Names what is protected in the challenge. Default: `api`. */
  readonly realm?: string
  /** What was required, for the challenge. */
  readonly requirement?: Pick<Requirement, 'scopes' | 'acr' | 'signedInWithin'> | undefined
  /** Under which schemes tokens are accepted, that of this request first. Default: Bearer alone. */
  readonly schemes?: readonly [OfferedScheme, ...OfferedScheme[]]
  /** Where the API says what it accepts (RFC 9728 §5.1). */
  readonly resourceMetadata?: string | undefined
  /** For the next proof of possession. */
  readonly nonce?: string | undefined
  /** Tells the caller what was expected and what was seen. Never in production. Default: false. */
  readonly development?: boolean
}

const badRequest = { status: 400, error: 'invalid_request' } as const
const badPage = { status: 403, error: 'access_denied' } as const
/** RFC 9449 §7.1, §12.2. */
const badProof = { status: 401, error: 'invalid_dpop_proof' } as const
const badToken = { status: 401, error: 'invalid_token' } as const

/** RFC 6750 §3.1; `temporarily_unavailable` is RFC 6749 §4.1.2.1. */
const answers: Record<GuardErrorCode, { status: Refusal['status']; error: string }> = {
  token_missing: badToken,
  token_repeated: badRequest,
  token_malformed: badToken,
  token_too_large: badToken,
  token_type_refused: badToken,
  token_algorithm_refused: badToken,
  token_issuer_mismatch: badToken,
  token_audience_mismatch: badToken,
  token_key_unknown: badToken,
  token_signature_invalid: badToken,
  token_expired: badToken,
  token_not_yet_valid: badToken,
  token_claims_invalid: badToken,
  token_session_ended: badToken,
  token_scheme_refused: badToken,
  token_proof_missing: badProof,
  token_proof_invalid: badProof,
  token_proof_replayed: badProof,
  token_nonce_needed: { status: 401, error: 'use_dpop_nonce' },
  csrf_origin_refused: badPage,
  csrf_site_refused: badPage,
  csrf_token_missing: badPage,
  csrf_token_invalid: badPage,
  scope_insufficient: { status: 403, error: 'insufficient_scope' },
  role_insufficient: { status: 403, error: 'access_denied' },
  permission_insufficient: { status: 403, error: 'access_denied' },
  principal_refused: { status: 403, error: 'access_denied' },
  // RFC 9470 §3
  sign_in_insufficient: { status: 401, error: 'insufficient_user_authentication' },
  issuer_unreachable: { status: 503, error: 'temporarily_unavailable' },
}

type GuardError = AuthError & { readonly code: GuardErrorCode }

/** Whether this is a refusal a guard gives, and not a bug or somebody else's error. */
export const isGuardError = (error: unknown): error is GuardError =>
  error instanceof AuthError && Object.hasOwn(answers, error.code)

/**
 * The answer to a refused request: status, RFC 6750 §3 challenge and body. What is not a guard's refusal
 * is thrown on, so that a bug never reads as the caller's fault.
 */
export function refusal(error: unknown, options: RefusalOptions): Refusal {
  if (!isGuardError(error)) throw error
  const answer = answers[error.code]
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  if (answer.status === 503) headers['Retry-After'] = retryAfter(error)
  // A page that may not do this is not helped by another credential.
  else if (answer !== badPage) headers['WWW-Authenticate'] = challenge(error, options)
  if (error.code === 'token_nonce_needed' && options.nonce !== undefined)
    headers['DPoP-Nonce'] = options.nonce
  return {
    status: answer.status,
    headers,
    body: {
      error: answer.error,
      error_description: error.message,
      reason: error.code,
      trace_id: options.traceId,
      ...(options.development === true && error.detail !== undefined ? { detail: error.detail } : {}),
    },
  }
}

/** RFC 9110 §11.6.1: a challenge for each scheme; what was wrong stands in that of the scheme the request used. */
function challenge(error: GuardError, options: RefusalOptions): string {
  const [used, ...others] = options.schemes ?? ['Bearer']
  return [
    `${used} ${[...describe(used, error, options), ...explain(error, options)].join(', ')}`,
    ...others.map((scheme) => `${scheme} ${describe(scheme, error, options).join(', ')}`),
  ].join(', ')
}

/** What is asked for, whatever was wrong. */
const describe = (scheme: OfferedScheme, { code }: GuardError, options: RefusalOptions): string[] => {
  const { scopes = [] } = options.requirement ?? {}
  const parameters = [`realm=${quoted(options.realm ?? 'api')}`]
  if (scheme === 'DPoP') parameters.push(`algs=${quoted(algorithms.join(' '))}`)
  if (code === 'token_missing' && scopes.length > 0) parameters.push(`scope=${quoted(scopes.join(' '))}`)
  if (options.resourceMetadata !== undefined)
    parameters.push(`resource_metadata=${quoted(options.resourceMetadata)}`)
  return parameters
}

/** What was wrong. RFC 6750 §3.1: whoever sent no credential is told how to, not that something was wrong with it. */
const explain = (error: GuardError, { requirement }: RefusalOptions): string[] => {
  if (error.code === 'token_missing') return []
  const parameters = [
    `error=${quoted(answers[error.code].error)}`,
    `error_description=${quoted(error.message)}`,
  ]
  const { scopes = [], acr, signedInWithin } = requirement ?? {}
  if (error.code === 'scope_insufficient' && scopes.length > 0)
    parameters.push(`scope=${quoted(scopes.join(' '))}`)
  if (error.code === 'sign_in_insufficient') {
    if (acr !== undefined) parameters.push(`acr_values=${quoted(acr.join(' '))}`)
    // Whole seconds; a day is told as it is, and half a second as none.
    if (signedInWithin !== undefined) parameters.push(`max_age=${Math.floor(signedInWithin / SECOND)}`)
  }
  return parameters
}

/** RFC 6750 §3: these values hold neither quotes nor backslashes nor anything outside printable ASCII. */
export const quoted = (value: string): string => `"${value.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '_')}"`

/** RFC 9110 §10.2.3, whole seconds. */
export const retryAfter = (error: AuthError): string => {
  const wait = error.retryAfter ?? (error.cause instanceof KeysUnreachable ? error.cause.retryAfter : SECOND)
  return String(Math.max(1, Math.ceil(wait / SECOND)))
}
