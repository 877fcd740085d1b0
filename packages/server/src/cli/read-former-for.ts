import type { z } from 'zod'
import { UsageError } from './command-error.js'

/**
 * For how long a secret counts beside the one that follows it, as it was typed.
 *
 * @param then what becomes of the former secret at 0
 * @throws UsageError for what is no number of seconds, or too many
 */
export const readFormerFor = (text: string, seconds: z.ZodType<number>, then: string): number => {
  const read = seconds.safeParse(/^\d+$/.test(text) ? Number(text) : NaN)
  if (read.success) return read.data
  throw new UsageError(
    `${JSON.stringify(text)} is no number of seconds.`,
    `Give --former-for 86400 for a day; 30 days are the most, and 0 ${then} at once.`,
  )
}
