import type { EndedOrigin, OriginKeys, SignInOrigin } from '../../model/session-origin.js'
import type { Secrets } from '../../ports/secrets.js'
import type { EndedSignIn } from '../../sign-in/social/logout-token.js'

/**
 * What a session is found by again when its provider ends it. Hashed: nothing but comparing is done with it, the `sid` of a provider may be worth
 * something there, and either may be of any length. The provider and the issuer are hashed along: the same `sub` elsewhere is somebody else.
 */
export const originKeys = (
  { hash }: Pick<Secrets, 'hash'>,
  { provider, issuer, sub, sid }: SignInOrigin,
): OriginKeys => ({
  subject: subjectKey({ hash }, { provider, issuer, sub }),
  session: sid === undefined ? null : sessionKey({ hash }, { provider, issuer, sid }),
})

/** The same of what a provider says has ended. */
export const endedKeys = (
  secrets: Pick<Secrets, 'hash'>,
  { provider, issuer, sub, sid }: EndedSignIn,
): EndedOrigin => {
  const session = sid === undefined ? null : sessionKey(secrets, { provider, issuer, sid })
  if (sub !== undefined) return { subject: subjectKey(secrets, { provider, issuer, sub }), session }
  return { subject: null, session: session ?? '' }
}

const subjectKey = (
  { hash }: Pick<Secrets, 'hash'>,
  { provider, issuer, sub }: Pick<SignInOrigin, 'provider' | 'issuer' | 'sub'>,
): string => hash(JSON.stringify(['sub', provider, issuer, sub]))

const sessionKey = (
  { hash }: Pick<Secrets, 'hash'>,
  { provider, issuer, sid }: Pick<SignInOrigin, 'provider' | 'issuer'> & { readonly sid: string },
): string => hash(JSON.stringify(['sid', provider, issuer, sid]))
