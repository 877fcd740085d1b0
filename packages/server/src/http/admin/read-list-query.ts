import { AuthError } from '@latchkey/contract'
import type { z } from 'zod'
import { readQuery } from '../read-query.js'

/**
 * The query of a list → typed.
 *
 * @throws AuthError `invalid_parameter` naming the first that is wrong or not known here, `repeated_parameter`, `malformed_request`
 */
export const readListQuery = <Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
): z.output<Schema> => {
  const result = schema.safeParse({ ...readQuery(request) })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0]?.slice(0, LONGEST_NAME) : undefined
  throw new AuthError('invalid_parameter', { parameter: unknown ?? String(issue?.path[0] ?? 'query') })
}

const LONGEST_NAME = 100
