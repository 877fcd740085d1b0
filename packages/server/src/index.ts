export { ConfigurationError, type ConfigurationProblem } from './configuration/configuration-error.js'
export {
  type BrowserOptions,
  type ClientOptions,
  type ConfidentialClientOptions,
  defineConfig,
  type LatchkeyOptions,
  type LifetimeOptions,
  type MailOptions,
  type PasswordOptions,
  type PublicClientOptions,
} from './configuration/options.js'
export { createLatchkey, type Latchkey } from './create-latchkey.js'
export type { RequestSource } from './http/client-network.js'
export { type Listening, type ListenOptions, listen } from './http/listen.js'
export type { Topology } from './model/topology.js'
export { type PwnedPasswordsOptions, pwnedPasswords } from './outbound/pwned-passwords.js'
export type { BreachList } from './ports/breach-list.js'
export type { Clock } from './ports/clock.js'
export type { Log, LogFields } from './ports/log.js'
export { type GoogleOptions, google } from './sign-in/social/google.js'
export { type OidcOptions, oidc } from './sign-in/social/oidc.js'
export type { Provider } from './sign-in/social/provider.js'
