import { z } from 'zod'

const LONGEST_REASON = 500
/** Why an operator does it, for whoever reads the audit history. */
export const reason = z
  .string()
  .max(LONGEST_REASON)
  .refine((text) => text.trim() !== '')

/** For an act that says why it is done. */
export const reasonRequest = z.strictObject({ reason })
export type ReasonRequest = z.infer<typeof reasonRequest>

/** One page of a list. It may be short, or empty, and not the last: what counts is `next`, which goes into `cursor`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

/** How many members a page has at most, and when nobody says. */
export const MOST_ON_A_PAGE = 100
export const USUAL_ON_A_PAGE = 25

/** What may be looked for: PostgreSQL refuses one of the control characters, and nobody is called by any of them. */
export const soughtText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text))

const limit = z.coerce.number().int().min(1).max(MOST_ON_A_PAGE)
/** What every list takes. */
export const pageQuery = { cursor: z.string().max(200).optional(), limit: limit.optional() }
