import type { Settings } from './configuration/settings.js'
import { deliverMail } from './flows/deliver-mail.js'
import { pushEvents } from './flows/streams/push-events.js'
import { sendWebhooks } from './flows/webhooks/send-webhooks.js'
import { SECOND } from './model/time.js'
import { openEventPusher } from './outbound/event-pusher.js'
import type { KeyRing } from './outbound/key-ring.js'
import { startMailRounds } from './outbound/mail-rounds.js'
import { startPushTurns } from './outbound/push-turns.js'
import { smtpMailer } from './outbound/smtp-mailer.js'
import { openWebhookSender } from './outbound/webhook-sender.js'
import type { AuditHistory } from './ports/audit-history.js'
import type { Clients } from './ports/clients.js'
import type { Clock } from './ports/clock.js'
import type { EventTail } from './ports/event-tail.js'
import type { Log } from './ports/log.js'
import type { MailRound } from './ports/mail-round.js'
import type { Secrets } from './ports/secrets.js'
import type { WebhookRound, WebhookSender } from './ports/webhook-sender.js'
import type { Providers } from './sign-in/social/provider.js'
import type { Storage } from './storage/sql/open-storage.js'

export interface RoundsDeps {
  readonly settings: Settings
  readonly storage: Storage
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
  readonly keys: KeyRing
  readonly clients: Clients
  readonly providers: Providers
  readonly tail: EventTail
  /** What webhooks tell of. */
  readonly auditHistory: AuditHistory
}

/** Work that goes on beside the requests: what waits in the database goes out. */
export interface Rounds {
  readonly mailRound: MailRound
  readonly webhookRound: WebhookRound
  readonly webhookSender: WebhookSender
  /** Finishes what is under way. */
  stop(): Promise<void>
}

export const openRounds = (deps: RoundsDeps): Rounds => {
  const mail = openMail(deps)
  const pushes = openPushes(deps)
  const webhooks = openWebhooks(deps)
  return {
    mailRound: mail.mailRound,
    webhookRound: webhooks.webhookRound,
    webhookSender: webhooks.webhookSender,
    stop: async () => {
      await Promise.all([mail.stop(), pushes.stop(), webhooks.stop()])
    },
  }
}

/** The outbox at work; where the browser door is shut there is nothing to send. */
const openMail = ({
  settings: { browserDoor },
  providers,
  storage,
  secrets,
  clock,
  log,
}: RoundsDeps): Pick<Rounds, 'mailRound' | 'stop'> => {
  if (browserDoor === undefined) return { mailRound: { soon: () => {} }, stop: async () => {} }
  const { mail, pages, service } = browserDoor
  const mailer = smtpMailer({ url: mail.smtpUrl, from: mail.from, log })
  const deps = { ...storage, secrets, clock, log, mailer, providers, pages, service, mailDomain: mail.domain }
  const rounds = startMailRounds(() => deliverMail(deps), log)
  return {
    mailRound: rounds,
    stop: async () => {
      await rounds.stop()
      await mailer.close()
    },
  }
}

/** Streams of security events that are pushed. */
const openPushes = ({ settings, storage, secrets, clock, log, keys, clients, tail }: RoundsDeps) => {
  const pusher = openEventPusher(settings.eventPushes)
  const deps = { ...settings, ...storage, secrets, clock, log, clients, pusher, jwtSigner: keys }
  const turns = startPushTurns((most) => pushEvents(deps, most), log)
  const unsubscribe = tail.subscribe(() => turns.soon())
  return {
    stop: async () => {
      unsubscribe()
      await turns.stop()
      pusher.close()
    },
  }
}

/** How late an event is sent at most, to a receiver that takes what it is sent. */
const EVERY_WEBHOOK_ROUND = 1 * SECOND

/** Webhooks, which go where pushes may go. */
const openWebhooks = (given: RoundsDeps): Pick<Rounds, 'webhookRound' | 'webhookSender' | 'stop'> => {
  const { settings, storage, secrets, clock, log, auditHistory } = given
  const webhookSender = openWebhookSender(settings.eventPushes)
  const deps = { ...storage, auditHistory, webhookSender, secrets, clock, log }
  const rules = { called: 'webhooks', every: EVERY_WEBHOOK_ROUND }
  const turns = startPushTurns((most) => sendWebhooks(deps, most), log, rules)
  return {
    webhookRound: turns,
    webhookSender,
    stop: async () => {
      await turns.stop()
      webhookSender.close()
    },
  }
}
