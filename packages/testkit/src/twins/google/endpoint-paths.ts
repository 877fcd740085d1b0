/** Where each endpoint lives below the provider's address. */
export const endpointPaths = {
  /** OpenID Connect Discovery 1.0 §4. */
  discovery: '/.well-known/openid-configuration',
  jwks: '/jwks',
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  tokeninfo: '/tokeninfo',
} as const
