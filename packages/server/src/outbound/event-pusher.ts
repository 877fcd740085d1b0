import { lookup as resolve } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { SECOND } from '../model/time.js'
import type { EventPusher, PushedToken, PushOutcome } from '../ports/event-pusher.js'
import { judgeLogoutAnswer } from './judge-logout-answer.js'
import { judgePushAnswer } from './judge-push-answer.js'
import { isPrivateAddress } from './private-address.js'
import { type PushAddressRules, problemWithPushAddress } from './push-address.js'

const TIMEOUT = 5 * SECOND
/** More than any error has to say. */
const MAX_ANSWER = 16 * 1024
const MAX_CONNECTIONS = 32

/** Pushes over HTTP, in time and without following redirects, and where the rules let it go alone. */
export interface OpenEventPusher extends EventPusher {
  /** Lets go of its connections. */
  close(): void
}

export const openEventPusher = (rules: PushAddressRules): OpenEventPusher => {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
  }
  const lookup = rules.allowPrivate ? undefined : lookupPublic

  const send = (url: URL, pushed: PushedToken): Promise<PushOutcome> =>
    new Promise((settle, fail) => {
      const { body, headers, judge } = wireOf(pushed)
      const isTls = url.protocol === 'https:'
      const request = (isTls ? httpsRequest : httpRequest)(
        url,
        {
          method: 'POST',
          agent: isTls ? agents['https:'] : agents['http:'],
          signal: AbortSignal.timeout(TIMEOUT),
          headers: {
            ...headers,
            'content-length': Buffer.byteLength(body),
            accept: 'application/json',
            'user-agent': 'latchkey',
          },
          ...(lookup !== undefined && { lookup }),
        },
        (answer) => {
          readAnswer(answer).then((text) => settle(judge(answer.statusCode ?? 0, text)), fail)
        },
      )
      request.once('error', fail)
      request.end(body)
    })

  return {
    push: async (endpoint, pushed) => {
      // Asked again: the rules may have become stricter since the receiver named the address.
      const problem = problemWithPushAddress(endpoint, rules)
      if (problem !== undefined) return { outcome: 'unavailable', detail: problem }
      const url = new URL(endpoint)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      // Addresses that are written as such are not looked up.
      if (!rules.allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return notPublic
      try {
        return await send(url, pushed)
      } catch (error) {
        return { outcome: 'unavailable', detail: error instanceof Error ? error.message : String(error) }
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** How it looks on the wire. */
const wireOf = (pushed: PushedToken) =>
  pushed.kind === 'logout'
    ? {
        // Back-Channel Logout 1.0 §2.5.
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: pushed.token }).toString(),
        judge: judgeLogoutAnswer,
      }
    : {
        headers: {
          'content-type': 'application/secevent+jwt',
          ...(pushed.authorization !== undefined && { authorization: pushed.authorization }),
        },
        body: pushed.token,
        judge: judgePushAnswer,
      }

const NOT_PUBLIC = 'the address leads into a private network'
const notPublic: PushOutcome = { outcome: 'unavailable', detail: NOT_PUBLIC }

/** What is looked at is what is connected to: a name that means something else a moment later gains nothing (DNS rebinding). */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined)
      return callback(error ?? new Error('the name has no address'), '', 0)
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new Error(NOT_PUBLIC), '', 0)
    if (options.all === true) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

const readAnswer = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > MAX_ANSWER) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
