import { problemWithGoingOn, problemWithTold } from '../configuration/check-logout-addresses.js'
import type { Client } from '../model/client.js'
import { argon2Hasher } from '../outbound/argon2-hasher.js'
import { describeUserAgent } from '../outbound/describe-user-agent.js'
import { embeddedCommonPasswords } from '../outbound/embedded-common-passwords.js'
import { type CommandDeps, quiet } from './with-storage.js'

/** What the flows of operators stand on, at the command line. */
export const operatingDeps = ({ settings, storage, passingSecrets, clock }: CommandDeps) => ({
  ...settings,
  // Names alone are wanted here; those that operators set are called by their ids.
  providers: () => settings.providers,
  ...storage,
  storage,
  configuredClients: settings.clients,
  clientRegistry: storage.clients,
  problemWithGoingOn,
  problemWithTold: (url: string, type: Client['type']) => problemWithTold(url, type, settings.eventPushes),
  clock,
  log: quiet,
  // Identities are named by hashes, and ids drawn: no root secret is needed.
  secrets: passingSecrets,
  // Messages and events go out from a server.
  mailRound: { soon: () => {} },
  webhookRound: { soon: () => {} },
  userAgents: { describe: describeUserAgent },
  hasher: argon2Hasher(settings.hashing),
  commonPasswords: embeddedCommonPasswords(),
})

export type OperatingDeps = ReturnType<typeof operatingDeps>
