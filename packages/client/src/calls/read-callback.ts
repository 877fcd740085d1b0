import type { FinishSignInRequest } from '@latchkey/contract'
import { unexpectedAnswer } from '../latchkey-error.js'

/**
 * The query a provider sent somebody back with → what the server is told: all of it, for each provider adds its own.
 *
 * @throws LatchkeyError `unexpected_answer` for a repeated parameter (RFC 6749 §3.1): a page does not guess which one is meant
 */
export const readCallback = async (search: string): Promise<FinishSignInRequest> => {
  const parameters = [...new URLSearchParams(search)]
  const request = Object.fromEntries(parameters)
  if (Object.keys(request).length === parameters.length) return request
  throw unexpectedAnswer('A parameter is repeated.')
}
