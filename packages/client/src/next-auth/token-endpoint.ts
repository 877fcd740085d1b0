import {
  ACCESS_TOKEN_TYPE,
  type ErrorCode,
  FIRST_PARTY_PASSWORD_GRANT,
  ID_TOKEN_TYPE,
  paths,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
  type TokenResponse,
  tokenResponse,
} from '@latchkey/contract'
import { z } from 'zod'
import type { BridgeSettings } from './bridge-settings.js'
import { isErrorCode } from './is-error-code.js'
import type { ProviderProof } from './proof-in.js'

/** Latchkey answered, and the answer is no. */
export interface Refused {
  readonly outcome: 'refused'
  readonly code: ErrorCode
  /** The OAuth error (RFC 6749 §5.2). */
  readonly error: string
  /** Finds the line in the log of the server. */
  readonly traceId: string | undefined
}

/** No usable answer: network, timeout, an overloaded or failing server, something else at that address. */
export interface Unreachable {
  readonly outcome: 'unreachable'
  /** Why, if Latchkey itself could say: it is busy, or the provider does not answer it. */
  readonly code: ErrorCode | undefined
  /** For the log. */
  readonly detail: string
}

export type TokenAnswer =
  | { readonly outcome: 'issued'; readonly tokens: TokenResponse }
  | Refused
  | Unreachable
export type RevokeAnswer = { readonly outcome: 'revoked' } | Refused | Unreachable

/** What a person typed into the app's own form, and from where. */
export interface PasswordProof {
  readonly email: string
  readonly password: string
  /** Their network address, where the app knows it. */
  readonly userAddress: string | undefined
  readonly userAgent: string | undefined
  /** By which Latchkey knows their browser again, where it has signed in before. */
  readonly deviceToken: string | undefined
}

/** The calls the bridge makes, each as this client and each within the time limit. */
export interface TokenEndpoint {
  /** RFC 8693 §2.1. Never retried: an ID token is good for one use, and a lost answer may have used it. */
  exchange(proof: ProviderProof): Promise<TokenAnswer>
  /** The extension grant of Latchkey (RFC 6749 §4.5). Never retried: each try counts as a guess. */
  exchangePassword(proof: PasswordProof): Promise<TokenAnswer>
  /** RFC 6749 §6. Retried once: the refresh token of a confidential client does not change. */
  refresh(refreshToken: string): Promise<TokenAnswer>
  /** RFC 7009 §2.1. */
  revoke(refreshToken: string): Promise<RevokeAnswer>
}

/** `settings` is a function because a build without secrets may load this module, but never calls it. */
export const createTokenEndpoint = (settings: () => BridgeSettings): TokenEndpoint => ({
  exchange: (proof) => askOnce(settings(), { grant_type: TOKEN_EXCHANGE_GRANT, ...subjectOf(proof) }),

  exchangePassword: ({ email, password, userAddress, userAgent, deviceToken }) =>
    askOnce(settings(), {
      grant_type: FIRST_PARTY_PASSWORD_GRANT,
      email,
      password,
      ...(userAddress === undefined ? {} : { user_address: userAddress }),
      ...(userAgent === undefined ? {} : { user_agent: userAgent }),
      ...(deviceToken === undefined ? {} : { device_token: deviceToken }),
    }),

  refresh: async (refreshToken) => {
    const form = { grant_type: REFRESH_TOKEN_GRANT, refresh_token: refreshToken }
    const signal = AbortSignal.timeout(settings().timeoutMs)
    const first = readTokens(await post(settings(), paths.token, form, signal))
    if (first.outcome !== 'unreachable' || signal.aborted) return first
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    return readTokens(await post(settings(), paths.token, form, signal))
  },

  revoke: async (refreshToken) => {
    const form = { token: refreshToken, token_type_hint: 'refresh_token' }
    const answer = await post(settings(), paths.revoke, form, AbortSignal.timeout(settings().timeoutMs))
    return answer.outcome === 'answered' ? { outcome: 'revoked' } : answer
  },
})

const RETRY_AFTER_MS = 200

/** Whom the token exchange is about (RFC 8693 §2.1). */
const subjectOf = (proof: ProviderProof): Record<string, string> =>
  proof.kind === 'id_token'
    ? { subject_token: proof.idToken, subject_token_type: ID_TOKEN_TYPE }
    : {
        subject_token: proof.accessToken,
        subject_token_type: ACCESS_TOKEN_TYPE,
        subject_issuer: proof.provider,
      }

/** Proof → tokens for the API of the settings. */
const askOnce = async (settings: BridgeSettings, proof: Record<string, string>): Promise<TokenAnswer> => {
  const { audience, scope, timeoutMs } = settings
  const form = {
    ...proof,
    ...(audience === undefined ? {} : { audience }),
    ...(scope === undefined ? {} : { scope }),
  }
  return readTokens(await post(settings, paths.token, form, AbortSignal.timeout(timeoutMs)))
}

type Answer = { readonly outcome: 'answered'; readonly body: string } | Refused | Unreachable

const post = async (
  settings: BridgeSettings,
  path: string,
  form: Record<string, string>,
  signal: AbortSignal,
): Promise<Answer> => {
  try {
    const response = await fetch(`${settings.issuer}${path}`, {
      method: 'POST',
      headers: { accept: 'application/json', authorization: basicCredentials(settings) },
      body: new URLSearchParams(form),
      // Credentials follow no redirect, and Next caches no answer.
      redirect: 'error',
      cache: 'no-store',
      signal,
    })
    const body = await response.text()
    if (response.ok) return { outcome: 'answered', body }
    return readRefusal(response.status, body)
  } catch (error) {
    return unreachable(describe(error))
  }
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
const basicCredentials = ({ clientId, clientSecret }: BridgeSettings): string => {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)
  return `Basic ${btoa(`${encode(clientId)}:${encode(clientSecret)}`)}`
}

/** `{"error":"invalid_grant","error_description":"…","reason":"session_ended","trace_id":"…"}` */
const refusal = z.object({
  error: z.string(),
  reason: z.string().optional(),
  trace_id: z.string().optional(),
})

/** A proxy's 404 page is no refusal: only an answer in Latchkey's words may cost somebody their session. */
const readRefusal = (status: number, body: string): Refused | Unreachable => {
  const parsed = refusal.safeParse(parseJson(body))
  if (!parsed.success) return unreachable(`HTTP ${status}`)
  const { error, reason, trace_id: traceId } = parsed.data
  if (status >= 500 || status === 429) {
    const code = status !== 500 && isErrorCode(reason) ? reason : undefined
    return {
      outcome: 'unreachable',
      code,
      detail: `HTTP ${status} ${reason ?? error}, trace ${traceId ?? 'unknown'}`,
    }
  }
  if (isErrorCode(reason)) return { outcome: 'refused', code: reason, error, traceId }
  // A newer server may know reasons this version does not.
  return {
    outcome: 'refused',
    code: error === 'invalid_grant' ? 'session_ended' : 'malformed_request',
    error,
    traceId,
  }
}

const readTokens = (answer: Answer): TokenAnswer => {
  if (answer.outcome !== 'answered') return answer
  const parsed = tokenResponse.safeParse(parseJson(answer.body))
  if (parsed.success) return { outcome: 'issued', tokens: parsed.data }
  return unreachable('the answer is not a token response')
}

const unreachable = (detail: string): Unreachable => ({ outcome: 'unreachable', code: undefined, detail })

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The name of what went wrong underneath, e.g. `ECONNREFUSED`; never the request. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown failure'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const cause: unknown = error.cause
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return error.name
}
