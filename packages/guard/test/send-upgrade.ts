import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer } from './adapter-rules.js'

const HANDSHAKE = ['connection', 'upgrade', 'upgrade', 'websocket', 'sec-websocket-version', '13']

/**
 * Listens on a free port of loopback and asks for WebSockets there, repeated headers included. The first message of one that opens
 * counts as the answer's body, and what comes instead of one is taken as it is.
 */
export async function overUpgrade(server: Server) {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const send = (path: string, headers: Record<string, string | string[]> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const lines = Object.entries(headers).flatMap(([name, values]) =>
        [values].flat().flatMap((value) => [name, value]),
      )
      const key = ['sec-websocket-key', Buffer.alloc(16).toString('base64')]
      const raw = ['host', `127.0.0.1:${port}`, ...HANDSHAKE, ...key, ...lines]
      const call = request({ port, host: '127.0.0.1', path, headers: raw as never, agent: false })
      call.on('error', reject)
      call.on('upgrade', (response, socket, head) => {
        let received = head
        const read = () => {
          const message = firstMessage(received)
          if (message === undefined) return
          socket.destroy()
          resolve({ status: 200, headers: response.headers, body: message })
        }
        socket.on('data', (chunk) => {
          received = Buffer.concat([received, chunk])
          read()
        })
        read()
      })
      call.on('response', (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      })
      call.end()
    })
  return {
    port,
    send,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** The text of a short frame from a server: never masked, its length in the second byte (RFC 6455 §5.2). */
function firstMessage(received: Buffer): string | undefined {
  const length = received[1]
  return length === undefined || received.length < 2 + length
    ? undefined
    : received.subarray(2, 2 + length).toString()
}
