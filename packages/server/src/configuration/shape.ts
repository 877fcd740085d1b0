import { z } from 'zod'
import { CORNERS } from '../model/brand.js'
import { checkProviderOptions } from './check-provider-options.js'
import type { Report } from './configuration-error.js'
import { explainIssue } from './explain-issue.js'

/** An object with these options and no others; what is said about another names those there are. */
const options = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })

const milliseconds = z.number().optional()
const texts = z.array(z.string()).readonly().optional()

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const doorOptions = { prefix: z.string().optional(), userIds: z.enum(['integer', 'uuid']).optional() }
const formerKey = options({
  key: z.string().optional(),
  algorithm: z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'ES256']).optional(),
  until: z.string(),
}).optional()
const door = z.discriminatedUnion('kind', [
  options({
    kind: z.literal('drfToken'),
    options: options({
      ...doorOptions,
      signIn: z.record(z.string(), z.string()).optional(),
      signOut: z.string().optional(),
      otherDevices: z.enum(['stay', 'end']).optional(),
      refusals: z.enum(['json', 'unreadable']).optional(),
    }),
  }),
  options({
    kind: z.literal('djRestAuth'),
    options: options({
      ...doorOptions,
      social: z
        .record(z.string(), options({ path: z.string(), redirectUri: z.string().optional() }))
        .optional(),
      tokenNames: z.enum(['old', 'new']).optional(),
      cookies: options({
        access: z.string(),
        refresh: z.string(),
        sameSite: z.enum(['Lax', 'None']).optional(),
      }).optional(),
      user: z.custom((value) => typeof value === 'function', 'it is no function').optional(),
      signInWith: z.enum(['username', 'address', 'either']).optional(),
      blacklist: z.boolean().optional(),
      origins: texts,
      refreshLifetime: milliseconds,
      refreshGrace: milliseconds,
      auditHistory: milliseconds,
      frontendServers: texts,
      former: formerKey,
    }),
  }),
  options({
    kind: z.literal('fastapiTokens'),
    options: options({
      ...doorOptions,
      lifetime: milliseconds,
      frontendServers: texts,
      former: formerKey,
    }),
  }),
  options({
    kind: z.literal('djangoSession'),
    options: options({
      ...doorOptions,
      lifetime: milliseconds,
      origins: texts,
      social: z.record(z.string(), options({ provider: z.string(), redirectUri: z.string() })).optional(),
    }),
  }),
])

const hook = z
  .custom((value) => typeof value === 'function', 'it is no function: write async ({ … }) => { … }')
  .optional()

// Says what a configuration written in JavaScript, or cast, must still be. Unknown options are mistakes.
const shape = options({
  issuer: z.string().optional(),
  secrets: texts,
  database: z.string().optional(),
  audiences: z.array(z.string().min(1)).min(1).optional(),
  scopes: texts,
  permissions: texts,
  roles: z.record(z.string(), z.array(z.string()).readonly()).optional(),
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
  privateProviders: z.boolean().optional(),
  clients: z
    .array(
      z.discriminatedUnion('type', [
        options({
          id: z.string(),
          type: z.literal('confidential'),
          secret: z.string().optional(),
          previousSecret: z.string().optional(),
          scopes: texts,
          passwordSignIn: z.boolean().optional(),
          backChannelLogoutUri: z.string().optional(),
          postLogoutRedirectUris: texts,
        }),
        options({
          id: z.string(),
          type: z.literal('public'),
          scopes: texts,
          postLogoutRedirectUris: texts,
        }),
      ]),
    )
    .optional(),
  lifetimes: options({
    accessToken: milliseconds,
    sessionIdle: milliseconds,
    session: milliseconds,
    unremembered: milliseconds,
    refreshGrace: milliseconds,
  }).optional(),
  service: z.string().min(1).max(100).optional(),
  browser: options({
    topology: z.discriminatedUnion('kind', [
      options({ kind: z.literal('same-origin'), app: z.string(), path: z.string().optional() }),
      options({ kind: z.literal('sub-domain'), app: z.string(), otherApps: texts }),
      options({ kind: z.literal('cross-site'), app: z.string(), otherApps: texts }),
    ]),
    pages: options({
      signIn: z.string().optional(),
      forgotPassword: z.string().optional(),
      confirmSignUp: z.string().optional(),
      resetPassword: z.string().optional(),
      confirmEmail: z.string().optional(),
      hosted: options({
        name: z.string().min(1).max(100).optional(),
        logo: z.string().min(1).optional(),
        accent: z.string().optional(),
        corners: z.enum(CORNERS).optional(),
        links: options({
          privacy: z.string().optional(),
          terms: z.string().optional(),
          support: z.string().optional(),
        }).optional(),
      }).optional(),
    }).optional(),
  }).optional(),
  mail: options({ smtp: z.string().optional(), from: z.string().optional() }).optional(),
  passwords: options({
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    breachList: z.custom(isObject, 'it is no list of breached passwords: give pwnedPasswords()').optional(),
    hashing: options({
      memoryKiB: z.number().optional(),
      iterations: z.number().optional(),
      concurrency: z.number().optional(),
    }).optional(),
  }).optional(),
  apiKeys: options({
    scopes: z.array(z.string()).readonly(),
    audiences: texts,
    maxPerUser: z.number().optional(),
    maxLifetime: milliseconds,
    defaultLifetime: milliseconds,
    carriesRoles: z.boolean().optional(),
  }).optional(),
  events: options({ privateReceivers: z.boolean().optional() }).optional(),
  hooks: options({
    timeout: milliseconds,
    beforeSignUp: hook,
    afterSignUp: hook,
    beforeSignIn: hook,
    afterSignIn: hook,
    beforeTokenIssue: hook,
  }).optional(),
  profile: z
    .custom(
      (value) =>
        (typeof value === 'object' || typeof value === 'function') && value !== null && '~standard' in value,
      'it is no schema: give one of zod, Valibot, ArkType or another Standard Schema library',
    )
    .optional(),
  admin: z.boolean().optional(),
  impersonation: z.boolean().optional(),
  tellImpersonated: z.boolean().optional(),
  trustedProxies: z.number().optional(),
  doors: z.array(door).optional(),
  signingAlgorithm: z.enum(['ES256', 'RS256', 'EdDSA']).optional(),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
  log: z.custom(isObject, 'it is no log: give an object with debug, info, warn and error').optional(),
  clock: z.custom(isObject, 'it is no clock: give an object with now').optional(),
})

const listIn = (given: unknown, name: string): readonly unknown[] => {
  const list = isObject(given) ? (given as Readonly<Record<string, unknown>>)[name] : undefined
  return Array.isArray(list) ? list : []
}

/** @returns whether the options have the shape of options; reports everything that has not */
export const checkShape = (given: unknown, report: Report): boolean => {
  const result = shape.safeParse(given)
  for (const issue of result.error?.issues ?? []) {
    for (const { at, problem, fix } of explainIssue(issue, given)) {
      // Whoever wrote `pages: hostedPages({ … })` or `doors: [drfToken({ … })]` knows of no members of these names.
      const written = at
        .replace(/^browser\.pages\.hosted\b/, 'browser.pages')
        .replace(/^(doors\[\d+\])\.options\b/, '$1')
      report(written, problem, fix)
    }
  }
  const haveOptions = checkProviderOptions(listIn(given, 'providers'), report)
  return result.success && haveOptions
}
