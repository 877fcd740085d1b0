import { z } from 'zod'
import {
  CLIENT_CREDENTIALS_GRANT,
  FIRST_PARTY_PASSWORD_GRANT,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from './oauth-names.js'

const tokenExchangeRequest = z.object({
  grant_type: z.literal(TOKEN_EXCHANGE_GRANT),
  subject_token: z.string(),
  subject_token_type: z.string(),
  /** Ours: the id of the provider that issued an access token, which does not say so itself. */
  subject_issuer: z.string().optional(),
  requested_token_type: z.string().optional(),
  /** The API the access token is for, named by `audience` or, the same here, by `resource` (RFC 8707 §2). */
  audience: z.string().optional(),
  resource: z.string().optional(),
  actor_token: z.string().optional(),
  scope: z.string().optional(),
  /** Ours: the nonce of the authorization request the ID token answers, when the client wants it compared here. */
  nonce: z.string().optional(),
})
/** RFC 8693 §2.1. */
export type TokenExchangeRequest = z.infer<typeof tokenExchangeRequest>

const refreshRequest = z.object({
  grant_type: z.literal(REFRESH_TOKEN_GRANT),
  refresh_token: z.string(),
  scope: z.string().optional(),
})
/** RFC 6749 §6. */
export type RefreshRequest = z.infer<typeof refreshRequest>

const clientCredentialsRequest = z.object({
  grant_type: z.literal(CLIENT_CREDENTIALS_GRANT),
  scope: z.string().optional(),
})

const firstPartyPasswordRequest = z.object({
  grant_type: z.literal(FIRST_PARTY_PASSWORD_GRANT),
  email: z.string(),
  password: z.string(),
  /** The API the access token is for, as in a token exchange. */
  audience: z.string().optional(),
  scope: z.string().optional(),
  /** The network address of the person, as the client saw it: guesses are counted by network too. */
  user_address: z.string().optional(),
  /** What the answer to an earlier sign-in said the person's browser is known by: strangers who guess do not slow it down. */
  device_token: z.string().optional(),
  /** The browser of the person, for their list of sessions. */
  user_agent: z.string().optional(),
})
/** The extension grant of ours (RFC 6749 §4.5). */
export type FirstPartyPasswordRequest = z.infer<typeof firstPartyPasswordRequest>

/** What the token endpoint accepts, by grant. Parameters it does not know are ignored (RFC 6749 §3.2). */
export const tokenRequest = z.discriminatedUnion('grant_type', [
  tokenExchangeRequest,
  refreshRequest,
  clientCredentialsRequest,
  firstPartyPasswordRequest,
])
export type TokenRequest = z.infer<typeof tokenRequest>

/** RFC 7009 §2.1. The hint is accepted and not needed: a token of ours says by its prefix what it is. */
export const revocationRequest = z.object({ token: z.string() })

/** RFC 7662 §2.1. */
export const introspectionRequest = z.object({ token: z.string() })
