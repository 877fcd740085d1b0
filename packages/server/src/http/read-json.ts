import { AuthError } from '@latchkey/contract'
import type { z } from 'zod'
import { mediaType, readBody } from './read-body.js'

/**
 * A JSON body → a typed request. A page of another site cannot send JSON without asking first (Fetch §2.2.2).
 *
 * @throws AuthError `json_expected`, `malformed_request`, `missing_parameter`, `invalid_parameter`, naming the one at fault
 */
export const readJson = async <Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
): Promise<z.output<Schema>> => {
  if (mediaType(request) !== 'application/json') throw new AuthError('json_expected')
  const result = schema.safeParse(parse(await readBody(request)))
  if (result.success) return result.data
  throw toRefusal(result.error)
}

/** Deeper than anything a page has to say, and shallow enough for whatever looks at it afterwards. */
const MAX_DEPTH = 32

const parse = (text: string): unknown => {
  if (isDeeperThan(MAX_DEPTH, text)) {
    throw new AuthError('malformed_request', { detail: 'the JSON is nested too deep' })
  }
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says quotes the body, which may be a password.
    throw new AuthError('malformed_request', { detail: 'the body is not JSON' })
  }
}

const isDeeperThan = (limit: number, text: string): boolean => {
  let depth = 0
  // Strings are passed over, so that brackets in them do not count.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > limit) return true
  }
  return false
}

const toRefusal = (error: z.ZodError): AuthError => {
  const [issue] = error.issues
  const parameter = issue?.path.map(String).join('.') || undefined
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return new AuthError(isMissing ? 'missing_parameter' : 'invalid_parameter', {
    parameter,
    ...(issue !== undefined && { detail: issue.code }),
  })
}
