import { GRANTS, paths, type ServerMetadata } from '@latchkey/contract'
import type { SigningAlgorithm } from '../../../ports/signing-keys.js'

/** What the discovery documents are made of. */
export interface MetadataDeps {
  readonly issuer: string
  readonly scopes: readonly string[]
  readonly signingAlgorithm: SigningAlgorithm
  /** Whether there are pages that ask people who sign out. */
  readonly hasEndSession: boolean
}

const CLIENT_AUTHENTICATION = ['client_secret_basic', 'client_secret_post']

/**
 * The discovery document (RFC 8414 §2, OpenID Connect Discovery 1.0 §3): what this server does, and nothing it does not.
 * There is no authorization endpoint, for no grant here uses one (RFC 8414 §2).
 */
export const metadata = ({
  issuer,
  scopes,
  signingAlgorithm,
  hasEndSession,
}: MetadataDeps): ServerMetadata => ({
  issuer,
  token_endpoint: issuer + paths.token,
  revocation_endpoint: issuer + paths.revoke,
  introspection_endpoint: issuer + paths.introspect,
  userinfo_endpoint: issuer + paths.userinfo,
  ...(hasEndSession && { end_session_endpoint: issuer + paths.endSession }),
  jwks_uri: issuer + paths.jwks,
  status_list_aggregation_endpoint: issuer + paths.statusLists,
  scopes_supported: [...scopes],
  response_types_supported: [],
  grant_types_supported: [...GRANTS],
  token_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION, 'none'],
  revocation_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION, 'none'],
  introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [signingAlgorithm],
  backchannel_logout_supported: true,
  // Every logout token has a `sid`.
  backchannel_logout_session_supported: true,
  claims_supported: ['sub', 'email', 'email_verified', 'name', 'picture', 'updated_at'],
})
