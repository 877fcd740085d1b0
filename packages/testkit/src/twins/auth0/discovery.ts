import type { Handler } from 'hono'
import type { Auth0Provider } from './create-auth0-provider.js'

/** The issuer ends in a slash, which belongs to it. https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery */
export const discovery =
  ({ issuer }: Auth0Provider): Handler =>
  (context) =>
    context.json({
      issuer,
      authorization_endpoint: `${issuer}authorize`,
      token_endpoint: `${issuer}oauth/token`,
      userinfo_endpoint: `${issuer}userinfo`,
      jwks_uri: `${issuer}.well-known/jwks.json`,
      scopes_supported: ['openid', 'profile', 'email'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      response_modes_supported: ['query', 'form_post'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      claims_supported: [
        ...['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'nickname', 'picture', 'sub'],
      ],
      request_uri_parameter_supported: false,
      id_token_signing_alg_values_supported: ['RS256'],
    })
