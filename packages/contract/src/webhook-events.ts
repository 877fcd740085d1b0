import { z } from 'zod'
import { AUDIT_ACTORS } from './audit-actions.js'
import { moment } from './moment.js'

/** What is told of a user with no more than who it was and who did it. */
const PLAIN_EVENTS = [
  'user.signed_up',
  'user.created',
  'user.invited',
  'user.suspended',
  'user.restored',
  'user.deleted',
  'user.impersonated',
  'email.changed',
  'password.changed',
  'password.reset_asked',
  'password.reset',
] as const
const IDENTITY_EVENTS = ['identity.linked', 'identity.unlinked'] as const
const SESSION_EVENTS = ['session.opened', 'session.ended'] as const
const API_KEY_EVENTS = ['api_key.created', 'api_key.ended'] as const

/** What a webhook can ask for: those of the audit history that are about one user. Names stay; new ones are added. */
export const WEBHOOK_EVENT_TYPES = [
  ...PLAIN_EVENTS,
  'user.updated',
  'user.roles_changed',
  'email.confirmed',
  ...IDENTITY_EVENTS,
  ...SESSION_EVENTS,
  ...API_KEY_EVENTS,
] as const
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number]

/** What is sent when an operator tries a webhook. */
export const WEBHOOK_TEST = 'webhook.test'

const aboutUser = {
  /** `usr_…` */
  user: z.string(),
  /** Who did it. */
  by: z.object({
    kind: z.enum(AUDIT_ACTORS),
    /** `usr_…`, the id of a client or a provider; null where there is none. */
    id: z.string().nullable(),
  }),
}

/** The body of a webhook (Standard Webhooks 1.0): what happened, when, and the ids of what it happened to. */
const eventOf = <Type extends z.ZodType, Data extends z.ZodRawShape>(type: Type, data: Data) =>
  z.object({ type, timestamp: moment, data: z.object(data) })

export const userEvent = eventOf(z.enum(PLAIN_EVENTS), aboutUser)
/** `fields`: which ones were changed, not what they say. */
export const userUpdatedEvent = eventOf(z.literal('user.updated'), {
  ...aboutUser,
  fields: z.array(z.string()),
})
export const rolesChangedEvent = eventOf(z.literal('user.roles_changed'), {
  ...aboutUser,
  given: z.array(z.string()),
  taken: z.array(z.string()),
})
/** `confirmed`: false when an operator took it back. */
export const emailConfirmedEvent = eventOf(z.literal('email.confirmed'), {
  ...aboutUser,
  confirmed: z.boolean(),
})
export const identityEvent = eventOf(z.enum(IDENTITY_EVENTS), {
  ...aboutUser,
  provider: z.string().nullable(),
})
/** `session`: null when it was all of them. */
export const sessionEvent = eventOf(z.enum(SESSION_EVENTS), { ...aboutUser, session: z.string().nullable() })
/** `apiKey`: null when it was all of them. */
export const apiKeyEvent = eventOf(z.enum(API_KEY_EVENTS), { ...aboutUser, apiKey: z.string().nullable() })
/** `webhook`: `whk_…` */
export const webhookTestEvent = eventOf(z.literal(WEBHOOK_TEST), { webhook: z.string() })

/** The body of every webhook there is. */
export const webhookEvent = z.discriminatedUnion('type', [
  userEvent,
  userUpdatedEvent,
  rolesChangedEvent,
  emailConfirmedEvent,
  identityEvent,
  sessionEvent,
  apiKeyEvent,
  webhookTestEvent,
])
export type WebhookEvent = z.infer<typeof webhookEvent>

const each = <Type extends string>(types: readonly Type[], schema: z.ZodType) =>
  Object.fromEntries(types.map((type) => [type, schema])) as Record<Type, z.ZodType>

/** Which of them tells of what. */
export const webhookEventSchemas: Readonly<Record<WebhookEventType | typeof WEBHOOK_TEST, z.ZodType>> = {
  ...each(PLAIN_EVENTS, userEvent),
  'user.updated': userUpdatedEvent,
  'user.roles_changed': rolesChangedEvent,
  'email.confirmed': emailConfirmedEvent,
  ...each(IDENTITY_EVENTS, identityEvent),
  ...each(SESSION_EVENTS, sessionEvent),
  ...each(API_KEY_EVENTS, apiKeyEvent),
  [WEBHOOK_TEST]: webhookTestEvent,
}
