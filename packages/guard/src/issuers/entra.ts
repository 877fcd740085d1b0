import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { at, maybeText, namesAt, rolesOf, said, textClaim, textsOf, wrongClaims } from './read-claims.js'

export interface EntraOptions extends CommonIssuerOptions {
  /** The id of the tenant whose people may come. `common` and `organizations` name nobody: list one `entra({ … })` a tenant. */
  readonly tenant: string
  /** The application id of the API; for version 1 its App ID URI too. */
  readonly audience: string | readonly string[]
  /** `accessTokenAcceptedVersion` in the manifest of the API. Default: 2. */
  readonly version?: 1 | 2
}

const TENANT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where a key is for some issuers only, Microsoft says for which: those of private accounts sign for no company. */
const ofTenant = (issuer: unknown, tenant: string): boolean => {
  const named = String(issuer).replace('{tenantid}', tenant)
  return (
    named === `https://login.microsoftonline.com/${tenant}/v2.0` ||
    named === `https://sts.windows.net/${tenant}/`
  )
}

/**
 * Microsoft Entra ID, one tenant. A person is their `oid`, which is the same at every application of the tenant; `sub` is another one at each.
 * Scopes are `scp`; roles are those the application defines.
 */
export function entra({ tenant, version = 2, ...options }: EntraOptions): Issuer {
  if (version !== 1 && version !== 2) throw new TypeError('entra: version must be 1 or 2')
  if (!TENANT.test(tenant))
    throw new TypeError(
      'entra: tenant must be the id of one tenant, in lower case, as 72f988bf-86f1-41af-91ab-2d7cd011db47',
    )
  const base = `https://login.microsoftonline.com/${tenant}`
  const { rolesClaim = 'roles', permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'entra',
      names: [version === 2 ? `${base}/v2.0` : `https://sts.windows.net/${tenant}/`],
      algorithms: ['RS256'],
      types: ANY_JWT_TYPE,
      jwks: version === 2 ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
      // Graph has one, for tokens of Graph: those of an API are nothing to it, and none of its business.
      userInfo: 'none',
      isOwnKey: ({ issuer }) => issuer === undefined || ofTenant(issuer, tenant),
      read: (claims) => {
        const clientId = maybeText(claims, 'azp') ?? maybeText(claims, 'appid')
        // An ID token for the API's own application has the same audience, and neither of the two.
        if (clientId === undefined) throw wrongClaims('neither azp nor appid: this is no access token')
        if (maybeText(claims, 'tid') !== tenant) throw wrongClaims('tid is not the tenant')
        return {
          subject: textClaim(claims, 'oid'),
          clientId,
          scopes: textsOf(claims['scp']),
          roles: rolesOf(at(claims, rolesClaim)),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(claims['amr']),
          ...said({ sessionId: maybeText(claims, 'sid'), acr: maybeText(claims, 'acr') }),
        }
      },
    },
    options,
  )
}
