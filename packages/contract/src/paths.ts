/** Where each endpoint lives below the issuer URL. */
export const paths = {
  token: '/oauth/token',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  userinfo: '/oauth/userinfo',
  /** OpenID Connect RP-Initiated Logout 1.0 §2. */
  endSession: '/oauth/end-session',
  jwks: '/.well-known/jwks.json',
  /** Token Status List §9: below it each list by its number; here, all of them. */
  statusLists: '/status-lists',
  /** OpenID Connect Discovery 1.0 §4. */
  openidConfiguration: '/.well-known/openid-configuration',
  /** RFC 8414 §3. */
  authorizationServerMetadata: '/.well-known/oauth-authorization-server',
  /** OpenID Shared Signals Framework 1.0 §7: below the first, everything a receiver of security events asks. */
  securityEvents: '/ssf',
  eventStreams: '/ssf/streams',
  eventStreamStatus: '/ssf/status',
  addEventSubject: '/ssf/subjects/add',
  removeEventSubject: '/ssf/subjects/remove',
  verifyEventStream: '/ssf/verify',
  /** RFC 8936; below it each stream by its id. */
  pollEvents: '/ssf/poll',
  ssfConfiguration: '/.well-known/ssf-configuration',
  health: '/health',
  /** What all of this is, for programs (OpenAPI 3.1). */
  apiDocument: '/openapi.json',
  /** The same for people. */
  apiPage: '/docs',

  /** The browser door. */
  session: '/session',
  sessionEvents: '/session/events',
  /** For an operator who acts as somebody else. */
  impersonation: '/session/impersonation',
  account: '/account',
  accountSessions: '/account/sessions',
  accountExport: '/account/export',
  accountApiKeys: '/account/api-keys',
  signUp: '/account/sign-up',
  confirmSignUp: '/account/sign-up/confirm',
  resendSignUp: '/account/sign-up/resend',
  forgotPassword: '/account/password/forgot',
  resetPassword: '/account/password/reset',
  changePassword: '/account/password/change',
  changeEmail: '/account/email/change',
  confirmEmail: '/account/email/confirm',

  /** Signing in with a provider: the list, and below it each provider by its id. */
  signIn: '/sign-in',
  /** Where providers send people back to, below it each provider by its id. */
  callback: '/callback',
  /** Where providers tell of something by themselves, below it each provider by its id. */
  providers: '/providers',
  accountIdentities: '/account/identities',
} as const

/** Where operators do their work: every address of the admin door lies below it. */
export const ADMIN_PATH = '/admin/api'
/** Where whoever runs a server becomes its first operator: below the console, and below its API. */
export const FIRST_OPERATOR = '/first-operator'
/** Where they do it with a browser. */
export const CONSOLE_PATH = '/admin'

/** Where the hosted pages live, below the address at which browsers reach Latchkey. */
export const pagePaths = {
  home: '/pages',
  signIn: '/pages/sign-in',
  signOut: '/pages/sign-out',
  /** For somebody whom an application sent to sign out. */
  endSession: '/pages/end-session',
  signedOut: '/pages/signed-out',
  signUp: '/pages/sign-up',
  confirm: '/pages/confirm',
  forgot: '/pages/forgot',
  reset: '/pages/reset',
  confirmEmail: '/pages/confirm-email',
  /** For somebody whose sign-in with a provider did not match. */
  link: '/pages/link',
  account: '/pages/account',
  password: '/pages/account/password',
  email: '/pages/account/email',
  sessions: '/pages/account/sessions',
  identities: '/pages/account/identities',
  apiKeys: '/pages/account/api-keys',
  newApiKey: '/pages/account/api-keys/new',
  export: '/pages/account/export',
  delete: '/pages/account/delete',
  /** Where an operator who acts as somebody else becomes themselves again. */
  impersonation: '/pages/impersonation',
  error: '/pages/error',
} as const
