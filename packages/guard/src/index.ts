export { checkSource, type RequestOrigin } from './cookie/check-source.js'
export { parseCookies } from './cookie/parse-cookies.js'
export { type SessionCookieOptions, sessionCookie } from './cookie/session-cookie.js'
export type { CookieSession, SessionCookies } from './cookie/session-cookies.js'
export { createGuard } from './create-guard.js'
export type { DpopOptions } from './dpop/dpop-options.js'
export { createReplayMemory, type DpopReplays } from './dpop/replays.js'
export type { Admission, Guard, RefusedRequest } from './guard.js'
export type {
  CommonGuardOptions,
  FirstSightOptions,
  GuardOptions,
  IssuersOptions,
  OneIssuerOptions,
} from './guard-options.js'
export { type Auth0Options, auth0 } from './issuers/auth0.js'
export { type ClerkOptions, clerk } from './issuers/clerk.js'
export { type CognitoOptions, cognito } from './issuers/cognito.js'
export { type EntraOptions, entra } from './issuers/entra.js'
export { type FirebaseOptions, firebase } from './issuers/firebase.js'
export { type GoogleOptions, google } from './issuers/google.js'
export type { Issuer, ReadClaims } from './issuers/issuer.js'
export type { CommonIssuerOptions } from './issuers/issuer-options.js'
export { type KeycloakOptions, keycloak } from './issuers/keycloak.js'
export { type LatchkeyOptions, latchkey } from './issuers/latchkey.js'
export { type OidcOptions, oidc } from './issuers/oidc.js'
export { type OktaOptions, okta } from './issuers/okta.js'
export { type SupabaseOptions, supabase } from './issuers/supabase.js'
export type { Algorithm } from './jwt/algorithms.js'
export type { JwtPayload } from './jwt/check-claims.js'
export type { JwtFailure, JwtRefused } from './jwt/jwt-failure.js'
export type { JoseHeader } from './jwt/read-header.js'
export {
  type EventTokenVerified,
  type VerifyEventTokenOptions,
  verifyEventToken,
} from './jwt/verify-event-token.js'
export { type JwtVerified, type VerifyJwtOptions, verifyJwt } from './jwt/verify-jwt.js'
export { type KeyQuery, type KeySource, KeysUnreachable } from './keys/key-source.js'
export { createLocalKeys } from './keys/local-keys.js'
export { createRemoteKeys } from './keys/remote-keys.js'
export type { RemoteKeysOptions } from './keys/remote-keys-options.js'
export { introspection } from './opaque/introspection.js'
export type { IntrospectionOptions } from './opaque/introspection-options.js'
export type { OpaqueTokens, StandingClaims } from './opaque/opaque-tokens.js'
export type { NewPerson, OnFirstSight } from './people/first-sight.js'
export type { LatchkeyPrincipal, Principal, PrincipalWithUser } from './principal.js'
export {
  type GuardErrorCode,
  isGuardError,
  type Refusal,
  type RefusalBody,
  type RefusalOptions,
  refusal,
} from './refusal.js'
export type { OfferedScheme } from './request/offered-schemes.js'
export type { Presented, PresentedRequest } from './request/presented.js'
export type { Scheme } from './request/scheme.js'
export { readTraceId } from './request/trace-id.js'
export type { OptionalMode, PrincipalFor, RequiredMode, Requirement } from './requirement.js'
export type { ResourceDocument, ResourceMetadata, ResourceOptions } from './resource/resource-metadata.js'
export type { HasEnded, OnEnded, Revocation, Standing } from './revocation/revocation.js'
export type { RevocationOptions, RevocationSource } from './revocation/revocation-options.js'
export type { Trouble } from './trouble.js'
export { auth0DrfWire } from './wire/auth0-drf-wire.js'
export { type DrfTokenWireOptions, drfTokenWire } from './wire/drf-token-wire.js'
export { type SimpleJwtWireOptions, simpleJwtWire } from './wire/simple-jwt-wire.js'
export type { Wire, WireBody, WireReason, Wording } from './wire/wire.js'
