export { ConfigurationError, type ConfigurationProblem } from './configuration/configuration-error.js'
export { defineConfig, type PermissionOf, type RoleOf } from './configuration/define-config.js'
export {
  type DjangoSessionOptions,
  type DjangoSocialOptions,
  type DjRestAuthOptions,
  type DoorConfiguration,
  type DrfTokenOptions,
  djangoSession,
  djRestAuth,
  drfToken,
  type FastapiTokensOptions,
  type FormerKeyOptions,
  fastapiTokens,
} from './configuration/doors.js'
export { deny, type HookOptions } from './configuration/hooks.js'
export { type HostedPages, type HostedPagesOptions, hostedPages } from './configuration/hosted-pages.js'
export type {
  ApiKeyOptions,
  BrowserOptions,
  ClientOptions,
  ConfidentialClientOptions,
  LatchkeyOptions,
  LifetimeOptions,
  MailOptions,
  PasswordOptions,
  PublicClientOptions,
} from './configuration/options.js'
export { createLatchkey } from './create-latchkey.js'
export type { ProviderToken } from './flows/read-provider-token.js'
export type { RequestSource } from './http/client-network.js'
export { type Listening, type ListenOptions, listen } from './http/listen.js'
export type { Latchkey } from './latchkey.js'
export type { DjangoUser } from './model/django-account.js'
export type { HookCaller, HookProof, HookSession, HookUser } from './model/told-to-hooks.js'
export type { Topology } from './model/topology.js'
export { type PwnedPasswordsOptions, pwnedPasswords } from './outbound/pwned-passwords.js'
export type { BreachList } from './ports/breach-list.js'
export type { Clock } from './ports/clock.js'
export type {
  AfterSignIn,
  AfterSignUp,
  BeforeSignIn,
  BeforeSignUp,
  BeforeTokenIssue,
  Denial,
  HookReply,
  SignInReply,
  TokenReply,
} from './ports/hooks.js'
export type { Log, LogFields } from './ports/log.js'
export { type AppleOptions, apple } from './sign-in/social/apple.js'
export { type Auth0Options, auth0 } from './sign-in/social/auth0.js'
export { type CognitoOptions, cognito } from './sign-in/social/cognito.js'
export { type DiscordOptions, discord } from './sign-in/social/discord.js'
export { type FacebookOptions, facebook } from './sign-in/social/facebook.js'
export { type GitHubOptions, github } from './sign-in/social/github.js'
export { type GitLabOptions, gitlab } from './sign-in/social/gitlab.js'
export { type GoogleOptions, google } from './sign-in/social/google.js'
export { type KeycloakOptions, keycloak } from './sign-in/social/keycloak.js'
export { type LinkedInOptions, linkedin } from './sign-in/social/linkedin.js'
export { type MicrosoftOptions, microsoft } from './sign-in/social/microsoft.js'
export { type OidcOptions, oidc } from './sign-in/social/oidc.js'
export { type OktaOptions, okta } from './sign-in/social/okta.js'
export type { Provider } from './sign-in/social/provider.js'
export { type SlackOptions, slack } from './sign-in/social/slack.js'
export { type SpotifyOptions, spotify } from './sign-in/social/spotify.js'
export { type TwitchOptions, twitch } from './sign-in/social/twitch.js'
export { type XOptions, x } from './sign-in/social/x.js'
