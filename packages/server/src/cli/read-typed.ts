import type { z } from 'zod'
import { UsageError } from './command-error.js'

/**
 * What was typed, by the schema of what the admin API is asked the same with. An option has the name of the field.
 *
 * @throws UsageError naming the first option that cannot be meant
 */
export const readTyped = <Schema extends z.ZodType>(schema: Schema, typed: unknown): z.output<Schema> => {
  const result = schema.safeParse(typed)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new UsageError(
    `--${String(issue?.path[0] ?? 'option')}: ${issue?.message ?? 'it cannot be read'}`,
    'Run it again with --help for what it takes.',
  )
}
