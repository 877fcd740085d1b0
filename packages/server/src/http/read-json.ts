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

type Issue = z.core.$ZodIssue

const toRefusal = (error: z.ZodError): AuthError => {
  const issue = mainIssue(error.issues)
  const at = issue?.path.map(String) ?? []
  if (issue?.code === 'unrecognized_keys') return refuseUnknown(at, issue.keys)
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return new AuthError(isMissing ? 'missing_parameter' : 'invalid_parameter', {
    parameter: at.join('.') || undefined,
    ...(issue !== undefined && { detail: issue.code }),
  })
}

/**
 * What to tell of several. Where there are several forms of a request, it is what is wrong with the one whose fields were sent;
 * a field that no form has is told as that.
 */
const mainIssue = ([issue]: readonly Issue[]): Issue | undefined => {
  if (issue?.code !== 'invalid_union') return issue
  const unknown = issue.errors.map((errors) => errors.find(({ code }) => code === 'unrecognized_keys'))
  const meant = issue.errors.filter((_, index) => unknown[index] === undefined)
  const [only] = meant
  if (meant.length === 1 && only !== undefined) return mainIssue(only)
  const [first, ...others] = unknown.map((found) => (found?.code === 'unrecognized_keys' ? found.keys : []))
  const keys = (first ?? []).filter((key) => others.every((known) => known.includes(key)))
  return keys.length === 0
    ? issue
    : { code: 'unrecognized_keys', keys, path: issue.path, message: issue.message }
}

const MOST_NAMED = 10
const LONGEST_NAME = 100

const refuseUnknown = (at: readonly string[], keys: readonly string[]): AuthError => {
  const issues = keys.slice(0, MOST_NAMED).map((key) => ({
    parameter: [...at, key.slice(0, LONGEST_NAME)].join('.'),
    message: 'There is no such field here.',
  }))
  return new AuthError('invalid_parameter', {
    parameter: issues[0]?.parameter,
    issues,
    detail: 'unrecognized_keys',
  })
}
