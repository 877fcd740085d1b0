import type { DjangoAccount } from '../../model/django-account.js'
import type { SessionId, UserId } from '../../model/ids.js'
import type { Session } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { AuditChain } from '../../ports/audit-chain.js'
import type { AuditHistory } from '../../ports/audit-history.js'
import type { ClientRegistry } from '../../ports/clients.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { EndedOrigins } from '../../ports/ended-origins.js'
import type { DeadLetters, EventStreams, LogoutStreams } from '../../ports/event-streams.js'
import type { Imports } from '../../ports/imports.js'
import type { KeptAnswers } from '../../ports/kept-answers.js'
import type { OneTimeLinks } from '../../ports/one-time-links.js'
import type { Outbox, OutboxInspection } from '../../ports/outbox.js'
import type { ProviderTokenStore } from '../../ports/provider-tokens.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import type { SessionDirectory } from '../../ports/session-directory.js'
import type { Sessions } from '../../ports/sessions.js'
import type { SignUps } from '../../ports/sign-ups.js'
import type { SigningKeys } from '../../ports/signing-keys.js'
import type { SpentProofs } from '../../ports/spent-proofs.js'
import type { Transactions } from '../../ports/storage.js'
import type { StoredHashes } from '../../ports/stored-hashes.js'
import type { StoredProviders } from '../../ports/stored-providers.js'
import type { Throttles } from '../../ports/throttles.js'
import type { UserDirectory } from '../../ports/user-directory.js'
import type { WebhookDeliveries, Webhooks, WebhookTurns } from '../../ports/webhooks.js'
import { accountsIn, accountsOn, type SingleAccounts } from './accounts.js'
import { auditHistoryOn, auditNotesOn } from './audit/audit-history.js'
import { clientsOn } from './clients.js'
import type { Database } from './database.js'
import { deadLettersOn } from './dead-letters.js'
import { sessionDirectoryOn } from './directory/session-directory.js'
import { userDirectoryOn } from './directory/user-directory.js'
import { djangoAccountsOn, rememberedAccounts } from './django-accounts.js'
import { endedOriginsOn } from './ended-origins.js'
import { eventStreamsOn } from './event-streams.js'
import { importsOn } from './imports/imports.js'
import { keptAnswersOn } from './kept-answers.js'
import { logoutStreamsOn } from './logout-streams.js'
import type { Memory } from './memory.js'
import { inspectSchema, migrate, type SchemaState } from './migrate.js'
import { oneTimeLinksOn } from './one-time-links.js'
import { outboxInspectionOn, outboxOn } from './outbox.js'
import { providerTokensIn, providerTokensOn } from './provider-tokens.js'
import { Recent } from './recent.js'
import { securityEventsOn } from './security-events.js'
import { SessionTouches } from './session-touches.js'
import { sessionsOn } from './sessions.js'
import { sessionsIn } from './sessions-in-transaction.js'
import { signUpsOn } from './sign-ups.js'
import { signingKeysOn } from './signing-keys.js'
import { spentProofsOn } from './spent-proofs.js'
import { storedHashesOn } from './stored-hashes.js'
import { storedProvidersOn } from './stored-providers.js'
import { sweep } from './sweep.js'
import { throttlesOn } from './throttles.js'
import { webhookDeliveriesOn } from './webhook-deliveries.js'
import { webhookTurnsOn } from './webhook-turns.js'
import { webhooksOn } from './webhooks.js'

/** Every store, over one database. */
export interface Storage extends Transactions {
  readonly accounts: SingleAccounts
  readonly sessions: Sessions
  readonly spentProofs: Pick<SpentProofs, 'isSpent'>
  readonly endedOrigins: EndedOrigins
  readonly signUps: SignUps
  readonly links: OneTimeLinks
  readonly outbox: Outbox
  readonly outboxInspection: OutboxInspection
  readonly throttles: Throttles
  readonly djangoAccounts: DjangoAccounts
  readonly providerTokens: Omit<ProviderTokenStore, 'keep'>
  readonly clients: ClientRegistry
  readonly imports: Imports
  readonly signingKeys: SigningKeys
  readonly storedHashes: StoredHashes
  readonly securityEvents: SecurityEvents
  readonly eventStreams: EventStreams
  readonly logoutStreams: LogoutStreams
  readonly deadLetters: DeadLetters
  readonly userDirectory: UserDirectory
  readonly sessionDirectory: SessionDirectory
  readonly keptAnswers: Pick<KeptAnswers, 'begin' | 'giveUp'>
  /** The history, for who can read its key. */
  openAuditHistory(chain: AuditChain): AuditHistory
  readonly storedProviders: Pick<StoredProviders, 'list' | 'find' | 'revision'>
  readonly webhooks: Pick<Webhooks, 'list' | 'find'>
  readonly webhookTurns: WebhookTurns
  readonly webhookDeliveries: Pick<WebhookDeliveries, 'list'>
  /** @returns the names of the migrations this call applied */
  migrate(now: Millis): Promise<readonly string[]>
  /** What a start would find. Changes nothing. */
  inspectSchema(): Promise<SchemaState>
  /** Writes the batched uses of sessions. */
  writeTouches(): Promise<void>
  /** Deletes a batch of what nobody can use any more. @returns how many rows went */
  sweep(now: Millis): Promise<number>
  /** Finishes what was begun, writes what was gathered, lets go of the database. */
  close(): Promise<void>
}

const REMEMBERED_SESSIONS = 50_000
const REMEMBERED_USERS = 50_000

/** The stores over a database that is open. */
export const storageOn = (database: Database): Storage => {
  const epoch = () => database.epoch()
  const recentSessions = new Recent<SessionId, Session>(epoch, REMEMBERED_SESSIONS)
  const recentUsers = new Recent<UserId, User>(epoch, REMEMBERED_USERS)
  const recentAccounts = new Recent<UserId, DjangoAccount>(epoch, REMEMBERED_USERS)
  const touches = new SessionTouches(database)
  const memory: Memory = {
    forgetUser: (id) => recentUsers.forget(id),
    forgetDjangoAccount: (id) => recentAccounts.forget(id),
    forgetSession: (id) => recentSessions.forget(id),
  }

  return {
    accounts: accountsOn(database, recentUsers),
    sessions: sessionsOn(database, recentSessions, memory, touches),
    spentProofs: spentProofsOn(database),
    endedOrigins: endedOriginsOn(database),
    signUps: signUpsOn(database),
    links: oneTimeLinksOn(database),
    outbox: outboxOn(database),
    outboxInspection: outboxInspectionOn(database),
    throttles: throttlesOn(database),
    djangoAccounts: djangoAccountsOn(database, rememberedAccounts(database, recentAccounts)),
    providerTokens: providerTokensOn(database),
    clients: clientsOn(database),
    imports: importsOn(database),
    signingKeys: signingKeysOn(database),
    storedHashes: storedHashesOn(database),
    securityEvents: securityEventsOn(database),
    eventStreams: eventStreamsOn(database),
    logoutStreams: logoutStreamsOn(database),
    deadLetters: deadLettersOn(database),
    userDirectory: userDirectoryOn(database),
    sessionDirectory: sessionDirectoryOn(database),
    keptAnswers: keptAnswersOn(database),
    openAuditHistory: (chain) => auditHistoryOn(database, chain),
    storedProviders: storedProvidersOn(database),
    webhooks: webhooksOn(database),
    webhookTurns: webhookTurnsOn(database),
    webhookDeliveries: webhookDeliveriesOn(database),
    transaction: (work) =>
      database.transaction((connection) =>
        work({
          accounts: accountsIn(connection, memory),
          sessions: sessionsIn(connection, memory),
          spentProofs: spentProofsOn(connection),
          signUps: signUpsOn(connection),
          links: oneTimeLinksOn(connection),
          outbox: outboxOn(connection),
          djangoAccounts: djangoAccountsOn(connection, {
            recall: undefined,
            forget: (id) => connection.afterCommit(() => memory.forgetDjangoAccount(id)),
          }),
          providerTokens: providerTokensIn(connection),
          audit: auditNotesOn(connection),
          clients: clientsOn(connection),
          logoutStreams: logoutStreamsOn(connection),
          signingKeys: signingKeysOn(connection),
          outboxInspection: outboxInspectionOn(connection),
          deadLetters: deadLettersOn(connection),
          keptAnswers: keptAnswersOn(connection),
          storedProviders: storedProvidersOn(connection),
          webhooks: webhooksOn(connection),
          webhookDeliveries: webhookDeliveriesOn(connection),
        }),
      ),
    migrate: (now) => migrate(database, now),
    inspectSchema: () => inspectSchema(database),
    writeTouches: () => touches.write(),
    sweep: (now) => sweep(database, now),
    close: async () => {
      try {
        await touches.write()
      } finally {
        await database.close()
      }
    },
  }
}
