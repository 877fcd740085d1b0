import { getRequestListener } from '@hono/node-server'
import { closeServer } from '../close-server.js'
import { listen } from '../listen.js'
import { refuseProduction } from '../refuse-production.js'
import { SECOND } from '../time.js'
import { type MailboxOptions, readMailboxOptions } from './mailbox-options.js'
import { createMailboxRouter } from './mailbox-router.js'
import { createMessageBox, type MessageWanted } from './message-box.js'
import { readMessage } from './read-message.js'
import type { ReceivedMessage } from './received-message.js'
import { openSmtpDoor, type SmtpFailure } from './smtp-door.js'

/** A running mailbox. `await using` closes it. */
export interface Mailbox extends AsyncDisposable {
  /** For whoever sends: `smtp://localhost:<port>`. */
  readonly smtpUrl: string
  /** The web page: `http://localhost:<port>`. `/messages.json` below it has what `messages` has. */
  readonly url: string
  /** Oldest first. The last 500 are kept. */
  readonly messages: readonly ReceivedMessage[]
  /** The newest message to an address, in whatever case. */
  latestTo(address: string): ReceivedMessage | undefined
  /**
   * The newest message that is meant, as soon as there is one: that may be at once. `clear()` first, or look closer, when an
   * earlier one would match too.
   *
   * @param timeoutMs default 20 seconds
   * @throws Error that says what is there, when none came in time
   */
  waitFor(wanted: MessageWanted, options?: { readonly timeoutMs?: number }): Promise<ReceivedMessage>
  /**
   * Answers every message with this code from now on and takes none; undefined takes them again.
   *
   * @param code 400 to 599
   * @param details where in the conversation (default at the recipient), and with which words
   */
  failWith(code: number | undefined, details?: Partial<Omit<SmtpFailure, 'code'>>): void
  /** Hangs up on every sender and stops listening for mail. The page stays. */
  down(): Promise<void>
  /** Listens for mail again, on the same port. */
  up(): Promise<void>
  /** Forgets what arrived. */
  clear(): void
  /** Stops listening and drops open connections. Closing twice is fine. */
  close(): Promise<void>
}

const CAPACITY = 500
const MAX_BYTES = 1024 * 1024
/** A bound, not a measure: whoever sends may have much else to do. */
const PATIENCE = 20 * SECOND

/**
 * Starts a mail server that delivers nothing and shows what it got on a web page of this machine. For development and tests.
 *
 * @throws Error when NODE_ENV is `production`, and when a place to listen cannot be had
 * @throws TypeError that names every option that is wrong
 */
export const startMailbox = async (options: MailboxOptions = {}): Promise<Mailbox> => {
  refuseProduction('mailbox')
  const { host, port, smtpPort } = readMailboxOptions(options)
  const box = createMessageBox(CAPACITY)
  const door = await openSmtpDoor({ host, port: smtpPort }, MAX_BYTES, async (raw, to) => {
    const receivedAt = new Date().toISOString()
    box.add(await readMessage(raw, { id: box.nextId(), to, receivedAt }))
  })
  const { server, url } = await listen({ host, port }, 'The development mailbox').catch(
    async (error: unknown) => {
      await door.down()
      throw error
    },
  )
  server.on('request', getRequestListener(createMailboxRouter(box, url).fetch))

  const close = async () => {
    box.abandon()
    await Promise.all([door.down(), closeServer(server)])
  }
  return {
    smtpUrl: `smtp://${new URL(url).hostname}:${door.port}`,
    url,
    get messages() {
      return box.all()
    },
    latestTo: box.latestTo,
    waitFor: (wanted, { timeoutMs = PATIENCE } = {}) => box.waitFor(wanted, timeoutMs),
    failWith: (code, { at = 'recipient', text = 'The mailbox was told to fail.' } = {}) => {
      if (code !== undefined && !(Number.isInteger(code) && code >= 400 && code <= 599)) {
        throw new TypeError('A mail server refuses with a code from 400 to 599 (RFC 5321 §4.2.1).')
      }
      door.failWith(code === undefined ? undefined : { code, at, text })
    },
    down: door.down,
    up: door.up,
    clear: box.clear,
    close,
    [Symbol.asyncDispose]: close,
  }
}
