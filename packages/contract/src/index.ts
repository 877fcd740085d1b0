export { type AccessTokenClaims, accessTokenClaims } from './access-token-claims.js'
export { AuthError, type AuthErrorOptions } from './auth-error.js'
export { type ErrorBody, errorBody } from './error-body.js'
export { type ErrorCode, publicSentences } from './error-codes.js'
export { type IntrospectionResponse, introspectionResponse } from './introspection-response.js'
export { type JwkSet, jwkSet, type PublicJwk, publicJwk } from './jwks.js'
export {
  ACCESS_JWT_TYP,
  ACCESS_TOKEN_TYPE,
  GRANTS,
  type Grant,
  ID_TOKEN_TYPE,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from './oauth-names.js'
export { paths } from './paths.js'
export { type ServerMetadata, serverMetadata } from './server-metadata.js'
export {
  introspectionRequest,
  type RefreshRequest,
  revocationRequest,
  type TokenExchangeRequest,
  type TokenRequest,
  tokenRequest,
} from './token-request.js'
export { type TokenResponse, tokenResponse } from './token-response.js'
export { type UserClaims, userClaims } from './user-claims.js'
