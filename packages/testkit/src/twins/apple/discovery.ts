import type { Handler } from 'hono'
import type { AppleProvider } from './create-apple-provider.js'

/** There is no `userinfo_endpoint`. https://appleid.apple.com/.well-known/openid-configuration */
export const discovery =
  ({ issuer, url }: AppleProvider): Handler =>
  (context) =>
    context.json({
      issuer,
      authorization_endpoint: `${url}/auth/authorize`,
      token_endpoint: `${url}/auth/token`,
      jwks_uri: `${url}/auth/keys`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'name'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      claims_supported: [
        ...['aud', 'email', 'email_verified', 'exp', 'iat', 'is_private_email', 'iss', 'nonce'],
        ...['nonce_supported', 'sub'],
      ],
    })
