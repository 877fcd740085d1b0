import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { WriteRefusal } from '../../http/answer-error.js'
import type { OAuthErrorCode } from '../../oauth-refusal.js'

/** Why the Graph API refuses. */
export interface GraphError {
  readonly message: string
  readonly type: 'OAuthException' | 'GraphMethodException'
  readonly code: number
  readonly error_subcode?: number
}

export const invalidToken: GraphError = {
  message: 'Invalid OAuth access token - Cannot parse access token',
  type: 'OAuthException',
  code: 190,
}

export const expiredToken: GraphError = {
  message: 'Error validating access token: Session has expired.',
  type: 'OAuthException',
  code: 190,
  error_subcode: 463,
}

/**
 * Every refusal is a 400.
 * https://developers.facebook.com/docs/graph-api/guides/error-handling
 *
 *     {"error":{"message":"…","type":"OAuthException","code":190,"fbtrace_id":"AbCdEf…"}}
 */
export const refuseGraph = (context: Context, error: GraphError): Response =>
  context.json({ error: { ...error, fbtrace_id: randomBytes(17).toString('base64url') } }, 400)

const CODE_OF_REFUSAL: Partial<Record<OAuthErrorCode, number>> = { invalid_client: 1, invalid_token: 190 }

/** What the others say by RFC 6749, in Facebook's numbers. */
export const writeGraphRefusal: WriteRefusal = ({ error, message }, context) =>
  refuseGraph(context, { message, type: 'OAuthException', code: CODE_OF_REFUSAL[error] ?? 100 })
