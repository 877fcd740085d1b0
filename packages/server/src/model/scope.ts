import { ADMIN_SCOPE } from '@latchkey/contract'

/** Scopes as a set that keeps its order, and its space-delimited form (RFC 6749 §3.3). */
export type Scopes = readonly string[]

/** RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ). */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

export const isScopeToken = (text: string): boolean => SCOPE_TOKEN.test(text)

/** Splits a scope parameter; undefined when a part is not a scope token. Repeated scopes count once. */
export const parseScope = (text: string): Scopes | undefined => {
  const parts = [...new Set(text.split(' ').filter((part) => part !== ''))]
  return parts.every(isScopeToken) ? parts : undefined
}

export const formatScope = (scopes: Scopes): string => scopes.join(' ')

/**
 * What they have who ask for nothing: all but the scope of the admin door. Tokens go to APIs, and with that scope each of them could open it with
 * the token of an operator. So whoever wants it says so.
 */
export const usualScopes = (scopes: Scopes): Scopes => scopes.filter((scope) => scope !== ADMIN_SCOPE)

/** {@link usualScopes}, as a client asks for them. */
export const usualScope = (scopes: Scopes): string => formatScope(usualScopes(scopes))
