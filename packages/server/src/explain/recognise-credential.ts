/** What was handed over to be explained, by its looks. */
export type Recognised = { readonly kind: 'trace'; readonly traceId: string } | RecognisedCredential

export interface RecognisedCredential {
  readonly kind: CredentialKind
  readonly text: string
  /** What it was sent under, where that was copied along. */
  readonly scheme: 'Bearer' | 'DPoP' | undefined
}

export type CredentialKind =
  | 'jwt'
  | 'refresh_token'
  | 'session_cookie'
  | 'api_key'
  | 'opaque_token'
  | 'link_token'
  | 'unknown'

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
/** W3C Trace Context §3.2. */
const TRACE_PARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/

const PREFIXES: readonly { readonly shape: RegExp; readonly kind: CredentialKind }[] = [
  { shape: /^lkrt_/, kind: 'refresh_token' },
  { shape: /^lkck_/, kind: 'session_cookie' },
  { shape: /^lkak_/, kind: 'api_key' },
  { shape: /^(?:lkot_|[0-9a-f]{40}$)/, kind: 'opaque_token' },
  { shape: /^(?:lkvt_|lkpr_|lkec_)/, kind: 'link_token' },
  { shape: /^[^.\s]*\.[^.\s]*\.[^\s]*$/, kind: 'jwt' },
]

/** What people copy along: the header and its scheme, or the name of the cookie. */
const AROUND = /^(?:authorization:\s*)?(?:(?<scheme>bearer|token|jwt|dpop)\s+|(?:__Host-)?latchkey=)?/i

/** Text → what it can be. Nothing about it is proven. */
export const recogniseCredential = (given: string): Recognised => {
  const whole = given.trim()
  const text = whole.replace(AROUND, '').replace(/;$/, '')
  const traceId = TRACE_ID.test(text) ? text : TRACE_PARENT.exec(text)?.[1]
  if (traceId !== undefined) return { kind: 'trace', traceId }
  const kind = PREFIXES.find(({ shape }) => shape.test(text))?.kind ?? 'unknown'
  return { kind, text, scheme: SCHEMES[AROUND.exec(whole)?.groups?.['scheme']?.toLowerCase() ?? ''] }
}

const SCHEMES: Readonly<Record<string, RecognisedCredential['scheme']>> = { bearer: 'Bearer', dpop: 'DPoP' }
