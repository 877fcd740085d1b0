import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { describeAdapter, type Known, type StartApp } from '../../test/adapter-rules.js'
import { overUpgrade } from '../../test/send-upgrade.js'
import { AUDIENCE, createSigner, ISSUER, NOW } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import type { Presented } from '../request/presented.js'
import { closeAtExpiry, protectUpgrade } from './ws.js'

let logged: unknown[][]
beforeEach(() => {
  logged = []
  vi.spyOn(console, 'error').mockImplementation((...line) => void logged.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const upgraded: StartApp = ({ guard, broken, noting, described }) => {
  const sockets = new WebSocketServer({ noServer: true })
  const say = (message: unknown, request: IncomingMessage, socket: Duplex, head: Buffer) =>
    sockets.handleUpgrade(request, socket, head, (webSocket) => webSocket.send(JSON.stringify(message)))
  const routes = {
    '/todos': protectUpgrade(
      guard,
      { scopes: ['todos:read'], permissions: ['todos.list'] },
      (request, socket, head) => {
        expectTypeOf(request.principal).toEqualTypeOf<Known>()
        say({ user: request.principal.user.id }, request, socket, head)
      },
    ),
    '/hello': protectUpgrade(guard, { mode: 'optional' }, (request, socket, head) => {
      expectTypeOf(request.principal).toEqualTypeOf<Known | undefined>()
      say({ user: request.principal?.user.id ?? null }, request, socket, head)
    }),
    '/broken': protectUpgrade(broken, {}, (request, socket, head) => say('in', request, socket, head)),
    '/mounted/noting': protectUpgrade(noting, {}, (request, socket, head) => {
      sockets.once('headers', (lines) => {
        for (const [name, value] of Object.entries(request.answerHeaders)) lines.push(`${name}: ${value}`)
      })
      say('noted', request, socket, head)
    }),
    '/nested': protectUpgrade(
      described,
      {},
      protectUpgrade(described, { scopes: ['todos:read'] }, (request, socket, head) =>
        say({ user: request.principal.user.id }, request, socket, head),
      ),
    ),
    '/handler-bug': protectUpgrade(guard, {}, () => {
      throw new RangeError('a bug in a handler')
    }),
  }
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    void routes[path as keyof typeof routes](request, socket, head)
  })
  return overUpgrade(server)
}
describeAdapter('WebSocket', upgraded, { saysMetadata: false })

/** A server of WebSockets that speak `todos.v1`, and tell who is calling. */
async function start(options: { until?: number; onPresented?: (presented: Presented) => void } = {}) {
  const signer = await createSigner()
  const keys = createLocalKeys({ keys: [signer.jwk] })
  const real = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys, clock: () => NOW })
  const guard: Guard = {
    ...real,
    admit: (presented, requirement) => {
      options.onPresented?.(presented)
      return real.admit(presented, requirement)
    },
  }
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer()
  server.on(
    'upgrade',
    protectUpgrade(guard, {}, (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const expiresAt = options.until
        if (expiresAt !== undefined) closeAtExpiry(webSocket, { expiresAt })
        webSocket.send(JSON.stringify({ user: request.principal.userId, ...request.headers }))
      })
    }),
  )
  const { port, close } = await overUpgrade(server)
  const url = `ws://127.0.0.1:${port}/`
  return { url, port, token: await signer.token(), close }
}

/** How a page asks, and what it gets: a message, or the status of a refusal. */
const ask = (socket: WebSocket) =>
  new Promise<{ protocol: string; message: string } | number>((resolve, reject) => {
    socket.on('message', (data) => {
      socket.terminate()
      resolve({ protocol: socket.protocol, message: String(data) })
    })
    socket.on('unexpected-response', (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', reject)
  })

describe('a page, which cannot set headers,', () => {
  it('names its token among the protocols, and never gets it back', async () => {
    const { url, token, close } = await start()
    for (const protocols of [
      ['todos.v1', `latchkey.bearer.${token}`],
      [`latchkey.bearer.${token}`, 'todos.v1'],
    ]) {
      const answer = await ask(new WebSocket(url, protocols))
      expect(answer).toMatchObject({ protocol: 'todos.v1' })
      expect(answer).toMatchObject({ message: expect.stringContaining('usr_018f') })
      expect(JSON.stringify(answer)).not.toContain(token)
    }
    await close()
  })

  it('that speaks no protocol beside it is answered with none: the token is not one', async () => {
    const { url, token, close } = await start()
    await expect(ask(new WebSocket(url, [`latchkey.bearer.${token}`]))).rejects.toThrow(/no subprotocol/)
    await close()
  })

  it('presents exactly one credential', async () => {
    const { url, token, close } = await start()
    const protocol = `latchkey.bearer.${token}`
    const twice = new WebSocket(url, ['todos.v1', protocol], {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await ask(twice)).toBe(400)
    expect(await ask(new WebSocket(url, ['todos.v1', protocol, 'latchkey.bearer.x']))).toBe(400)
    await close()
  })

  it('is refused with a bad one, with an empty one, and with one in the query', async () => {
    const { url, token, close } = await start()
    expect(await ask(new WebSocket(url, ['todos.v1', `latchkey.bearer.${token}x`]))).toBe(401)
    expect(await ask(new WebSocket(url, ['todos.v1', 'latchkey.bearer.']))).toBe(401)
    expect(await ask(new WebSocket(`${url}?access_token=${token}`))).toBe(401)
    expect(await ask(new WebSocket(url, ['todos.v1']))).toBe(401)
    await close()
  })
})

it('the guard is told that another protocol is asked for, so that a cookie is held to its origin', async () => {
  const seen: unknown[] = []
  const { url, token, close } = await start({
    onPresented: ({ request }) => seen.push(request?.upgrade, request?.values('origin')),
  })
  await ask(new WebSocket(url, ['todos.v1', `latchkey.bearer.${token}`], { origin: 'https://evil.example' }))
  expect(seen).toEqual([true, ['https://evil.example']])
  await close()
})

it('a caller who hangs up while being looked at ends nothing but the call', async () => {
  let release: () => void = () => {}
  const looked = new Promise<void>((resolve) => {
    release = resolve
  })
  const upgraded = vi.fn()
  const server = createServer()
  const listener = protectUpgrade(
    createGuard({ issuer: ISSUER, audience: AUDIENCE }),
    { mode: 'optional' },
    upgraded,
  )
  const outcomes: Promise<void>[] = []
  server.on('upgrade', (request, socket, head) => {
    outcomes.push(listener(request, socket, head))
    socket.destroy(new Error('read ECONNRESET'))
    release()
  })
  const { port, close } = await overUpgrade(server)
  const caller = connect(port, '127.0.0.1')
  caller.on('error', () => {})
  caller.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n')
  await looked
  await Promise.all(outcomes)
  expect(upgraded).not.toHaveBeenCalled()
  expect(logged).toEqual([])
  await close()
})

it('a bug after the handshake closes the socket, and no HTTP is written into it', async () => {
  const server = createServer()
  server.on(
    'upgrade',
    protectUpgrade(
      createGuard({ issuer: ISSUER, audience: AUDIENCE }),
      { mode: 'optional' },
      async (_, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n')
        throw new RangeError('a bug in a handler')
      },
    ),
  )
  const { port, close } = await overUpgrade(server)
  const caller = connect(port, '127.0.0.1')
  let received = ''
  caller.on('data', (chunk) => {
    received += chunk
  })
  caller.on('error', () => {})
  caller.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n')
  await once(caller, 'close')
  expect(received).not.toContain('500')
  expect(logged).toEqual([[expect.stringMatching(/internal_error/), expect.any(RangeError)]])
  await close()
})

describe('a socket', () => {
  it('is closed when the token ends it was opened with', async () => {
    const { url, token, close } = await start({ until: Date.now() + 20 })
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
    const [code, reason] = await once(socket, 'close')
    expect([code, String(reason)]).toEqual([3000, 'token_expired'])
    await close()
  })

  it('stays open until then, however far off that is, and leaves no timer behind', () => {
    vi.useFakeTimers({ now: NOW })
    const closings: unknown[] = []
    let closed: () => void = () => {}
    const socket = {
      close: (...how: unknown[]) => closings.push(how),
      once: (_: 'close', listener: () => void) => {
        closed = listener
      },
    }
    const DAY = 24 * 60 * 60 * 1000
    closeAtExpiry(socket, { expiresAt: NOW + 60 * DAY })
    vi.advanceTimersByTime(60 * DAY - 1)
    expect(closings).toEqual([])
    vi.advanceTimersByTime(1)
    expect(closings).toEqual([[3000, 'token_expired']])
    closeAtExpiry(socket, { expiresAt: NOW + 90 * DAY })
    closed()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})
