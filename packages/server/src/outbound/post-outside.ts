import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { Millis } from '../model/time.js'
import { lookupPublic, NOT_PUBLIC } from './lookup-public.js'
import { isPrivateAddress } from './private-address.js'
import { type PushAddressRules, problemWithPushAddress } from './push-address.js'

/** More than any error has to say. */
const MAX_ANSWER = 16 * 1024
const MAX_CONNECTIONS = 32

/** What is sent to an address that somebody else has named. */
export interface OutsidePost {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** What was answered. */
export interface OutsideAnswer {
  readonly status: number
  readonly body: string
  /** When it may be asked again, as it wrote that (RFC 9110 §10.2.3). */
  readonly retryAfter: string | undefined
}

/** Posts to addresses that others have named: in time, without following redirects, and where the rules let it go alone. */
export interface OutsidePoster {
  /** @throws Error saying why nothing came back */
  post(address: string, sent: OutsidePost): Promise<OutsideAnswer>
  /** Lets go of its connections. */
  close(): void
}

/**
 * @param given.timeout for everything together: a receiver that trickles gains nothing
 * @param given.longAnswer what to do about an answer longer than any has to be: nothing is read behind that either way
 */
export const openOutsidePoster = (
  rules: PushAddressRules,
  { timeout, longAnswer }: { readonly timeout: Millis; readonly longAnswer: 'refuse' | 'cut' },
): OutsidePoster => {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
  }
  const lookup = rules.allowPrivate ? undefined : lookupPublic

  const send = (url: URL, { body, headers }: OutsidePost): Promise<OutsideAnswer> =>
    new Promise((settle, fail) => {
      const isTls = url.protocol === 'https:'
      const request = (isTls ? httpsRequest : httpRequest)(
        url,
        {
          method: 'POST',
          agent: isTls ? agents['https:'] : agents['http:'],
          signal: AbortSignal.timeout(timeout),
          headers: {
            ...headers,
            'content-length': Buffer.byteLength(body),
            accept: 'application/json',
            'user-agent': 'latchkey',
          },
          ...(lookup !== undefined && { lookup }),
        },
        (answer) => {
          readAnswer(answer, longAnswer).then(
            (text) =>
              settle({
                status: answer.statusCode ?? 0,
                body: text,
                retryAfter: answer.headers['retry-after'],
              }),
            fail,
          )
        },
      )
      // Node hands the connection over at a 101, which nobody asked for: it would neither answer nor keep the time any more.
      request.once('upgrade', ({ statusCode = 0 }, socket) => {
        socket.destroy()
        settle({ status: statusCode, body: '', retryAfter: undefined })
      })
      request.once('error', fail)
      request.end(body)
    })

  return {
    post: async (address, sent) => {
      // Asked again: the rules may have become stricter since the address was named.
      const problem = problemWithPushAddress(address, rules)
      if (problem !== undefined) throw new Error(problem)
      const url = new URL(address)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      // Addresses that are written as such are not looked up.
      if (!rules.allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new Error(NOT_PUBLIC)
      return send(url, sent)
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

const readAnswer = async (answer: IncomingMessage, longAnswer: 'refuse' | 'cut'): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    // To leave the loop closes the connection.
    if (size > MAX_ANSWER && longAnswer === 'cut') break
    if (size > MAX_ANSWER) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
