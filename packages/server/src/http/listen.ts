import type { IncomingMessage, Server } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { SECOND } from '../model/time.js'
import type { RequestSource } from './client-network.js'

/** Where to listen. */
export interface ListenOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Default: `localhost`. */
  readonly host?: string
  /**
   * Whether this process serves Latchkey and nothing else: then lighter classes take the place of the global `Request` and `Response`,
   * which others in it, such as Next.js, may have extended. Default: false.
   */
  readonly ownsProcess?: boolean
}

/** A server that is listening. */
export interface Listening {
  readonly port: number
  /** Stops listening, lets the requests under way finish for a moment, then closes what is left. */
  close(): Promise<void>
}

const HEADERS_LIMIT = 10 * SECOND
const REQUEST_LIMIT = 30 * SECOND
const CLOSE_GRACE = 3 * SECOND
const IDLE_SWEEP = 50

/**
 * Serves a Web-standard handler over HTTP.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export const listen = async (
  fetch: (request: Request, source: RequestSource) => Promise<Response>,
  { port, host = 'localhost', ownsProcess = false }: ListenOptions,
): Promise<Listening> => {
  const server = createAdaptorServer({
    fetch: (request, env) => fetch(request, sourceOf(env)),
    overrideGlobalObjects: ownsProcess,
  }) as Server
  server.headersTimeout = HEADERS_LIMIT
  server.requestTimeout = REQUEST_LIMIT
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) }
}

/** What Node knows about a request beside the request itself. */
export const sourceOf = (env: {
  readonly incoming?: IncomingMessage | Http2ServerRequest
}): RequestSource => ({
  remoteAddress: env.incoming?.socket.remoteAddress,
})

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE)
    // What is answered from now on leaves a connection that waits for a request nobody will take.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP)
    server.close(() => {
      clearTimeout(impatience)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
