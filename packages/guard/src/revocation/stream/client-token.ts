import { basicAuthorization } from '../../http/basic-authorization.js'
import { fetchJson } from '../../http/fetch-json.js'
import { problemWithUrl } from '../../keys/web-url.js'
import { SECOND } from '../../time.js'
import type { Transmitter } from './transmitter.js'

/** The access token this guard shows to a transmitter. */
export interface ClientToken {
  /** @throws Error saying why there is none */
  get(signal: AbortSignal): Promise<string>
  /** For one that was refused: the next is another. */
  drop(token: string): void
}

interface HeldToken {
  readonly token: string
  readonly since: number
  readonly until: number
}

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 64 * 1024
/** RFC 6749 §5.1: where the issuer does not say. */
const DEFAULT_LIFE = 300 * SECOND
/** Another one is fetched past this share of its life, so that none ends on the way. */
const RENEW_AT = 0.8
/** RFC 6750 §2.1. */
const TOKEN = /^[\w\-.~+/]+=*$/

/** A token by client credentials (RFC 6749 §4.4), kept until shortly before it ends. */
export const keepClientToken = (transmitter: Transmitter): ClientToken => {
  const { clientId, clientSecret, clock, fetch } = transmitter
  let held: HeldToken | undefined

  const ask = async (signal: AbortSignal): Promise<HeldToken> => {
    const url = await transmitter.findTokenUrl()
    // A secret goes there.
    const problem = problemWithUrl(url, transmitter)
    if (problem !== undefined) throw new Error(`token_endpoint ${problem}`)
    const since = clock()
    const { value } = await fetchJson(
      { url, fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES },
      {
        method: 'POST',
        signal,
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: basicAuthorization(clientId, clientSecret),
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: transmitter.scope,
        }).toString(),
      },
    )
    const { token, life } = readAnswer(value)
    return { token, since, until: since + life * RENEW_AT }
  }

  return {
    get: async (signal) => {
      const now = clock()
      if (held === undefined || now < held.since || now >= held.until)
        held = await ask(signal).catch((error: unknown) => {
          throw new Error(`no token for ${clientId}: ${error instanceof Error ? error.message : error}`, {
            cause: error,
          })
        })
      return held.token
    },
    drop: (token) => {
      if (held?.token === token) held = undefined
    },
  }
}

/** `{ "access_token": "…", "token_type": "Bearer", "expires_in": 300 }` */
const readAnswer = (value: unknown): { readonly token: string; readonly life: number } => {
  const {
    access_token: token,
    token_type: type,
    expires_in: seconds,
  } = Object(value) as Record<string, unknown>
  if (typeof token !== 'string' || !TOKEN.test(token)) throw new Error('the answer holds no token')
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw new Error('the token is no Bearer')
  const life = typeof seconds === 'number' && seconds > 0 ? seconds * SECOND : DEFAULT_LIFE
  return { token, life }
}
