import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { explainListenError, type Place } from '../listen.js'

/** Who takes the bytes that arrive. */
export type TakeMail = (raw: Uint8Array, to: readonly string[]) => Promise<void>

/** What the mail server answers instead of taking a message. */
export interface SmtpFailure {
  /** 400 to 599: 4xx means later, 5xx never (RFC 5321 §4.2.1). */
  readonly code: number
  /** Before the message is sent, or after. */
  readonly at: 'recipient' | 'message'
  readonly text: string
}

/** The place where messages are handed over. */
export interface SmtpDoor {
  /** The same as long as it exists. */
  readonly port: number
  failWith(failure: SmtpFailure | undefined): void
  /** Hangs up on everybody and stops listening. */
  down(): Promise<void>
  /** Listens again on the port it had. */
  up(): Promise<void>
}

const MAX_CONNECTIONS = 50

/** @throws Error that says what to do when the place cannot be had */
export const openSmtpDoor = async (place: Place, maxBytes: number, take: TakeMail): Promise<SmtpDoor> => {
  let failure: SmtpFailure | undefined
  const refuseIfTold = (at: SmtpFailure['at']): Error | undefined =>
    failure?.at === at ? smtpError(failure.code, failure.text) : undefined

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const raw = await readBounded(stream, maxBytes)
    if (raw === undefined) throw smtpError(552, 'Too large for this mailbox.')
    const refusal = refuseIfTold('message')
    if (refusal !== undefined) throw refusal
    await take(
      raw,
      session.envelope.rcptTo.map(({ address }) => address),
    ).catch(() => {
      throw smtpError(554, 'This is no message.')
    })
  }

  const listen = (port: number): Promise<Listening> => {
    const server = new SMTPServer({
      name: 'localhost',
      banner: 'Development mailbox: nothing leaves this machine',
      logger: false,
      size: maxBytes,
      maxClients: MAX_CONNECTIONS,
      disableReverseLookup: true,
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: ({ username }, _, done) => done(null, { user: username ?? 'anybody' }),
      onRcptTo: (_, __, done) => done(refuseIfTold('recipient')),
      onData: (stream, session, done) => void receive(stream, session).then(() => done(), done),
    })
    return startListening(server, { host: place.host, port })
  }

  let listening: Listening | undefined = await listen(place.port)
  const { port } = listening
  return {
    port,
    failWith: (next) => {
      failure = next
    },
    down: async () => {
      const closing = listening
      listening = undefined
      await closing?.close()
    },
    up: async () => {
      listening ??= await listen(port)
    },
  }
}

interface Listening {
  readonly port: number
  close(): Promise<void>
}

const startListening = (server: SMTPServer, place: Place): Promise<Listening> => {
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(resolve)
      for (const socket of sockets) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(explainListenError(error, place, 'The development mailbox'))
    server.once('error', refuse)
    server.listen(place.port, place.host, () => {
      server.off('error', refuse)
      server.on('error', () => {}) // somebody hung up in the middle of a sentence: that is theirs to explain
      resolve({ port: (server.server.address() as AddressInfo).port, close })
    })
  })
}

/** Everything that is sent is read, or the one who sends would never hear the answer; no more than `maxBytes` is kept. */
const readBounded = async (
  stream: SMTPServerDataStream,
  maxBytes: number,
): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size <= maxBytes) chunks.push(chunk)
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks)
}

const smtpError = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode })
