import { z } from 'zod'

/** RFC 8414 §2 and OpenID Connect Discovery 1.0 §3, as far as Latchkey uses them. */
export const serverMetadata = z.looseObject({
  issuer: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string().optional(),
  introspection_endpoint: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  jwks_uri: z.string(),
  /** Token Status List §9.3. */
  status_list_aggregation_endpoint: z.string().optional(),
  /** OpenID Connect RP-Initiated Logout 1.0 §2.1. */
  end_session_endpoint: z.string().optional(),
  /** OpenID Connect Back-Channel Logout 1.0 §2.1. */
  backchannel_logout_supported: z.boolean().optional(),
  backchannel_logout_session_supported: z.boolean().optional(),
  grant_types_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
export type ServerMetadata = z.infer<typeof serverMetadata>
