import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** What is sent over a connection that asked for another protocol and does not get it. */
interface SocketAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** To be sent as JSON. */
  readonly body: unknown
}

/** Answers with HTTP on the bare socket, and closes it (RFC 9112 §9.6). */
export function answerSocket(socket: Duplex, { status, headers, body }: SocketAnswer): void {
  const text = JSON.stringify(body)
  const lines = Object.entries({
    ...headers,
    Connection: 'close',
    'Content-Length': String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`)
}
