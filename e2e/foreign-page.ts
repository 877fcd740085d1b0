import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An empty page that is none of ours. `await using` closes its server. */
export interface ForeignPage extends AsyncDisposable {
  readonly url: string
}

/**
 * @param host what browsers compare: `127.0.0.1` is another site than `localhost`, and another port of `localhost` is another
 *   origin of the same site
 */
export async function serveForeignPage(host: '127.0.0.1' | 'localhost'): Promise<ForeignPage> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Foreign</title><h1>Foreign</h1>')
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
