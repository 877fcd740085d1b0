import { paths } from '@latchkey/contract'
import type { ChangeEmailDeps } from '../flows/change-email.js'
import type { ChangePasswordDeps } from '../flows/change-password.js'
import type { ConfirmEmailDeps } from '../flows/confirm-email.js'
import type { ConfirmSignUpDeps } from '../flows/confirm-sign-up.js'
import type { CreateApiKeyDeps } from '../flows/create-api-key.js'
import type { DeleteAccountDeps } from '../flows/delete-account.js'
import type { EndApiKeyDeps } from '../flows/end-api-key.js'
import type { EndSessionDeps } from '../flows/end-session.js'
import type { ExportAccountDeps } from '../flows/export-account.js'
import type { ListSessionsDeps } from '../flows/list-sessions.js'
import type { ReadAccountDeps } from '../flows/read-account.js'
import type { RequestPasswordResetDeps } from '../flows/request-password-reset.js'
import type { ResendSignUpDeps } from '../flows/resend-sign-up.js'
import type { ResetPasswordDeps } from '../flows/reset-password.js'
import type { SignInWithPasswordDeps } from '../flows/sign-in-with-password.js'
import type { SignOutDeps } from '../flows/sign-out.js'
import type { SignOutEverywhereDeps } from '../flows/sign-out-everywhere.js'
import type { SignUpDeps } from '../flows/sign-up.js'
import type { StopImpersonationDeps } from '../flows/stop-impersonation.js'
import type { UnlinkIdentityDeps } from '../flows/unlink-identity.js'
import type { UpdateAccountDeps } from '../flows/update-account.js'
import type { WatchSessionDeps } from '../flows/watch-session.js'
import type { BrowserCall, BrowserDoorDeps } from './browser/browser-call.js'
import { type BeginIdTokenDeps, beginIdToken } from './doors/browser/begin-id-token.js'
import { beginLinking } from './doors/browser/begin-linking.js'
import { beginSocialSignIn } from './doors/browser/begin-social-sign-in.js'
import { changeEmail } from './doors/browser/change-email.js'
import { changePassword } from './doors/browser/change-password.js'
import { confirmEmail } from './doors/browser/confirm-email.js'
import { confirmSignUp } from './doors/browser/confirm-sign-up.js'
import { createApiKey } from './doors/browser/create-api-key.js'
import { deleteAccount } from './doors/browser/delete-account.js'
import { endApiKey } from './doors/browser/end-api-key.js'
import { endApiKeys } from './doors/browser/end-api-keys.js'
import { endSession } from './doors/browser/end-session.js'
import { exportAccount } from './doors/browser/export-account.js'
import { finishSocialSignIn } from './doors/browser/finish-social-sign-in.js'
import { forgotPassword } from './doors/browser/forgot-password.js'
import { listApiKeys } from './doors/browser/list-api-keys.js'
import { listIdentities } from './doors/browser/list-identities.js'
import { listProviders } from './doors/browser/list-providers.js'
import { listSessions } from './doors/browser/list-sessions.js'
import { readAccount } from './doors/browser/read-account.js'
import { readSession } from './doors/browser/read-session.js'
import { resendSignUp } from './doors/browser/resend-sign-up.js'
import { resetPassword } from './doors/browser/reset-password.js'
import { signIn } from './doors/browser/sign-in.js'
import { type SignInByIdTokenDeps, signInByIdToken } from './doors/browser/sign-in-by-id-token.js'
import { signOut } from './doors/browser/sign-out.js'
import { signOutEverywhere } from './doors/browser/sign-out-everywhere.js'
import { signUp } from './doors/browser/sign-up.js'
import { stopImpersonation } from './doors/browser/stop-impersonation.js'
import { unlinkIdentity } from './doors/browser/unlink-identity.js'
import { updateAccount } from './doors/browser/update-account.js'
import { watchSession } from './doors/browser/watch-session.js'
import type { NavigationDeps } from './navigation-routes.js'

/** What the endpoints of the browser door need, together. */
export type BrowserRoutesDeps = BrowserDoorDeps &
  BeginIdTokenDeps &
  ChangeEmailDeps &
  ChangePasswordDeps &
  ConfirmEmailDeps &
  ConfirmSignUpDeps &
  CreateApiKeyDeps &
  DeleteAccountDeps &
  EndApiKeyDeps &
  EndSessionDeps &
  ExportAccountDeps &
  ListSessionsDeps &
  NavigationDeps &
  ReadAccountDeps &
  RequestPasswordResetDeps &
  ResendSignUpDeps &
  ResetPasswordDeps &
  SignInByIdTokenDeps &
  SignInWithPasswordDeps &
  SignOutDeps &
  SignOutEverywhereDeps &
  SignUpDeps &
  StopImpersonationDeps &
  UnlinkIdentityDeps &
  UpdateAccountDeps &
  WatchSessionDeps

export type BrowserMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type BrowserEndpoint = (deps: BrowserRoutesDeps, call: BrowserCall) => Response | Promise<Response>
export type BrowserRoute = Readonly<Partial<Record<BrowserMethod, BrowserEndpoint>>>

/** The addresses of the browser door. */
export const browserRoutes: Readonly<Record<string, BrowserRoute>> = {
  [paths.session]: { GET: readSession, POST: signIn, DELETE: signOut },
  [paths.sessionEvents]: { GET: watchSession },
  [paths.impersonation]: { DELETE: stopImpersonation },
  [paths.signIn]: { GET: listProviders },
  [`${paths.signIn}/:id`]: { POST: beginSocialSignIn },
  [`${paths.signIn}/:id/nonce`]: { POST: beginIdToken },
  [`${paths.signIn}/:id/id-token`]: { POST: signInByIdToken },
  [`${paths.callback}/:id`]: { POST: finishSocialSignIn },
  [paths.account]: { GET: readAccount, PATCH: updateAccount, DELETE: deleteAccount },
  [paths.accountSessions]: { GET: listSessions, DELETE: signOutEverywhere },
  [`${paths.accountSessions}/:id`]: { DELETE: endSession },
  [paths.accountIdentities]: { GET: listIdentities },
  [`${paths.accountIdentities}/:id`]: { POST: beginLinking, DELETE: unlinkIdentity },
  [paths.accountApiKeys]: { GET: listApiKeys, POST: createApiKey, DELETE: endApiKeys },
  [`${paths.accountApiKeys}/:id`]: { DELETE: endApiKey },
  [paths.accountExport]: { GET: exportAccount },
  [paths.signUp]: { POST: signUp },
  [paths.confirmSignUp]: { POST: confirmSignUp },
  [paths.resendSignUp]: { POST: resendSignUp },
  [paths.forgotPassword]: { POST: forgotPassword },
  [paths.resetPassword]: { POST: resetPassword },
  [paths.changePassword]: { POST: changePassword },
  [paths.changeEmail]: { POST: changeEmail },
  [paths.confirmEmail]: { POST: confirmEmail },
}
