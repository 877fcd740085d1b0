import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { AUDIENCE, createSigner, NOW } from '../../test/signer.js'
import { CLIENT, Transmitter } from '../../test/transmitter.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { latchkey } from '../issuers/latchkey.js'
import { endWithSession, protect } from './node.js'
import { closeWithSession, protectUpgrade } from './ws.js'

let issuer: Transmitter
let guard: Guard
let server: ReturnType<typeof createServer>
let port: number
/** What the API believes the time to be when it looks how long a token holds. */
let apiTime: number

beforeEach(async () => {
  apiTime = NOW
  const clock = () => NOW
  issuer = await new Transmitter({ signer: await createSigner(), clock }).start()
  guard = createGuard({
    issuers: [latchkey({ issuer: issuer.origin, audience: AUDIENCE, revocation: CLIENT })],
    development: true,
    clock,
  })
  const sockets = new WebSocketServer({ noServer: true })
  server = createServer(
    protect(guard, {}, ({ principal }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: hello\n\n')
      endWithSession(response, guard, principal, () => apiTime)
    }),
  ).on(
    'upgrade',
    protectUpgrade(guard, {}, (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        closeWithSession(webSocket, guard, request.principal, () => apiTime)
        webSocket.send('hello')
      })
    }),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await guard.close()
  await issuer.stop()
})

const headersOf = async (session = issuer.openSession()) => ({
  session,
  headers: { authorization: `Bearer ${await issuer.token(session)}` },
})

/** Once the guard listens. */
const listening = (): Promise<void> => vi.waitFor(() => expect(issuer.streams.size).toBe(1), 20_000)

const openSocket = async (headers: Record<string, string>) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers })
  await new Promise((resolve, reject) => {
    socket.once('message', resolve)
    socket.once('error', reject)
  })
  const closed = new Promise<string>((resolve) =>
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`)),
  )
  return { socket, closed }
}

const openEvents = async (headers: Record<string, string>) => {
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    get(`http://127.0.0.1:${port}/`, { headers }, resolve).on('error', reject),
  )
  await new Promise((resolve) => response.once('data', resolve))
  const ended = new Promise<string>((resolve) => {
    response.once('end', () => resolve('ended'))
    response.once('error', () => resolve('broken'))
  })
  return { response, ended }
}

it('a WebSocket is closed when its session ends, and those of others stay open', async () => {
  const { session, headers } = await headersOf()
  const { closed } = await openSocket(headers)
  const other = await openSocket((await headersOf()).headers)
  await listening()
  await issuer.end(session)
  expect(await closed).toBe('3000 token_session_ended')
  expect(other.socket.readyState).toBe(WebSocket.OPEN)
  other.socket.terminate()
})

it('a response that stays open ends when its session does, and those of others stay open', async () => {
  const { session, headers } = await headersOf()
  const { ended } = await openEvents(headers)
  const other = await openEvents((await headersOf()).headers)
  await listening()
  await issuer.end(session)
  expect(await ended).toBe('ended')
  expect(other.response.readableEnded).toBe(false)
  other.response.destroy()
})

it('both end when the token does', async () => {
  const { headers } = await headersOf()
  apiTime = NOW + 3_600_000 - 300
  const { closed } = await openSocket(headers)
  const { ended } = await openEvents(headers)
  apiTime += 300
  expect(await closed).toBe('3000 token_expired')
  expect(await ended).toBe('ended')
})

it('a connection that was closed is watched no longer', async () => {
  const stopped = vi.fn()
  const watching = vi.spyOn(guard, 'whenEnded').mockReturnValue(stopped)
  const { headers } = await headersOf()
  const { socket } = await openSocket(headers)
  const { response } = await openEvents(headers)
  expect(watching).toHaveBeenCalledTimes(2)
  socket.terminate()
  response.destroy()
  await vi.waitFor(() => expect(stopped).toHaveBeenCalledTimes(2), 20_000)
})
