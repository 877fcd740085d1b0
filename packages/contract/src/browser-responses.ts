import { z } from 'zod'
import { apiKey } from './api-keys.js'
import { profileFields } from './browser-requests.js'
import { moment } from './moment.js'

const accountUser = z.object({
  /** `usr_…`, stable for the life of the account. */
  id: z.string(),
  email: z.string().nullable(),
  /** Whether somebody has proved that this mailbox is theirs. */
  emailVerified: z.boolean(),
  name: z.string().nullable(),
  picture: z.string().nullable(),
  /** What the project's own schema describes. */
  profile: profileFields,
  createdAt: moment,
  updatedAt: moment,
})
/** A person's account as their own pages see it. */
export type AccountUser<Profile = Record<string, unknown>> = Omit<z.infer<typeof accountUser>, 'profile'> & {
  profile: Profile
}

const ownSession = z.object({
  /** `ses_…` */
  id: z.string(),
  /** When the person last proved who they are; null when their provider does not tell. */
  authenticatedAt: moment.nullable(),
  createdAt: moment,
  /** Its end, however much it is used. */
  expiresAt: moment,
  remembered: z.boolean(),
  /** The operator who acts as this person, to whom the page says so; null when the person themselves is there. */
  actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
})
export type OwnSession = z.infer<typeof ownSession>

/** `GET /session`, and what signing in answers: who this browser is signed in as. */
export const sessionState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed_out'), csrfToken: z.string() }),
  z.object({
    status: z.literal('signed_in'),
    csrfToken: z.string(),
    user: accountUser,
    session: ownSession,
  }),
])
export type SessionState<Profile = Record<string, unknown>> =
  | { status: 'signed_out'; csrfToken: string }
  | { status: 'signed_in'; csrfToken: string; user: AccountUser<Profile>; session: OwnSession }

/** `GET /sign-in`: whom people can sign in with. */
export const providerList = z.object({
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type ProviderList = z.infer<typeof providerList>

/** What beginning with a provider answers: where to send the person. */
export const providerAddress = z.object({ url: z.url() })
export type ProviderAddress = z.infer<typeof providerAddress>

/** `POST /sign-in/:provider/nonce`: with what a page calls the provider's own script (OIDC Core §3.1.2.1). */
export const signInNonce = z.object({ nonce: z.string(), clientId: z.string() })
export type SignInNonce = z.infer<typeof signInNonce>

const linkedIdentity = z.object({
  /** `idn_…` */
  id: z.string(),
  provider: z.string(),
  /** As people know the provider. */
  providerName: z.string(),
  /** What the person is called there, as far as the provider told when it was linked. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  createdAt: moment,
  lastUsedAt: moment,
})
export type LinkedIdentity = z.infer<typeof linkedIdentity>

/** `GET /account/identities`: the accounts elsewhere with which the person can sign in. */
export const identityList = z.object({ identities: z.array(linkedIdentity) })
export type IdentityList = z.infer<typeof identityList>

/** What is answered when a message may be on its way: the same whether an account exists or not. */
export const mailAccepted = z.object({ status: z.literal('accepted') })
export type MailAccepted = z.infer<typeof mailAccepted>

/** `GET /account`. */
export const accountView = z.object({
  user: accountUser,
  /** Whether a password can be used to sign in. */
  hasPassword: z.boolean(),
  identities: z.array(
    z.object({ provider: z.string(), email: z.string().nullable(), createdAt: moment, lastUsedAt: moment }),
  ),
})
export type AccountView<Profile = Record<string, unknown>> = Omit<z.infer<typeof accountView>, 'user'> & {
  user: AccountUser<Profile>
}

const listedSession = z.object({
  id: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
  /** The browser and system it was opened with, as far as they told: `Chrome`, `Linux`; null for apps that did not. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  kind: z.enum(['desktop', 'mobile', 'tablet', 'unknown']),
  /** The application that holds it; null for the browser itself. */
  client: z.string().nullable(),
  /** Whether somebody who runs the service opened it, to see what the person sees. */
  bySupport: z.boolean(),
  createdAt: moment,
  lastUsedAt: moment,
  expiresAt: moment,
})
export type ListedSession = z.infer<typeof listedSession>

/** `GET /account/sessions`: the live ones, last used first. */
export const sessionList = z.object({ sessions: z.array(listedSession) })
export type SessionList = z.infer<typeof sessionList>

/** `GET /account/export`: everything kept about the person. */
export const accountExport = z.object({
  exportedAt: moment,
  user: accountUser,
  hasPassword: z.boolean(),
  /** What the person may do. */
  roles: z.array(z.string()),
  /** Names they may type to sign in, beside the address. */
  signInNames: z.array(z.string()),
  /** Who they are to frontends of a Django backend. */
  djangoAccount: z
    .object({
      id: z.string(),
      username: z.string().nullable(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      authProvider: z.string().nullable(),
      joinedAt: moment,
      lastLoginAt: moment.nullable(),
    })
    .nullable(),
  identities: z.array(
    z.object({
      provider: z.string(),
      subject: z.string(),
      email: z.string().nullable(),
      name: z.string().nullable(),
      createdAt: moment,
      lastUsedAt: moment,
      /** Whether tokens of the provider are kept, sealed. */
      tokensKept: z.boolean(),
    }),
  ),
  sessions: z.array(
    listedSession.omit({ current: true }).extend({
      userAgent: z.string().nullable(),
      endedAt: moment.nullable(),
      endReason: z.string().nullable(),
    }),
  ),
  apiKeys: z.array(apiKey.extend({ endedAt: moment.nullable(), endReason: z.string().nullable() })),
  messages: z.array(
    z.object({ kind: z.string(), to: z.string(), createdAt: moment, sentAt: moment.nullable() }),
  ),
})
export type AccountExport = z.infer<typeof accountExport>
