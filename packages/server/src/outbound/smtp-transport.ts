import { createTransport } from 'nodemailer'
import { SECOND } from '../model/time.js'
import type { Log } from '../ports/log.js'
import { connectToLocalhost } from './connect-to-localhost.js'
import type { SmtpServer } from './read-smtp-url.js'

const PATIENCE = 10 * SECOND
const IDLE_LIMIT = 60 * SECOND
const MAX_CONNECTIONS = 4

export type SmtpTransport = ReturnType<typeof smtpTransport>

/** Connections to one mail server, a few at a time, kept for the next message. */
export const smtpTransport = (server: SmtpServer, log: Log) => {
  const transport = createTransport({
    ...server,
    ...(server.host === 'localhost' && { getSocket: connectToLocalhost }),
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxRequeues: 1, // for a connection that had gone stale; the rest is up to the outbox. Twice is seen by the Message-ID
    idleTimeout: IDLE_LIMIT,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    dnsTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // Whoever waits for an answer gets the same failure. Without a listener it would end the process.
  transport.on('error', (error) => log.debug('mail connection failed', { detail: error.message }))
  return transport
}
