import { type IncomingHttpHeaders, request as requestInTheClear } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { SECOND } from '../model/time.js'

/** A request as a browser or an application would make it. */
export interface Question {
  readonly method?: 'GET' | 'POST' | 'OPTIONS'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer that was read, up to a limit. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly setCookies: readonly string[]
  readonly text: string
  /** Milliseconds since the epoch, when it was asked and when the answer began. */
  readonly askedAt: number
  readonly answeredAt: number
}

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 128 * 1024

/**
 * Asks once. Redirects are not followed. A certificate that is not trusted does not stop it: that is a check of its own, what is asked here is
 * public, and nothing secret is sent.
 *
 * @throws Error that says in words why nothing was answered
 */
export const ask = (url: URL, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const askedAt = Date.now()
    const request = (url.protocol === 'https:' ? requestOverTls : requestInTheClear)(url, {
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: {
        'user-agent': 'latchkey-doctor',
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
      },
    })
    const fail = (error: Error): void => {
      clearTimeout(timer)
      request.destroy()
      reject(new Error(`${url.host} ${whyNot(error)}`))
    }
    const timer = setTimeout(
      () => fail(new Error(`does not answer within ${TIMEOUT / SECOND} seconds`)),
      TIMEOUT,
    )
    request.on('error', fail)
    request.on('response', (response) => {
      const answeredAt = Date.now()
      const chunks: Buffer[] = []
      let size = 0
      const finish = (): void => {
        clearTimeout(timer)
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          setCookies: response.headers['set-cookie'] ?? [],
          text: Buffer.concat(chunks).toString('utf8'),
          askedAt,
          answeredAt,
        })
        request.destroy()
      }
      response.on('error', fail)
      response.on('end', finish)
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength
        if (size > MAX_BYTES) finish()
        else chunks.push(chunk)
      })
    })
    request.end(body)
  })

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is no host that is known (DNS)',
  EAI_AGAIN: 'could not be looked up: the name server does not answer',
  ECONNREFUSED: 'refuses the connection: nothing listens there',
  ECONNRESET: 'cut the connection',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached: there is no way to that host',
  ENETUNREACH: 'cannot be reached: there is no way to that network',
  EPROTO: 'does not speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS there',
  HPE_INVALID_CONSTANT: 'does not speak HTTP there',
}

const whyNot = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Where a host has several addresses, each has failed.
  const [first] = error instanceof AggregateError ? error.errors : []
  return WORDS[code] ?? (first instanceof Error && first !== error ? whyNot(first) : error.message)
}

/** What an answer says in JSON; an object without members for anything else. */
export const membersOf = ({ text }: Answer): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : {}
  } catch {
    return {}
  }
}
