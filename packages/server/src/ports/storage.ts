import type { Accounts } from './accounts.js'
import type { AuditHistory } from './audit-history.js'
import type { ClientRegistry } from './clients.js'
import type { DjangoAccounts } from './django-accounts.js'
import type { DeadLetters, LogoutStreams } from './event-streams.js'
import type { KeptAnswers } from './kept-answers.js'
import type { OneTimeLinks } from './one-time-links.js'
import type { Outbox, OutboxInspection } from './outbox.js'
import type { ProviderTokenStore } from './provider-tokens.js'
import type { Sessions } from './sessions.js'
import type { SignUps } from './sign-ups.js'
import type { SigningKeys } from './signing-keys.js'
import type { SpentProofs } from './spent-proofs.js'
import type { StoredProviders } from './stored-providers.js'
import type { WebhookDeliveries, Webhooks } from './webhooks.js'

/** Which database to open. */
export type DatabaseSettings =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }

/** The stores that take part in a transaction. */
export interface TransactionalStores {
  readonly accounts: Accounts
  readonly sessions: Pick<
    Sessions,
    | 'open'
    | 'find'
    | 'findOpaque'
    | 'end'
    | 'endAllOf'
    | 'endAllOfOrigin'
    | 'endAllOfClient'
    | 'endSignInsOf'
    | 'endKeysOf'
    | 'listKeysOf'
  >
  readonly djangoAccounts: DjangoAccounts
  readonly spentProofs: SpentProofs
  readonly signUps: SignUps
  readonly links: OneTimeLinks
  readonly outbox: Pick<Outbox, 'add' | 'keepFor' | 'dropOf'>
  readonly providerTokens: Pick<ProviderTokenStore, 'find' | 'keep'>
  readonly audit: Pick<AuditHistory, 'note'>
  readonly clients: Pick<ClientRegistry, 'hold' | 'add' | 'replace' | 'remove'>
  readonly logoutStreams: Pick<LogoutStreams, 'keep' | 'end'>
  readonly signingKeys: Pick<SigningKeys, 'list' | 'add'>
  readonly outboxInspection: Pick<OutboxInspection, 'retry'>
  readonly deadLetters: Pick<DeadLetters, 'retry'>
  readonly keptAnswers: Pick<KeptAnswers, 'settle'>
  readonly storedProviders: Pick<StoredProviders, 'list' | 'find' | 'holdAll' | 'put' | 'remove'>
  readonly webhooks: Pick<Webhooks, 'add' | 'hold' | 'replace' | 'remove'>
  readonly webhookDeliveries: Pick<WebhookDeliveries, 'retry'>
}

/** Runs work that must happen wholly or not at all. */
export interface Transactions {
  /**
   * Commits when `work` resolves; rolls everything back when it rejects, and rejects with the same error.
   * `work` must wait for nothing but these stores: no network, no signature, no timer. It runs again, from the beginning,
   * when the database had it give way to another transaction.
   */
  transaction<Result>(work: (stores: TransactionalStores) => Promise<Result>): Promise<Result>
}
