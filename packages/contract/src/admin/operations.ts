import { z } from 'zod'
import { moment } from '../moment.js'

/** `GET /admin/api/me`: who asks, and what they may do. */
export const operatorView = z.object({
  user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  roles: z.array(z.string()),
  /** Those of Latchkey itself. */
  permissions: z.array(z.string()),
  /** Until when dangerous acts are possible without signing in again; null when they are not. */
  recentUntil: moment.nullable(),
  /** Whether they may act as somebody else: they have the permission, and the server has it switched on. */
  mayImpersonate: z.boolean(),
})
export type OperatorView = z.infer<typeof operatorView>

/** `GET /admin/api/roles`. */
export const roleList = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      permissions: z.array(z.string()),
      /** Whether it is there without anybody naming it. */
      builtIn: z.boolean(),
      /** How many users have it, counted up to a bound. */
      holders: z.number(),
      /** Whether there are more than that. */
      moreHolders: z.boolean(),
    }),
  ),
  next: z.null(),
})
export type RoleList = z.infer<typeof roleList>

const signingKey = z.object({
  kid: z.string(),
  algorithm: z.string(),
  state: z.enum(['next', 'signing', 'retiring']),
  createdAt: moment,
  signsFrom: moment,
})

/** `GET /admin/api/signing-keys`, in order of birth. */
export const signingKeyList = z.object({ items: z.array(signingKey), next: z.null() })
export type SigningKeyList = z.infer<typeof signingKeyList>

/** `POST /admin/api/signing-keys/rotate`. `at_once` replaces a key that has leaked: tokens of the new one may be refused for some minutes. */
export const rotateKeyRequest = z.strictObject({
  when: z.enum(['when_published', 'at_once']),
  reason: z.string().max(500).optional(),
})
export type RotateKeyRequest = z.infer<typeof rotateKeyRequest>

/** `POST /admin/api/signing-keys/rotate`. */
export const rotatedKey = z.object({ key: signingKey })
export type RotatedKey = z.infer<typeof rotatedKey>

/** `GET /admin/api/mail`, newest first. What a message says stands nowhere. */
export const mailList = z.object({
  items: z.array(
    z.object({
      /** `mail_…` */
      id: z.string(),
      kind: z.string(),
      to: z.string(),
      createdAt: moment,
      attempts: z.number(),
      /** Null when it is not tried again. */
      nextAttemptAt: moment.nullable(),
      outcome: z.enum(['sent', 'needless', 'failed']).nullable(),
      settledAt: moment.nullable(),
      /** What the mail server said at the last attempt that failed. */
      lastError: z.string().nullable(),
    }),
  ),
  next: z.null(),
})
export type MailList = z.infer<typeof mailList>

export const mailQuery = z.strictObject({ which: z.enum(['all', 'waiting', 'failed']).optional() })

/** `GET /admin/api/dead-letters`: what receivers of security events refused. */
export const deadLetterList = z.object({
  items: z.array(
    z.object({
      /** `str_…` */
      stream: z.string(),
      position: z.number(),
      type: z.string(),
      user: z.string(),
      error: z.string(),
      notedAt: moment,
      /** Whether it is to be sent once more. */
      due: z.boolean(),
    }),
  ),
  next: z.null(),
})
export type DeadLetterList = z.infer<typeof deadLetterList>

/** `POST /admin/api/dead-letters/:stream/retry`. */
export const retriedCount = z.object({ due: z.number() })
export type RetriedCount = z.infer<typeof retriedCount>

/** `GET /admin/api/settings`: what is configured. No secret is ever among it. */
export const settingsView = z.object({
  issuer: z.string(),
  audiences: z.array(z.string()),
  scopes: z.array(z.string()),
  database: z.enum(['sqlite', 'postgres']),
  signingAlgorithm: z.string(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
  doors: z.array(z.string()),
  hostedPages: z.boolean(),
  apiKeys: z.boolean(),
  /** In milliseconds. */
  lifetimes: z.object({ accessToken: z.number(), sessionIdle: z.number(), sessionAbsolute: z.number() }),
  passwordRules: z.object({ minLength: z.number(), maxLength: z.number() }),
})
export type SettingsView = z.infer<typeof settingsView>
