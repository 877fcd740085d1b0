import { publicSentences } from '@latchkey/contract'
import type { GuardErrorCode } from '../refusal.js'
import type { Scheme } from '../request/scheme.js'

/** What a Django backend says when it refuses: `detail`, and with simplejwt a code and what is wrong with which token. */
export interface WireBody {
  readonly detail: string
  readonly code?: string
  readonly messages?: readonly WireMessage[]
}

interface WireMessage {
  readonly token_class: string
  readonly token_type: string
  readonly message: string
}

/** What these backends tell apart in a header that holds no token: nothing, several words, what is not ASCII. */
export type CredentialFault = 'credential_empty' | 'credential_spaced' | 'credential_unreadable'

/** Everything a wire has words for. */
export type WireReason = GuardErrorCode | CredentialFault

/** How one reason is told. */
export interface Wording {
  readonly status: 401 | 403 | 503
  readonly body: WireBody
}

/**
 * How an API talks to frontends that were written for another backend: the schemes under which it reads tokens, and its words for
 * every reason of a refusal.
 */
export interface Wire {
  readonly schemes: readonly Scheme[]
  readonly words: Readonly<Record<WireReason, Wording>>
  /** `WWW-Authenticate` of each 401. */
  readonly challenge?: (realm: string) => string
}

export const say = (status: Wording['status'], detail: string): Wording => ({ status, body: { detail } })

/** Frontends that were written for these backends know nothing of tokens that are bound to a key. */
type ProofReason = Extract<
  GuardErrorCode,
  `token_proof_${string}` | 'token_scheme_refused' | 'token_nonce_needed'
>

/** Every reason that has to do with proofs of possession, in the words for a token that is no good. */
export const refuseProofs = (wording: Wording): Record<ProofReason, Wording> => ({
  token_scheme_refused: wording,
  token_proof_missing: wording,
  token_proof_invalid: wording,
  token_proof_replayed: wording,
  token_nonce_needed: wording,
})

/** What is no matter of tokens is said alike by all backends on Django REST framework. */
export const COMMON_WORDS = {
  csrf_origin_refused: say(403, publicSentences.csrf_origin_refused),
  csrf_site_refused: say(403, publicSentences.csrf_site_refused),
  csrf_token_missing: say(403, publicSentences.csrf_token_missing),
  csrf_token_invalid: say(403, publicSentences.csrf_token_invalid),
  scope_insufficient: say(403, 'You do not have permission to perform this action.'),
  role_insufficient: say(403, 'You do not have permission to perform this action.'),
  permission_insufficient: say(403, 'You do not have permission to perform this action.'),
  principal_refused: say(403, 'You do not have permission to perform this action.'),
  sign_in_insufficient: say(403, publicSentences.sign_in_insufficient),
  // These backends broke with 500, or had nobody to ask: an outage is nothing a frontend should sign anybody out for.
  issuer_unreachable: say(503, publicSentences.issuer_unreachable),
} as const

export const NOT_PROVIDED = 'Authentication credentials were not provided.'
