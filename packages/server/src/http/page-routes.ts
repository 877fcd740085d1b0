import { pagePaths } from '@latchkey/contract'
import { account } from './doors/pages/account.js'
import { apiKeys } from './doors/pages/api-keys.js'
import { confirm } from './doors/pages/confirm.js'
import { confirmEmail } from './doors/pages/confirm-email.js'
import { deleteAccount } from './doors/pages/delete-account.js'
import { email } from './doors/pages/email.js'
import { endSession } from './doors/pages/end-session.js'
import { error } from './doors/pages/error.js'
import { exportAccount } from './doors/pages/export-account.js'
import { forgot } from './doors/pages/forgot.js'
import { home } from './doors/pages/home.js'
import { identities } from './doors/pages/identities.js'
import { impersonation } from './doors/pages/impersonation.js'
import { link } from './doors/pages/link.js'
import { newApiKey } from './doors/pages/new-api-key.js'
import { password } from './doors/pages/password.js'
import { reset } from './doors/pages/reset.js'
import { sessions } from './doors/pages/sessions.js'
import { signIn } from './doors/pages/sign-in.js'
import { signOut } from './doors/pages/sign-out.js'
import { signUp } from './doors/pages/sign-up.js'
import { signedOut } from './doors/pages/signed-out.js'
import type { PageRoute } from './pages/page-endpoint.js'

/** The hosted pages, by their path below the base of the server. */
export const pageRoutes: Readonly<Record<string, PageRoute>> = {
  [pagePaths.home]: home,
  [pagePaths.signIn]: signIn,
  [pagePaths.signOut]: signOut,
  [pagePaths.endSession]: endSession,
  [pagePaths.signedOut]: signedOut,
  [pagePaths.signUp]: signUp,
  [pagePaths.confirm]: confirm,
  [pagePaths.forgot]: forgot,
  [pagePaths.reset]: reset,
  [pagePaths.confirmEmail]: confirmEmail,
  [pagePaths.link]: link,
  [pagePaths.account]: account,
  [pagePaths.email]: email,
  [pagePaths.password]: password,
  [pagePaths.sessions]: sessions,
  [pagePaths.identities]: identities,
  [pagePaths.apiKeys]: apiKeys,
  [pagePaths.newApiKey]: newApiKey,
  [pagePaths.export]: exportAccount,
  [pagePaths.delete]: deleteAccount,
  [pagePaths.impersonation]: impersonation,
  [pagePaths.error]: error,
}
