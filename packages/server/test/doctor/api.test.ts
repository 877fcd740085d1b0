import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuard } from '@latchkey/guard'
import { protect } from '@latchkey/guard/node'
import { afterEach, expect, test } from 'vitest'
import { checkApi } from '../../src/doctor/check-api.js'

const APP = 'https://app.example.com'
const ISSUER = 'https://auth.example.com'
const running: ReturnType<typeof createServer>[] = []

afterEach(() => {
  for (const server of running.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
type Middleware = (next: Handler) => Handler

/** An API with the real guard, a preflight and metadata, and what is done wrong around it. */
const look = async (around: Middleware = (next) => next, development = false) => {
  const guard = createGuard({ issuer: ISSUER, audience: 'api', development })
  const guarded = protect(guard, {}, (_, response) => response.end('[]'))
  const good: Handler = (request, response) => {
    if (request.method === 'OPTIONS') {
      const headers = {
        'access-control-allow-origin': APP,
        'access-control-allow-headers': 'Authorization, Content-Type',
      }
      return response.writeHead(204, headers).end()
    }
    if (request.url === '/.well-known/oauth-protected-resource/todos')
      return response.end(JSON.stringify({ resource: 'api', authorization_servers: [ISSUER] }))
    if (request.url !== '/todos') return response.writeHead(404).end()
    return guarded(request, response)
  }
  const server = createServer(around(good))
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const url = new URL(`http://localhost:${(server.address() as AddressInfo).port}/todos`)
  const findings = await checkApi({ url, apps: [APP], issuer: ISSUER })
  return findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ severity, seen }) => `${severity}: ${seen}`)
}

test('a guarded API with nothing wrong is told so', async () => {
  expect(await look()).toEqual([])
})

test.each<[string, Middleware, readonly RegExp[]]>([
  [
    'lets everybody in',
    () => (_, response) => response.end('[]'),
    [
      /^error: .*answers 200 to who brings no token/,
      /^error: it takes a token that is none/,
      /^warning: pages of .* allowing nobody/,
      /^warning: it publishes no/,
    ],
  ],
  [
    'has no such route',
    (next) => (request, response) => {
      if (request.url === '/todos' && request.method === 'GET') response.writeHead(404).end()
      else next(request, response)
    },
    [/^warning: .*answers 404 .*expected 401/],
  ],
  [
    'does not say how to bring a token',
    (next) => (request, response) => {
      const writeHead = response.writeHead.bind(response)
      response.writeHead = ((status: number, headers: Record<string, string> = {}) => {
        const { 'WWW-Authenticate': _, ...rest } = headers
        return writeHead(status, rest)
      }) as typeof response.writeHead
      next(request, response)
    },
    [/^warning: its 401 has no WWW-Authenticate/],
  ],
  [
    'gets no Authorization',
    (next) => (request, response) => {
      delete request.headers.authorization
      request.rawHeaders = request.rawHeaders.filter((_, index, all) => {
        const name = all[index - (index % 2)]?.toLowerCase()
        return name !== 'authorization'
      })
      next(request, response)
    },
    [/^error: the Authorization header does not arrive/],
  ],
  [
    'guards the preflight too',
    (next) => (request, response) => {
      if (request.method === 'OPTIONS') response.writeHead(401).end()
      else next(request, response)
    },
    [/^warning: pages of .* a preflight is answered 401/],
  ],
  [
    'allows every header by a star',
    (next) => (request, response) => {
      if (request.method === 'OPTIONS')
        response
          .writeHead(204, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
          .end()
      else next(request, response)
    },
    [/^warning: .*not with the Authorization header/],
  ],
  [
    'names another issuer',
    (next) => (request, response) => {
      if (request.url?.startsWith('/.well-known/'))
        response.end(JSON.stringify({ authorization_servers: [`${ISSUER}/`] }))
      else next(request, response)
    },
    [/^warning: .*does not name https:\/\/auth\.example\.com$/],
  ],
])('an API that %s is found out', async (_, around, expected) => {
  expect(await look(around)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)))
})

test('an API that tells strangers more than the code is found out', async () => {
  expect(await look(undefined, true)).toEqual([expect.stringMatching(/^warning: it tells strangers/)])
})
