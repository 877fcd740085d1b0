import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A key endpoint on loopback that can be told to misbehave. */
export interface KeyServer {
  readonly origin: string
  readonly url: string
  /** How many requests have arrived. */
  readonly requests: number
  /** What the next requests are answered with. */
  answer: RequestListener
  close(): Promise<void>
}

/** Answers with JSON, as an issuer does. */
export const json =
  (body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

export const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(code, headers).end()
  }

export async function startKeyServer(first: RequestListener): Promise<KeyServer> {
  let requests = 0
  let answer = first
  const server = createServer((request, response) => {
    requests += 1
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    url: `${origin}/.well-known/jwks.json`,
    get requests() {
      return requests
    },
    get answer() {
      return answer
    },
    set answer(next) {
      answer = next
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
