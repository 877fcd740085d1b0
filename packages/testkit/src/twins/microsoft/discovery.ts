import type { Handler } from 'hono'
import type { MicrosoftProvider } from './create-microsoft-provider.js'
import { pathOf } from './tenants.js'

/**
 * Where several tenants may sign in, the issuer is a template, which no client takes that goes by the letter of
 * OpenID Connect Discovery 1.0 §4.3.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document
 */
export const discovery =
  ({ url, issuer, authority }: MicrosoftProvider): Handler =>
  (context) => {
    const base = `${url}/${pathOf(authority)}`
    return context.json({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'profile', 'email'],
      issuer,
      request_uri_parameter_supported: false,
      userinfo_endpoint: `${url}/oidc/userinfo`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      claims_supported: [
        ...[
          'sub',
          'iss',
          'aud',
          'exp',
          'iat',
          'auth_time',
          'nonce',
          'preferred_username',
          'name',
          'tid',
          'ver',
        ],
        ...['email'],
      ],
    })
  }
