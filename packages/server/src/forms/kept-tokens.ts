import type { Identity } from '../model/identity.js'
import { type Millis, SECOND } from '../model/time.js'
import type { ProviderTokens } from '../ports/provider-calls.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'provider-tokens'

/** Tokens of a provider as they are kept. */
export interface KeptTokens {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** Undefined when the provider did not say. */
  readonly expiresAt: Millis | undefined
  readonly scope: string | undefined
}

/** What came from the token endpoint, for good. A refresh token that is not told again goes on (RFC 6749 §6). */
export const toKeptTokens = (
  tokens: ProviderTokens,
  before: KeptTokens | undefined,
  now: Millis,
): KeptTokens => ({
  accessToken: tokens.accessToken,
  refreshToken: tokens.refreshToken ?? before?.refreshToken,
  expiresAt: tokens.expiresIn === undefined ? undefined : now + Math.floor(tokens.expiresIn * SECOND),
  scope: tokens.scope ?? before?.scope,
})

/** The identity is sealed in, so that whoever can write to the table cannot hand one person's tokens to another. */
export const sealTokens = (
  secrets: Secrets,
  { provider, subject }: Identity,
  { accessToken, refreshToken, expiresAt, scope }: KeptTokens,
): string =>
  secrets.seal(PURPOSE, JSON.stringify({ provider, subject, accessToken, refreshToken, expiresAt, scope }))

/** @throws Error when it was made under another secret, was changed, or belongs to another identity */
export const openTokens = (secrets: Secrets, { provider, subject }: Identity, sealed: string): KeptTokens => {
  const kept = JSON.parse(secrets.open(PURPOSE, sealed)) as KeptTokens & Identity
  if (kept.provider === provider && kept.subject === subject) return kept
  throw new Error('the tokens of a provider are those of another identity')
}
