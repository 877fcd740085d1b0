export { type DevelopmentClient, developmentClient } from './clients/development-client.js'
export type { Forgery } from './id-tokens/forge-id-token.js'
export type { IdTokenDeviation } from './id-tokens/id-token-deviation.js'
export type { MailboxOptions } from './mailbox/mailbox-options.js'
export type { ReceivedMessage } from './mailbox/received-message.js'
export { type Mailbox, startMailbox } from './mailbox/start-mailbox.js'
export type { Misbehaviour, Switches, SwitchName } from './misbehaviour/switches.js'
export type { ProvidersOptions } from './read-providers-options.js'
export { type Providers, startProviders } from './start-providers.js'
export type { GitHubEmail, GitHubPerson } from './twins/github/github-person.js'
export type { GitHubTwin } from './twins/github/github-twin.js'
export { developmentPeople } from './twins/google/development-people.js'
export type { Person } from './twins/google/person.js'
export type { DevelopmentProviderOptions } from './twins/google/read-options.js'
export {
  type DevelopmentProvider,
  startDevelopmentProvider,
} from './twins/google/start-development-provider.js'
