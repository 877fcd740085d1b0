import { createServer } from 'node:http'
import express from 'express'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../test/adapter-rules.js'
import { type RecordedAnswer, readRecordedAnswers } from '../../test/recorded-answers.js'
import { overHttp } from '../../test/send.js'
import {
  AUDIENCE,
  claimsWith,
  createSigner,
  encode,
  ISSUER,
  NOW,
  SECONDS,
  type Signer,
} from '../../test/signer.js'
import { protect as protectExpress } from '../adapters/express.js'
import { protect as protectHono } from '../adapters/hono.js'
import { protect as protectNode } from '../adapters/node.js'
import { createGuard } from '../create-guard.js'
import type { Guard } from '../guard.js'
import { createLocalKeys } from '../keys/local-keys.js'
import { auth0DrfWire } from './auth0-drf-wire.js'
import { drfTokenWire } from './drf-token-wire.js'
import { simpleJwtWire } from './simple-jwt-wire.js'
import type { Wire } from './wire.js'

const KNOWN = '0123456789abcdef0123456789abcdef01234567'
const UNKNOWN = 'f'.repeat(40)

let signer: Signer
beforeAll(async () => {
  signer = await createSigner()
})

interface App {
  send(authorization: string | undefined): Promise<Answer>
  close(): Promise<void>
}
type StartApp = (guard: Guard) => Promise<App>

const listening = async (server: ReturnType<typeof createServer>): Promise<App> => {
  const { send, close } = await overHttp(server)
  return { send: (authorization) => send('/', authorization === undefined ? {} : { authorization }), close }
}

const startNode: StartApp = (guard) =>
  listening(createServer(protectNode(guard, {}, (_, response) => response.end('in'))))

const startExpress: StartApp = (guard) => {
  const app = express()
  app.get('/', protectExpress(guard), (_, response) => void response.send('in'))
  return listening(createServer(app))
}

const startHono: StartApp = async (guard) => {
  const app = new Hono().get('/', protectHono(guard), (c) => c.text('in'))
  return {
    send: async (authorization) => {
      const response = await app.request(
        '/',
        authorization === undefined ? {} : { headers: { authorization } },
      )
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }
    },
    close: async () => {},
  }
}

const adapters: readonly { readonly name: string; readonly start: StartApp }[] = [
  { name: 'Node', start: startNode },
  { name: 'Express', start: startExpress },
  { name: 'Hono', start: startHono },
]

/** What was asked, and the header with which we ask it. */
type Questions = Readonly<Record<string, () => Promise<string | undefined> | string | undefined>>

const bearer =
  (deviation: Parameters<Signer['token']>[0] = {}, scheme = 'Bearer') =>
  async () =>
    `${scheme} ${await signer.token(deviation)}`

const withBrokenSignature = async () => {
  const token = await signer.token()
  return `Bearer ${token.slice(0, token.lastIndexOf('.'))}.${encode('s'.repeat(64))}`
}

const drfQuestions: Questions = {
  'me none': () => undefined,
  'me new token': () => `Token ${KNOWN}`,
  'me lower token': () => `token ${KNOWN}`,
  'me old token': () => `Token ${UNKNOWN}`,
  'me Token only': () => 'Token',
  'me Token a b': () => 'Token a b',
  'me Bearer': () => `Bearer ${KNOWN}`,
}

const simpleJwtQuestions: Questions = {
  'user none': () => undefined,
  'user none axios accept': () => undefined,
  'user ok': bearer(),
  'user bad': () => 'Bearer a.b.c',
  'user expired': bearer({ claims: { exp: SECONDS - 60 } }),
  'user refresh-as-access': bearer({ header: { typ: 'rt+jwt' } }),
  'user lower bearer': bearer({}, 'bearer'),
  'user 3 parts': () => 'Bearer a b',
  'user no claim': bearer({ claims: { sub: undefined } }),
}

const auth0Questions: Questions = {
  none: () => undefined,
  'list ok (first, creates user)': bearer(),
  'bearer lower ok': bearer({}, 'bearer'),
  'other scheme': () => 'Basic dXNlcjpwYXNz',
  'Bearer only': () => 'Bearer',
  'Bearer a b': () => 'Bearer a b',
  expired: bearer({ claims: { exp: SECONDS - 60 } }),
  'wrong aud': bearer({ claims: { aud: 'https://other.example.com' } }),
  'wrong iss': bearer({ claims: { iss: 'https://other.example.com/' } }),
  'bad sig': withBrokenSignature,
  'unknown kid': bearer({ header: { kid: 'other' } }),
}

const recordings: readonly { readonly file: string; readonly wire: Wire; readonly questions: Questions }[] = [
  { file: '000-article-rebuild.txt', wire: drfTokenWire(), questions: drfQuestions },
  {
    file: '001-dj-rest-auth.txt',
    wire: simpleJwtWire({ challenge: 'Basic' }),
    questions: simpleJwtQuestions,
  },
  { file: '003-auth0-drf.txt', wire: auth0DrfWire(), questions: auth0Questions },
]

describe.each(recordings)('what was recorded in $file', ({ file, wire, questions }) => {
  const recorded = readRecordedAnswers(file)
  const asked = (name: string): RecordedAnswer => {
    const answer = recorded?.get(name)
    if (answer === undefined) throw new Error(`${file} has no "${name}"`)
    return answer
  }

  describe.each(adapters)('behind the $name adapter', ({ start }) => {
    let app: App
    beforeAll(async () => {
      const { jti: _, ...claims } = claimsWith()
      const guard = createGuard({
        issuer: ISSUER,
        audience: AUDIENCE,
        keys: createLocalKeys({ keys: [signer.jwk] }),
        clock: () => NOW,
        wire,
        opaque: { check: async (token) => (token === KNOWN ? (claims as never) : undefined) },
      })
      app = await start(guard)
    })
    afterAll(() => app.close())

    it.skipIf(recorded === undefined).each(Object.keys(questions))('%s is answered alike', async (name) => {
      const expected = asked(name)
      const answer = await app.send(await questions[name]?.())
      expect(answer.status).toBe(expected.status)
      if (expected.status === 200) return
      expect(answer.headers['www-authenticate']).toBe(expected.challenge)
      expect(answer.headers['content-type']).toMatch(/^application\/json/)
      expect(answer.body).toBe(expected.body)
    })
  })
})

it.skipIf(readRecordedAnswers('003-auth0-drf.txt') === undefined)(
  'what broke the original API behind Auth0 is refused, and is nothing the API is blamed for',
  async () => {
    expect(readRecordedAnswers('003-auth0-drf.txt')?.get('garbage')?.status).toBe(500)
    const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, wire: auth0DrfWire() })
    expect(await guard.admit({ authorization: 'Bearer garbage' })).toMatchObject({
      refusal: { status: 403, body: { detail: 'Invalid token headers' } },
    })
  },
)
