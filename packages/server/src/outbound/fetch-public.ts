import { Agent, request as ask } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { lookupPublic, NOT_PUBLIC } from './lookup-public.js'
import { isPrivateAddress } from './private-address.js'

/** Answers that have no body (Fetch §2.2.3). */
const EMPTY: readonly number[] = [204, 205, 304]

/** Where names lead, and who vouches for a server beside those whom everybody trusts. */
export interface FetchSurroundings {
  readonly lookup: LookupFunction
  /** PEM */
  readonly ca?: string
}

/** `fetch` over TLS, to where the names lead. */
export const fetchWith = (surroundings: FetchSurroundings): typeof fetch => {
  // Of its own: a connection that others in this process keep open was looked up by nobody here.
  const agent = new Agent({ keepAlive: true })
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.protocol !== 'https:') throw new Error(`${url.host} is not https`)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // Addresses that are written as such are not looked up.
    if (isIP(host) !== 0 && isPrivateAddress(host)) throw new Error(NOT_PUBLIC)
    const body = await request.text()
    return new Promise((settle, fail) => {
      const asked = ask(
        url,
        {
          method: request.method,
          // Not that of `request`, which ends no more once that was collected: who trickles a body would be read for ever.
          signal: init?.signal ?? request.signal,
          agent,
          ...surroundings,
          headers: {
            ...Object.fromEntries(request.headers),
            ...(body !== '' && { 'content-length': Buffer.byteLength(body) }),
          },
        },
        (answer) => {
          const { statusCode = 0 } = answer
          const headers = new Headers()
          for (const [name, value] of Object.entries(answer.headersDistinct))
            for (const each of value ?? []) headers.append(name, each)
          try {
            const content = EMPTY.includes(statusCode)
              ? null
              : (Readable.toWeb(answer) as ReadableStream<Uint8Array>)
            settle(new Response(content, { status: statusCode, headers }))
          } catch (error) {
            answer.destroy()
            fail(error)
          }
        },
      )
      // Node hands the connection over at a 101, which nobody asked for: it would neither answer nor keep the time any more.
      asked.once('upgrade', (_, socket) => {
        socket.destroy()
        fail(new Error(`${url.host} changes to another protocol`))
      })
      asked.once('error', fail)
      asked.end(body)
    })
  }
}

/**
 * `fetch`, over TLS and to the world alone: no private network, no matter what a name leads to. Follows no redirect.
 *
 * @throws Error
 */
export const fetchPublic = fetchWith({ lookup: lookupPublic })
