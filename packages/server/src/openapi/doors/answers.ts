import { z } from 'zod'
import type { Body } from '../operation.js'

/** The primary key of a person of a former backend. */
export const djangoKey = z.union([z.number(), z.string()])

/** `{ "detail": "…" }`, which is all that many of these addresses answer. */
export const sentence: Body = { schema: z.object({ detail: z.string() }).meta({ title: 'DjangoSentence' }) }

export const healthy: Body = {
  schema: z.object({ status: z.literal('ok') }).meta({ title: 'DoorHealth' }),
}
