/** Where each endpoint lives below the issuer URL. */
export const paths = {
  token: '/oauth/token',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  userinfo: '/oauth/userinfo',
  jwks: '/.well-known/jwks.json',
  /** OpenID Connect Discovery 1.0 §4. */
  openidConfiguration: '/.well-known/openid-configuration',
  /** RFC 8414 §3. */
  authorizationServerMetadata: '/.well-known/oauth-authorization-server',
  health: '/health',
} as const
