import type { IdTokenRules } from './provider.js'

/** A tenant is named as Microsoft and others name theirs: by a UUID (RFC 9562 §4), so that nothing else fits in its place. */
const TENANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether this `iss` means the provider with these rules. */
export const isIssuer = ({ issuers, issuerOfTenant }: IdTokenRules, issuer: string): boolean => {
  if (issuers.includes(issuer)) return true
  const [before = '', after] = issuerOfTenant?.split('{tenantid}') ?? []
  if (after === undefined || !issuer.startsWith(before) || !issuer.endsWith(after)) return false
  return TENANT.test(issuer.slice(before.length, issuer.length - after.length))
}

/**
 * One issuer, however it is spelled: Google writes `accounts.google.com` and `https://accounts.google.com` into ID tokens, and
 * `https://accounts.google.com/` into security events. For telling apart people of issuers that were checked already.
 */
export const bareIssuer = (issuer: string): string => issuer.replace(/^https:\/\//, '').replace(/\/$/, '')
