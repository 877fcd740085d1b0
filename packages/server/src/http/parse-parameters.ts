import { AuthError } from '@latchkey/contract'
import type { z } from 'zod'
import type { Form } from './read-form.js'

/**
 * A form → a typed request.
 *
 * @throws AuthError `missing_parameter` naming the first one that is missing
 */
export const parseParameters = <Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> => {
  const result = schema.safeParse(form)
  if (result.success) return result.data
  // Form values are texts, and the schemas ask for texts: what can be wrong is that one is not there.
  throw new AuthError('missing_parameter', {
    parameter: String(result.error.issues[0]?.path[0] ?? 'unknown'),
  })
}
