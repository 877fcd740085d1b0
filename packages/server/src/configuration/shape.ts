import { z } from 'zod'
import type { Report } from './configuration-error.js'

const milliseconds = z.number().optional()
const texts = z.array(z.string()).readonly().optional()

// Says what a configuration written in JavaScript, or cast, must still be. Unknown options are mistakes.
const shape = z.strictObject({
  issuer: z.string().optional(),
  secrets: texts,
  database: z.string().optional(),
  audiences: z.array(z.string().min(1)).min(1).optional(),
  scopes: texts,
  providers: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        name: z.string().min(1).max(60),
        clientIds: z.array(z.unknown()),
        idTokens: z.looseObject({ issuers: z.array(z.string()) }).optional(),
        codeFlow: z.looseObject({ clientId: z.string(), authentication: z.looseObject({}) }).optional(),
      }),
    )
    .optional(),
  clients: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          id: z.string(),
          type: z.literal('confidential'),
          secret: z.string().optional(),
          previousSecret: z.string().optional(),
          scopes: texts,
          passwordSignIn: z.boolean().optional(),
        }),
        z.strictObject({ id: z.string(), type: z.literal('public'), scopes: texts }),
      ]),
    )
    .optional(),
  lifetimes: z
    .strictObject({
      accessToken: milliseconds,
      sessionIdle: milliseconds,
      session: milliseconds,
      unremembered: milliseconds,
      refreshGrace: milliseconds,
    })
    .optional(),
  service: z.string().min(1).max(100).optional(),
  browser: z
    .strictObject({
      topology: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('same-origin'), app: z.string(), path: z.string().optional() }),
        z.strictObject({ kind: z.literal('sub-domain'), app: z.string(), otherApps: texts }),
        z.strictObject({ kind: z.literal('cross-site'), app: z.string(), otherApps: texts }),
      ]),
      pages: z
        .strictObject({
          signIn: z.string().optional(),
          forgotPassword: z.string().optional(),
          confirmSignUp: z.string().optional(),
          resetPassword: z.string().optional(),
          confirmEmail: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
  mail: z.strictObject({ smtp: z.string().optional(), from: z.string().optional() }).optional(),
  passwords: z
    .strictObject({
      minLength: z.number().optional(),
      maxLength: z.number().optional(),
      breachList: z.custom((value) => typeof value === 'object' && value !== null).optional(),
      hashing: z
        .strictObject({
          memoryKiB: z.number().optional(),
          iterations: z.number().optional(),
          concurrency: z.number().optional(),
        })
        .optional(),
    })
    .optional(),
  profile: z
    .custom(
      (value) =>
        (typeof value === 'object' || typeof value === 'function') && value !== null && '~standard' in value,
      'it is no schema: give one of zod, Valibot, ArkType or another Standard Schema library',
    )
    .optional(),
  trustedProxies: z.number().optional(),
  signingAlgorithm: z.enum(['ES256', 'RS256', 'EdDSA']).optional(),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
  log: z.custom((value) => typeof value === 'object' && value !== null).optional(),
  clock: z.custom((value) => typeof value === 'object' && value !== null).optional(),
})

/** @returns whether the options have the shape of options; reports everything that has not */
export const checkShape = (options: unknown, report: Report): boolean => {
  const result = shape.safeParse(options)
  for (const issue of result.error?.issues ?? []) {
    const at = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '')
    report(
      at === '' ? 'options' : at,
      issue.message,
      'docs/configuration.md and the type LatchkeyOptions say what goes here.',
    )
  }
  return result.success
}
