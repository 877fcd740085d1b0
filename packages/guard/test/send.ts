import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer } from './adapter-rules.js'

/** Sends requests to what takes Web-standard ones, repeated headers joined as `Headers` does. */
export const overFetch = async (fetch: (request: Request) => Response | Promise<Response>) => ({
  send: async (path: string, headers: Record<string, string | string[]> = {}): Promise<Answer> => {
    const request = new Request(`http://localhost${path}`)
    for (const [name, values] of Object.entries(headers)) {
      for (const value of [values].flat()) request.headers.append(name, value)
    }
    const response = await fetch(request)
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    }
  },
  close: async () => {},
})

/** Listens on a free port of loopback and sends requests there, repeated headers included. */
export async function overHttp(server: Server) {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    send: (path: string, headers: Record<string, string | string[]> = {}, method = 'GET') =>
      new Promise<Answer>((resolve, reject) => {
        const lines = Object.entries(headers).flatMap(([name, values]) =>
          [values].flat().flatMap((value) => [name, value]),
        )
        // A flat list of lines is the only form in which Node sends a header twice as it is.
        const raw = ['host', `127.0.0.1:${port}`, ...lines]
        const call = request(
          { port, host: '127.0.0.1', path, method, headers: raw as never, agent: false },
          (response) => {
            let body = ''
            response.setEncoding('utf8')
            response.on('data', (chunk: string) => {
              body += chunk
            })
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
            )
          },
        )
        call.on('error', reject)
        call.end()
      }),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
