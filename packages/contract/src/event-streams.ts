import { z } from 'zod'
import { POLL_DELIVERY, PUSH_DELIVERY } from './security-event-names.js'

const LONGEST_TEXT = 512
const LONGEST_URL = 2_048
const MOST_EVENT_TYPES = 100

const text = z.string().max(LONGEST_TEXT)
const streamId = z.string().max(LONGEST_TEXT)

const pushDelivery = z.object({
  method: z.literal(PUSH_DELIVERY),
  endpoint_url: z.string().max(LONGEST_URL),
  /** Sent with every push, as it is. */
  authorization_header: z
    .string()
    .min(1)
    .max(LONGEST_URL)
    .regex(/^[\x20-\x7e]+$/)
    .nullish(),
})

/** We say where to poll; a receiver that repeats it must repeat it right. */
const pollDelivery = z.object({ method: z.literal(POLL_DELIVERY), endpoint_url: z.string().nullish() })

const delivery = z.discriminatedUnion('method', [pushDelivery, pollDelivery])

/** What the receiver of a stream says about it (SSF 1.0 §8.1.1). */
const receiverSupplied = {
  events_requested: z.array(text).max(MOST_EVENT_TYPES).optional(),
  delivery: delivery.optional(),
  description: text.nullish(),
}

/** What we say about it; a receiver that repeats it must repeat it right (SSF 1.0 §8.1.1.3). */
const transmitterSupplied = {
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  events_supported: z.array(z.string()).optional(),
  events_delivered: z.array(z.string()).optional(),
  min_verification_interval: z.number().optional(),
  inactivity_timeout: z.number().optional(),
}

/** SSF 1.0 §8.1.1.1. What it does not know is ignored. */
export const createStreamRequest = z.object(receiverSupplied)
export type CreateStreamRequest = z.infer<typeof createStreamRequest>

/** SSF 1.0 §8.1.1.3 and §8.1.1.4. */
export const changeStreamRequest = z.object({
  stream_id: streamId,
  ...receiverSupplied,
  ...transmitterSupplied,
})
export type ChangeStreamRequest = z.infer<typeof changeStreamRequest>

export const STREAM_STATUSES = ['enabled', 'paused', 'disabled'] as const
export type StreamStatus = (typeof STREAM_STATUSES)[number]

/** SSF 1.0 §8.1.2.2. */
export const streamStatusRequest = z.object({
  stream_id: streamId,
  status: z.enum(STREAM_STATUSES),
  reason: text.optional(),
})

/** SSF 1.0 §8.1.3. */
export const streamSubjectRequest = z.object({
  stream_id: streamId,
  subject: z.looseObject({ format: text }),
})

/** SSF 1.0 §8.1.4.2. */
export const streamVerificationRequest = z.object({ stream_id: streamId, state: text.optional() })

/** RFC 8936 §2.4. */
export const pollRequest = z.object({
  maxEvents: z.int().min(0).optional(),
  returnImmediately: z.boolean().optional(),
  ack: z.array(z.string()).optional(),
  setErrs: z.record(z.string(), z.object({ err: text, description: text.optional() })).optional(),
})
export type PollRequest = z.infer<typeof pollRequest>

/** RFC 8936 §2.4.2: the tokens by their ids. */
export const pollResponse = z.object({
  sets: z.record(z.string(), z.string()),
  moreAvailable: z.boolean(),
})
export type PollResponse = z.infer<typeof pollResponse>

/** A stream as it is configured (SSF 1.0 §8.1.1). */
export const streamConfiguration = z.object({
  stream_id: z.string(),
  iss: z.string(),
  aud: z.string(),
  events_supported: z.array(z.string()),
  events_requested: z.array(z.string()),
  events_delivered: z.array(z.string()),
  delivery: z.object({ method: z.enum([PUSH_DELIVERY, POLL_DELIVERY]), endpoint_url: z.string() }),
  /** Seconds. */
  min_verification_interval: z.number(),
  /** Seconds. A stream that is polled goes when nobody has polled it for so long. */
  inactivity_timeout: z.number().optional(),
  description: z.string().optional(),
})
export type StreamConfiguration = z.infer<typeof streamConfiguration>
