import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Door } from './door.js'
import { listenOnLoopback } from './listen-on-loopback.js'
import { openDoor } from './open-door.js'

/** A request or an answer that is held back between page and door. */
export interface Held {
  /** It is here. */
  readonly arrived: Promise<void>
  letGo(): void
}

/** The network between pages and a door, and the origin the pages come from. It can be cut, and answers can be late. */
export interface Line {
  readonly url: string
  readonly door: Door
  /** What was asked of the door, oldest first: `GET /session`. */
  readonly calls: string[]
  /** While true nothing gets through. */
  isCut: boolean
  /** Holds back the next request like this one, `GET /session`, before the door sees it. */
  holdRequest(call: string): Held
  /** Holds back the answer to the next request like this one. */
  holdAnswer(call: string): Held
  /** Answers a path by itself, as the app's own API on the same origin would. */
  answer(path: string, listener: (request: IncomingMessage, response: ServerResponse) => void): void
  /** Leaves the path to the door again. */
  stopAnswering(path: string): void
  close(): Promise<void>
}

interface Hold {
  readonly call: string
  readonly what: 'request' | 'answer'
  readonly onArrived: () => void
  readonly released: Promise<void>
}

/** Opens a line to a door of its own. @param otherOrigins pages of these may talk to it too */
export const openLine = async (otherOrigins: readonly string[] = []): Promise<Line> => {
  const calls: string[] = []
  const holds: Hold[] = []
  const own = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()
  const hold = (call: string, what: Hold['what']): Held => {
    const arrived = withResolvers<void>()
    const released = withResolvers<void>()
    holds.push({ call, what, onArrived: arrived.resolve, released: released.promise })
    return { arrived: arrived.promise, letGo: released.resolve }
  }
  const server = createServer()
  const listening = await listenOnLoopback(server)
  const door = await openDoor(listening.url, otherOrigins)
  const line: Line = {
    url: listening.url,
    door,
    calls,
    isCut: false,
    holdRequest: (call) => hold(call, 'request'),
    holdAnswer: (call) => hold(call, 'answer'),
    answer: (path, listener) => own.set(path, listener),
    stopAnswering: (path) => own.delete(path),
    close: async () => {
      await listening.close()
      await door.close()
    },
  }
  server.on('request', async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://line')
    if (line.isCut) return request.socket.destroy()
    const listener = own.get(pathname)
    if (listener !== undefined) return listener(request, response)
    const call = `${request.method} ${pathname}`
    if (request.method !== 'OPTIONS') calls.push(call)
    const held = holds.find((one) => one.call === call)
    if (held !== undefined) holds.splice(holds.indexOf(held), 1)
    if (held?.what === 'request') {
      held.onArrived()
      await held.released
    }
    passOn(door.url, request, response, held?.what === 'answer' ? held : undefined)
  })
  return line
}

const passOn = (
  doorUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  held: Hold | undefined,
) => {
  const onward = forward(`${doorUrl}${request.url}`, { method: request.method, headers: request.headers })
  onward.on('response', async (answer) => {
    held?.onArrived()
    await held?.released
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

/** Node 22 has it as `Promise.withResolvers`. */
const withResolvers = <T>() => {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
