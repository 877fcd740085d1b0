import type { Handler } from 'hono'
import type { GoogleProvider } from './create-google-provider.js'
import { endpointPaths } from './endpoint-paths.js'

/** OpenID Connect Discovery 1.0 §3. */
export const discovery =
  ({ issuer, url }: GoogleProvider): Handler =>
  (context) =>
    context.json({
      issuer,
      authorization_endpoint: url + endpointPaths.authorize,
      token_endpoint: url + endpointPaths.token,
      userinfo_endpoint: url + endpointPaths.userinfo,
      jwks_uri: url + endpointPaths.jwks,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
      prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
      claims_supported: [
        ...['iss', 'aud', 'azp', 'sub', 'iat', 'exp', 'jti', 'nonce', 'at_hash', 'auth_time'],
        ...['email', 'email_verified', 'hd', 'name', 'given_name', 'family_name', 'picture'],
      ],
      authorization_response_iss_parameter_supported: true, // RFC 9207 §3
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    })
