import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A frontend as it was built after an article, on a free port of this machine. `await using` closes it. */
export interface OldFrontend extends AsyncDisposable {
  /** `http://localhost:<port>` */
  readonly origin: string
}

/** Answers one request. What it throws is a 500, as in the frameworks these frontends stand on. */
export type AnswerNode = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** Serves a frontend on a free port of `localhost`. */
export const serveOldFrontend = async (answer: AnswerNode): Promise<OldFrontend> => {
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response)
    } catch (error) {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
