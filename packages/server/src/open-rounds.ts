import type { Settings } from './configuration/settings.js'
import { deliverMail } from './flows/deliver-mail.js'
import { pushEvents } from './flows/streams/push-events.js'
import { openEventPusher } from './outbound/event-pusher.js'
import type { KeyRing } from './outbound/key-ring.js'
import { startMailRounds } from './outbound/mail-rounds.js'
import { startPushTurns } from './outbound/push-turns.js'
import { smtpMailer } from './outbound/smtp-mailer.js'
import type { Clients } from './ports/clients.js'
import type { Clock } from './ports/clock.js'
import type { EventTail } from './ports/event-tail.js'
import type { Log } from './ports/log.js'
import type { MailRound } from './ports/mail-round.js'
import type { Secrets } from './ports/secrets.js'
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
}

/** Work that goes on beside the requests: what waits in the database goes out. */
export interface Rounds {
  readonly mailRound: MailRound
  /** Finishes what is under way. */
  stop(): Promise<void>
}

export const openRounds = (deps: RoundsDeps): Rounds => {
  const mail = openMail(deps)
  const pushes = openPushes(deps)
  return {
    mailRound: mail.mailRound,
    stop: async () => {
      await Promise.all([mail.stop(), pushes.stop()])
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
}: RoundsDeps): Rounds => {
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
