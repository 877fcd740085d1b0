import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { IdTokenClaims, Provider } from './provider.js'

// https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
const SITE = 'https://login.microsoftonline.com'

/** Sign in with Microsoft: work, school and personal accounts. */
export interface MicrosoftOptions extends OidcProviderOptions {
  /** The ids of the tenants whose people may sign in. Default: everybody with a Microsoft account. */
  tenants?: readonly string[] | undefined
  /** Another site that behaves like Microsoft's, for development. */
  baseUrl?: string | undefined
}

/*
 * { "ver": "2.0", "iss": "https://login.microsoftonline.com/6f1d0c4e-…/v2.0", "tid": "6f1d0c4e-…", "aud": "…", "sub": "…",
 *   "oid": "3c5f8a12-…", "name": "…", "preferred_username": "…", "email": "…", "xms_edov": true }
 */
export const microsoft = defineProvider(
  { id: 'microsoft', options: { ...OIDC_OPTIONS, tenants: { type: 'array' }, baseUrl: { type: 'string' } } },
  (options: MicrosoftOptions): Provider => {
    const { tenants, baseUrl = SITE, ...given } = options
    const issuerOf = (tenant: string): string => `${baseUrl}/${tenant}/v2.0`
    const [onlyTenant = 'common', ...others] = tenants ?? []
    const authority = others.length === 0 ? onlyTenant : 'common'
    return oidcProvider(
      {
        id: 'microsoft',
        name: 'Microsoft',
        issuer: issuerOf(authority),
        idTokens: {
          issuers: (tenants ?? []).map(issuerOf),
          ...(tenants === undefined && { issuerOfTenant: issuerOf('{tenantid}') }),
          algorithms: ['RS256'],
          jwksUri: `${baseUrl}/common/discovery/v2.0/keys`,
          readSubject: (claims) => readSubject(claims, issuerOf),
          // Any administrator writes any address into an account of theirs. Only xms_edov says that the domain is the tenant's own.
          // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
          provesAddress: ({ xms_edov: isOwn }) =>
            isOwn === true || isOwn === 1 || isOwn === '1' || isOwn === 'true',
        },
        codeFlow: {
          server: {
            kind: 'known',
            authorizationEndpoint: `${baseUrl}/${authority}/oauth2/v2.0/authorize`,
            tokenEndpoint: `${baseUrl}/${authority}/oauth2/v2.0/token`,
          },
          ...(options.keepTokens === true && { scopes: ['openid', 'email', 'profile', 'offline_access'] }),
        },
        secretGoes: 'secret_post',
      },
      given,
    )
  },
)

/**
 * Tenant and object, not `sub`: that one is another for each client id, so that the web client and the native app of one project,
 * or a registration that had to be made anew, would each meet strangers. The keys are the same for all tenants: `tid` must be the
 * one whose issuer this is.
 */
const readSubject = (
  { iss, tid, oid }: IdTokenClaims,
  issuerOf: (tenant: string) => string,
): string | undefined =>
  typeof tid === 'string' && typeof oid === 'string' && iss === issuerOf(tid) ? `${tid}.${oid}` : undefined
