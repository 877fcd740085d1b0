export type {
  AccountExport,
  AccountUser,
  AccountView,
  ApiKey,
  ApiKeyList,
  BeginLinkRequest,
  BeginSignInRequest,
  ChangeEmailRequest,
  ChangePasswordRequest,
  ConfirmEmailRequest,
  ConfirmSignUpRequest,
  CreateApiKeyRequest,
  CreatedApiKey,
  ErrorCode,
  FieldIssue,
  ForgotPasswordRequest,
  IdTokenSignInRequest,
  LinkedIdentity,
  ListedSession,
  OwnSession,
  ProfileFields,
  ResetPasswordRequest,
  SignInNonce,
  SignInRequest,
  SignUpRequest,
  UpdateAccountRequest,
} from '@latchkey/contract'
export type { ClientState, EndReason } from './client-state.js'
export { createLatchkeyClient } from './create-latchkey-client.js'
export type {
  LatchkeyClient,
  LatchkeyClientOptions,
  SignInLinkOptions,
  SignInProvider,
} from './latchkey-client.js'
export { LatchkeyError, type LatchkeyErrorCode, type LatchkeyErrorDetails } from './latchkey-error.js'
export type { ProfileOf } from './profile-of.js'
export { type ReadSessionStateInput, readSessionState } from './read-session-state.js'
export { safeReturnTo } from './safe-return-to.js'
