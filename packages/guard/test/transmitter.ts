import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync } from 'node:zlib'
import { SignJWT } from 'jose'
import type { Signer } from './signer.js'

/** A session of the issuer, and where its status stands. */
export interface IssuedSession {
  readonly sid: string
  readonly subject: string
  readonly index: number
}

/** A request as it arrived; `body` is what was read of it. */
export interface Arrived {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface HeldStream {
  readonly id: string
  readonly audience: string
  /** What was told and not acknowledged, in order. */
  readonly waiting: Map<string, string>
  wake: () => void
}

export const CLIENT = { clientId: 'todo-api', clientSecret: 'a secret: of "todo-api" & nobody else' }

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
export const events = {
  sessionRevoked: `${CAEP}/session-revoked`,
  claimsChange: `${CAEP}/token-claims-change`,
  credentialChange: `${CAEP}/credential-change`,
  accountDisabled: `${RISC}/account-disabled`,
  accountPurged: `${RISC}/account-purged`,
  streamUpdated: 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated',
} as const

export interface TransmitterOptions {
  readonly signer: Signer
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  /** Seconds. Default: 10. */
  readonly ttl?: number
  /** How long a poll stays open, in milliseconds. Default: 25 seconds. */
  readonly holdFor?: number
}

/**
 * An issuer on loopback that tells of ends by SSF 1.0, RFC 8936 and RFC 8417, and by a status list; written by the standards alone. It can be
 * told to misbehave.
 */
export class Transmitter {
  readonly arrived: Arrived[] = []
  readonly streams = new Map<string, HeldStream>()
  /** What is answered instead, where this returns true. */
  instead: (request: Arrived, response: ServerResponse) => boolean = () => false
  /** What a SET deviates in. */
  deviation: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {}
  /** Whether ends are told by the stream. */
  tells = true
  /** What tokens are good for; another one makes all that were given out worthless. */
  era = 0
  holdFor: number
  ttl: number
  port = 0
  setErrs: Record<string, { err: string }> = {}
  readonly #options: TransmitterOptions
  readonly #list = new Uint8Array(2 ** 17)
  #version = 0
  #count = 0
  #server = createServer()

  constructor(options: TransmitterOptions) {
    this.#options = options
    this.holdFor = options.holdFor ?? 25_000
    this.ttl = options.ttl ?? 10
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<this> {
    this.#server = createServer(this.#answer)
    await new Promise<void>((done) => this.#server.listen(this.port, '127.0.0.1', done))
    this.port = (this.#server.address() as AddressInfo).port
    return this
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((done) => this.#server.close(() => done()))
    this.#server.closeAllConnections()
    await closed
  }

  openSession(index = this.#count): IssuedSession {
    this.#count += 1
    return { sid: `ses_${this.#count}`, subject: `usr_${this.#count}`, index }
  }

  /** An access token of a session; without `status` where its issuer has no lists. */
  token({ sid, subject, index }: IssuedSession, claims: Record<string, unknown> = {}): Promise<string> {
    const seconds = Math.floor(this.#options.clock() / 1000)
    return this.#options.signer.token({
      claims: {
        iss: this.origin,
        sub: subject,
        sid,
        iat: seconds,
        exp: seconds + 3600,
        status: { status_list: { idx: index, uri: `${this.origin}/status-lists/0` } },
        ...claims,
      },
    })
  }

  /** Ends a session in the list, and tells so. */
  async end({ sid, subject, index }: IssuedSession): Promise<void> {
    this.#list[index >> 3] = (this.#list[index >> 3] ?? 0) | (1 << (index & 7))
    this.#version += 1
    if (!this.tells) return
    const user = { format: 'iss_sub', iss: this.origin, sub: subject }
    const session = { format: 'opaque', id: sid }
    await this.tell(events.sessionRevoked, { format: 'complex', user, session })
  }

  /** Tells of an event to every stream there is. */
  async tell(type: string, subject: unknown, event: Record<string, unknown> = {}): Promise<void> {
    const seconds = Math.floor(this.#options.clock() / 1000)
    this.#count += 1
    const jti = `set_${this.#count}`
    const { signer } = this.#options
    for (const stream of [...this.streams.values()]) {
      const set = await new SignJWT({
        iss: this.origin,
        aud: stream.audience,
        iat: seconds,
        jti,
        sub_id: subject,
        events: { [type]: { event_timestamp: seconds, ...event } },
        ...this.deviation.claims,
      })
        .setProtectedHeader({
          alg: signer.alg,
          kid: signer.kid,
          typ: 'secevent+jwt',
          ...this.deviation.header,
        })
        .sign(signer.privateKey)
      stream.waiting.set(jti, set)
      stream.wake()
    }
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.arrived.filter((one) => one.path.startsWith(path)).length
  }

  readonly #answer: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const arrived = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    }
    this.arrived.push(arrived)
    if (this.instead(arrived, response)) return
    const { pathname, searchParams } = new URL(arrived.path, this.origin)
    if (pathname === '/.well-known/jwks.json') return send(response, { keys: [this.#options.signer.jwk] })
    if (pathname === '/.well-known/openid-configuration')
      return send(response, {
        issuer: this.origin,
        jwks_uri: `${this.origin}/.well-known/jwks.json`,
        token_endpoint: `${this.origin}/oauth/token`,
      })
    if (pathname === '/.well-known/ssf-configuration')
      return send(response, {
        spec_version: '1_0',
        issuer: this.origin,
        jwks_uri: `${this.origin}/.well-known/jwks.json`,
        delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
        configuration_endpoint: `${this.origin}/streams`,
      })
    if (pathname === '/status-lists/0') return this.#sendList(arrived, response)
    if (pathname === '/oauth/token') return this.#sendToken(arrived, response)
    if (arrived.headers.authorization !== `Bearer machine-${this.era}`) return send(response, {}, 401)
    if (pathname === '/streams' && arrived.method === 'POST') return this.#makeStream(arrived, response)
    const stream = this.streams.get(searchParams.get('stream_id') ?? pathname.replace('/poll/', ''))
    if (stream === undefined) return send(response, {}, 404)
    if (arrived.method === 'DELETE') {
      this.streams.delete(stream.id)
      response.writeHead(204).end()
      return
    }
    return this.#poll(stream, { arrived, response })
  }

  async #sendList({ headers }: Arrived, response: ServerResponse): Promise<void> {
    const etag = `"${this.#version}"`
    if (headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    const seconds = Math.floor(this.#options.clock() / 1000)
    const { signer } = this.#options
    const text = await new SignJWT({
      iss: this.origin,
      sub: `${this.origin}/status-lists/0`,
      iat: seconds,
      exp: seconds + 600,
      ttl: this.ttl,
      status_list: { bits: 1, lst: deflateSync(this.#list).toString('base64url') },
    })
      .setProtectedHeader({ alg: signer.alg, kid: signer.kid, typ: 'statuslist+jwt' })
      .sign(signer.privateKey)
    response.writeHead(200, { 'content-type': 'application/statuslist+jwt', etag }).end(text)
  }

  #sendToken({ headers, body }: Arrived, response: ServerResponse): unknown {
    const [id, secret] = Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64')
      .toString()
      .split(':')
      .map((part) => new URLSearchParams(`part=${part}`).get('part'))
    const form = new URLSearchParams(body)
    if (id !== CLIENT.clientId || secret !== CLIENT.clientSecret)
      return send(response, { error: 'invalid_client' }, 401)
    if (form.get('grant_type') !== 'client_credentials' || form.get('scope') !== 'ssf.manage')
      return send(response, { error: 'invalid_scope' }, 400)
    send(response, { access_token: `machine-${this.era}`, token_type: 'Bearer', expires_in: 300 })
  }

  #makeStream({ body }: Arrived, response: ServerResponse): unknown {
    const { delivery, events_requested } = JSON.parse(body)
    if (delivery?.method !== 'urn:ietf:rfc:8936') return send(response, {}, 400)
    this.#count += 1
    const id = `str_${this.#count}`
    const audience = `${this.origin}/streams/${id}`
    this.streams.set(id, { id, audience, waiting: new Map(), wake: () => {} })
    const answer = {
      stream_id: id,
      iss: this.origin,
      aud: audience,
      delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${this.origin}/poll/${id}` },
      events_supported: Object.values(events),
      events_requested,
      events_delivered: events_requested,
    }
    send(response, answer, 201)
  }

  /** RFC 8936 §2.4. What is not acknowledged is sent again. */
  async #poll(
    stream: HeldStream,
    { arrived, response }: { arrived: Arrived; response: ServerResponse },
  ): Promise<void> {
    const { ack = [], setErrs = {}, returnImmediately = false, maxEvents = 100 } = JSON.parse(arrived.body)
    Object.assign(this.setErrs, setErrs)
    for (const jti of [...ack, ...Object.keys(setErrs)]) stream.waiting.delete(jti)
    if (stream.waiting.size === 0 && !returnImmediately)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.holdFor)
        const done = (): void => {
          clearTimeout(timer)
          resolve()
        }
        stream.wake = done
        response.on('close', done)
      })
    if (!this.streams.has(stream.id)) return send(response, {}, 404)
    const sets = [...stream.waiting].slice(0, maxEvents)
    send(response, { sets: Object.fromEntries(sets), moreAvailable: stream.waiting.size > sets.length })
  }

  /** As an operator, or a sweep, would. Polls that are open are told. */
  deleteStreams(): void {
    for (const { id, wake } of [...this.streams.values()]) {
      this.streams.delete(id)
      wake()
    }
  }
}

const send = (response: ServerResponse, body: unknown, status = 200): void => {
  if (response.writableEnded) return
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
