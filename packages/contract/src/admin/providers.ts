import { z } from 'zod'
import { moment } from '../moment.js'

/** Which functions of the configuration operators have, too. */
export const PROVIDER_KINDS = [
  'google',
  'github',
  'facebook',
  'microsoft',
  'apple',
  'auth0',
  'okta',
  'keycloak',
  'cognito',
  'gitlab',
  'linkedin',
  'slack',
  'discord',
  'spotify',
  'x',
  'twitch',
  'oidc',
] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

const LONGEST = 2_000
const MOST_TEXTS = 50
// It goes into addresses, headers and a database: no control character, and no half of a pair.
const text = z
  .string()
  .min(1)
  .max(LONGEST)
  .refine((given) => !/\p{Cc}|\p{Cs}/u.test(given))
const texts = z.array(text).max(MOST_TEXTS)

/** What is public about a provider: the options of the function of its kind. Which there are, and which are needed, hangs on the kind. */
export const providerOptions = z.strictObject({
  /** As people know it; it stands on the button. Default: the name of the kind. */
  name: text.max(60).optional(),
  /** Our client ids there, the one with the secret first. */
  clientIds: texts.optional(),
  issuer: text.optional(),
  /** Of Auth0. */
  domain: text.optional(),
  /** Of Keycloak. */
  realmUrl: text.optional(),
  /** Of Microsoft: whose people may sign in. */
  tenants: texts.optional(),
  /** Another site that behaves like this one: Enterprise Server of GitHub, or one for development. */
  baseUrl: text.optional(),
  apiUrl: text.optional(),
  /** Of Apple, with the private key. */
  teamId: text.optional(),
  keyId: text.optional(),
  scopes: texts.optional(),
  algorithms: texts.optional(),
  keepTokens: z.boolean().optional(),
  trustsVerifiedAddresses: z.boolean().optional(),
  trustsAddresses: z.boolean().optional(),
  tellsAuthTime: z.boolean().optional(),
  backChannelLogout: z.boolean().optional(),
  securityEvents: z.strictObject({ audience: text.optional() }).optional(),
})
export type ProviderOptions = z.infer<typeof providerOptions>

/** What nobody is shown again. */
export const PROVIDER_SECRETS = ['clientSecret', 'privateKey', 'eventToken'] as const
export type ProviderSecretName = (typeof PROVIDER_SECRETS)[number]

/** A provider, as operators see it. */
export const adminProvider = z.object({
  /** Names it in addresses and in identities, for ever. */
  id: z.string(),
  name: z.string(),
  /** Null for those of the configuration, which does not say. */
  kind: z.string().nullable(),
  /** Those of the configuration can only be changed there. */
  source: z.enum(['configuration', 'database']),
  /** Of the configuration: whether one of this id is set here, too, which counts for nothing meanwhile. */
  hidesStored: z.boolean(),
  enabled: z.boolean(),
  /** Why nobody can sign in with it although it is enabled; null when nothing is in the way. */
  problem: z.string().nullable(),
  clientIds: z.array(z.string()),
  /** Whether people can go to its pages; else it is only for ID tokens that applications send. */
  hasPages: z.boolean(),
  /** What must be registered there, to the letter. */
  redirectUri: z.string(),
  /** Null for those of the configuration. */
  options: providerOptions.nullable(),
  /** Since when each secret is there; a secret itself is told to nobody. */
  secretsSetAt: z.object({
    clientSecret: moment.nullable(),
    privateKey: moment.nullable(),
    eventToken: moment.nullable(),
  }),
  /** Which state this is: whoever changes it says so. 0 for those of the configuration. */
  version: z.number().int(),
  updatedAt: moment.nullable(),
})
export type AdminProvider = z.infer<typeof adminProvider>

/** `GET /admin/api/providers`: all of them, those of the configuration first. */
export const adminProviderList = z.object({ items: z.array(adminProvider), next: z.null() })
export type AdminProviderList = z.infer<typeof adminProviderList>

const LONGEST_SECRET = 10_000
const secret = z
  .string()
  .min(1)
  .max(LONGEST_SECRET)
  .refine((given) => !/\0|\p{Cs}/u.test(given))
  .nullable()
  .optional()

/** `PUT /admin/api/providers/:id`: the whole of it, but for secrets that stay. */
export const setProviderRequest = z.strictObject({
  kind: z.enum(PROVIDER_KINDS),
  options: providerOptions,
  /** What is left out stays; null takes it away. */
  secrets: z.strictObject({ clientSecret: secret, privateKey: secret, eventToken: secret }).optional(),
  /** Default: true. */
  enabled: z.boolean().optional(),
  /** The state that was read; 0, or left out, for one that is not there yet. */
  version: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})
export type SetProviderRequest = z.infer<typeof setProviderRequest>

/** `POST /admin/api/providers/:id/test`. */
export const providerTest = z.object({
  checks: z.array(
    z.object({
      check: z.enum(['discovery', 'issuer', 'endpoints', 'keys', 'client', 'redirect']),
      /** `not_possible`: nobody can find it out without a person who signs in. */
      outcome: z.enum(['ok', 'failed', 'not_possible']),
      /** For people. */
      detail: z.string(),
    }),
  ),
})
export type ProviderTest = z.infer<typeof providerTest>
