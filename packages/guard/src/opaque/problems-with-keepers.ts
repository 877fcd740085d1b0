import type { SessionCookies } from '../cookie/session-cookies.js'
import type { Issuer } from '../issuers/issuer.js'
import type { OpaqueTokens } from './opaque-tokens.js'

/** What is wrong with those who answer for forms that say nothing themselves: each does so for one issuer, and names nobody else's people. */
export const problemsWithKeepers = (
  keepers: { readonly opaque: OpaqueTokens | undefined; readonly cookie: SessionCookies | undefined },
  issuers: readonly Issuer[],
): string[] => {
  if (!Array.isArray(issuers)) return []
  const names: readonly unknown[] = issuers.flatMap((one) => one?.names ?? [])
  return Object.entries(keepers).flatMap(([option, keeper]) => {
    // What is no keeper at all is told elsewhere.
    if (typeof keeper !== 'object' || keeper === null) return []
    const { issuer } = keeper
    if (issuer === undefined)
      return issuers.length > 1 ? [`${option} must have an issuer, because there are several`] : []
    return names.includes(issuer) ? [] : [`${option} is of ${issuer}, which is none of the issuers`]
  })
}
