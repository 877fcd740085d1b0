export {
  type AccessTokenClaims,
  accessTokenClaims,
  type OpaqueTokenClaims,
  opaqueTokenClaims,
} from './access-token-claims.js'
export {
  type AdminAuditEntry,
  type AuditList,
  auditEntry,
  auditList,
  auditQuery,
  type ExportAuditRequest,
  exportAuditRequest,
} from './admin/audit.js'
export {
  type AdminClient,
  type AdminClientList,
  adminClient,
  adminClientList,
  type ClientWithSecret,
  type CreateClientRequest,
  clientWithSecret,
  createClientRequest,
  type RotateSecretRequest,
  rotateSecretRequest,
  type UpdateClientRequest,
  updateClientRequest,
} from './admin/clients.js'
export { type ExportedPerson, exportedPerson } from './admin/exported-person.js'
export { type FirstOperatorRequest, firstOperatorRequest } from './admin/first-operator.js'
export { type Impersonation, impersonation } from './admin/impersonation.js'
export {
  type DeadLetterList,
  deadLetterList,
  type MailList,
  mailList,
  mailQuery,
  type OperatorView,
  operatorView,
  type RetriedCount,
  type RoleList,
  type RotatedKey,
  type RotateKeyRequest,
  retriedCount,
  roleList,
  rotatedKey,
  rotateKeyRequest,
  type SettingsView,
  type SigningKeyList,
  settingsView,
  signingKeyList,
} from './admin/operations.js'
export {
  OVERVIEW_RANGES,
  type Overview,
  type OverviewRange,
  overview,
  overviewQuery,
} from './admin/overview.js'
export { MOST_ON_A_PAGE, type ReasonRequest, reasonRequest, USUAL_ON_A_PAGE } from './admin/parts.js'
export { type Problem, problem } from './admin/problem.js'
export {
  type AdminProvider,
  type AdminProviderList,
  adminProvider,
  adminProviderList,
  PROVIDER_KINDS,
  PROVIDER_SECRETS,
  type ProviderKind,
  type ProviderOptions,
  type ProviderSecretName,
  type ProviderTest,
  providerOptions,
  providerTest,
  type SetProviderRequest,
  setProviderRequest,
} from './admin/providers.js'
export {
  type AdminApiKey,
  type AdminApiKeyList,
  type AdminSession,
  type AdminSessionList,
  adminApiKey,
  adminApiKeyList,
  adminApiKeyQuery,
  adminSession,
  adminSessionList,
  adminSessionQuery,
  type EndedCount,
  endedCount,
} from './admin/sessions.js'
export {
  type AdminUser,
  type AdminUserDetail,
  type AdminUserList,
  adminUser,
  adminUserDetail,
  adminUserList,
  adminUserQuery,
  type ChangeRolesRequest,
  type ConfirmAddressRequest,
  type CreateUserRequest,
  changeRolesRequest,
  confirmAddressRequest,
  createUserRequest,
  type UpdateUserRequest,
  updateUserRequest,
} from './admin/users.js'
export {
  type AdminDelivery,
  type AdminDeliveryList,
  type AdminWebhook,
  type AdminWebhookList,
  adminDelivery,
  adminDeliveryList,
  adminDeliveryQuery,
  adminWebhook,
  adminWebhookList,
  type CreateWebhookRequest,
  createWebhookRequest,
  type RotateWebhookSecretRequest,
  rotateWebhookSecretRequest,
  type UpdateWebhookRequest,
  updateWebhookRequest,
  type WebhookTestResult,
  type WebhookWithSecret,
  webhookTestResult,
  webhookWithSecret,
} from './admin/webhooks.js'
export {
  type ApiKey,
  type ApiKeyList,
  apiKeyList,
  type CreateApiKeyRequest,
  type CreatedApiKey,
  createApiKeyRequest,
  createdApiKey,
} from './api-keys.js'
export {
  AUDIT_ACTIONS,
  AUDIT_ACTORS,
  type AuditAction,
  type AuditActorKind,
} from './audit-actions.js'
export { AuthError, type AuthErrorOptions } from './auth-error.js'
export { CSRF_COOKIE, CSRF_HEADER, SESSION_ENDED_EVENT } from './browser-names.js'
export {
  type BeginLinkRequest,
  type BeginSignInRequest,
  beginLinkRequest,
  beginSignInRequest,
  type ChangeEmailRequest,
  type ChangePasswordRequest,
  type ConfirmEmailRequest,
  type ConfirmSignUpRequest,
  changeEmailRequest,
  changePasswordRequest,
  confirmEmailRequest,
  confirmSignUpRequest,
  type FinishSignInRequest,
  type ForgotPasswordRequest,
  finishSignInRequest,
  forgotPasswordRequest,
  type IdTokenSignInRequest,
  idTokenSignInRequest,
  type ProfileFields,
  profileFields,
  type ResetPasswordRequest,
  resetPasswordRequest,
  type SignInRequest,
  type SignUpRequest,
  signInRequest,
  signUpRequest,
  type UpdateAccountRequest,
  updateAccountRequest,
} from './browser-requests.js'
export {
  type AccountExport,
  type AccountUser,
  type AccountView,
  accountExport,
  accountView,
  type IdentityList,
  identityList,
  type LinkedIdentity,
  type ListedSession,
  type MailAccepted,
  mailAccepted,
  type OwnSession,
  type ProviderAddress,
  type ProviderList,
  providerAddress,
  providerList,
  type SessionList,
  type SessionState,
  type SignInNonce,
  sessionList,
  sessionState,
  signInNonce,
} from './browser-responses.js'
export { CLIENT_ID } from './client-id.js'
export { type ErrorBody, errorBody, type FieldIssue } from './error-body.js'
export { type ErrorCode, publicSentences } from './error-codes.js'
export {
  type ChangeStreamRequest,
  type CreateStreamRequest,
  changeStreamRequest,
  createStreamRequest,
  type PollRequest,
  type PollResponse,
  pollRequest,
  pollResponse,
  STREAM_STATUSES,
  type StreamConfiguration,
  type StreamStatus,
  streamConfiguration,
  streamStatusRequest,
  streamSubjectRequest,
  streamVerificationRequest,
} from './event-streams.js'
export { type IntrospectionResponse, introspectionResponse } from './introspection-response.js'
export { type JwkSet, jwkSet, type PublicJwk, publicJwk } from './jwks.js'
export {
  ACCESS_JWT_TYP,
  ACCESS_TOKEN_TYPE,
  CLIENT_CREDENTIALS_GRANT,
  FIRST_PARTY_PASSWORD_GRANT,
  GRANTS,
  type Grant,
  ID_TOKEN_TYPE,
  MACHINE_SCOPES,
  type MachineScope,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from './oauth-names.js'
export {
  ADMIN_SCOPE,
  OPERATOR_PERMISSIONS,
  OPERATOR_ROLE,
  type OperatorPermission,
  SUPPORT_ROLE,
} from './operator-permissions.js'
export { ADMIN_PATH, CONSOLE_PATH, FIRST_OPERATOR, pagePaths, paths } from './paths.js'
export {
  BACKCHANNEL_LOGOUT_EVENT,
  LOGOUT_TOKEN_TYP,
  POLL_DELIVERY,
  PUSH_DELIVERY,
  SECURITY_EVENT_TYP,
  SECURITY_EVENT_URIS,
  STREAM_EVENT_URIS,
} from './security-event-names.js'
export { type ServerMetadata, serverMetadata } from './server-metadata.js'
export {
  type SessionEnded,
  type SessionEndReason,
  sessionEnded,
  sessionEndReason,
} from './session-ended.js'
export { type StatusListClaims, statusListClaims, statusReference } from './status-list.js'
export {
  type FirstPartyPasswordRequest,
  introspectionRequest,
  type RefreshRequest,
  revocationRequest,
  type TokenExchangeRequest,
  type TokenRequest,
  tokenRequest,
} from './token-request.js'
export {
  type MachineTokenResponse,
  machineTokenResponse,
  type TokenResponse,
  tokenResponse,
} from './token-response.js'
export { roleNames, type UserClaims, userClaims } from './user-claims.js'
export {
  apiKeyEvent,
  emailConfirmedEvent,
  identityEvent,
  rolesChangedEvent,
  sessionEvent,
  userEvent,
  userUpdatedEvent,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_TEST,
  type WebhookEvent,
  type WebhookEventType,
  webhookEvent,
  webhookEventSchemas,
  webhookTestEvent,
} from './webhook-events.js'
