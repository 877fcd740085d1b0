import { z } from 'zod'
import { moment } from '../moment.js'

/** How far back an overview looks: a day by hours, a week by quarters of a day, thirty days by days. */
export const OVERVIEW_RANGES = ['day', 'week', 'month'] as const
export type OverviewRange = (typeof OVERVIEW_RANGES)[number]

/** Counted up to a bound: whoever counts further reads the whole table. */
const counted = z.object({
  count: z.number(),
  /** Whether there are more than that. */
  more: z.boolean(),
})

const overviewSpan = z.object({
  /** When it begins, in UTC. */
  at: moment,
  signIns: z.number(),
  refused: z.number(),
  signUps: z.number(),
})

/** `GET /admin/api/overview`: how the service stands. */
export const overview = z.object({
  range: z.enum(OVERVIEW_RANGES),
  /** The earliest first, without gaps; the last one is not over yet. */
  spans: z.array(overviewSpan),
  /** Why sign-ins were refused in this time, the most frequent reason first. */
  refusals: z.array(z.object({ reason: z.string(), count: z.number() })),
  liveSessions: counted,
  mail: z.object({ waiting: counted, failed: counted }),
  /** The key that signs now, and when the next one does; null where there is none. */
  signingKey: z.object({ kid: z.string(), signsFrom: moment, nextFrom: moment.nullable() }).nullable(),
})
export type Overview = z.infer<typeof overview>

export const overviewQuery = z.strictObject({ range: z.enum(OVERVIEW_RANGES).optional() })
