import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { createGuard, createLocalKeys } from '@latchkey/guard'
import { againstFloor } from '../load.mjs'
import { askEndedSessions } from './ended-sessions.mjs'
import { askStatusLists } from './status-lists.mjs'

const AUDIENCE = 'http://localhost:8000'
const REPEATS = 1_000_000
const FIRST_SIGHTS = 4_000
const SESSIONS_PER_LIST = 2 ** 20
/** How many of them have ended. */
const ENDED_OF_THOUSAND = 10
const MEBIBYTE = 1024 * 1024

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

const jwt = (typ, claims) => {
  const input = `${encode({ alg: 'ES256', typ, kid: 'bench' })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}
const seconds = () => Math.floor(Date.now() / 1_000)

const readBody = async (request) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** An issuer that has lists and a stream, and nothing to tell. */
async function startIssuer() {
  const bits = new Uint8Array(SESSIONS_PER_LIST / 8)
  for (let ended = 0; ended < (SESSIONS_PER_LIST * ENDED_OF_THOUSAND) / 1_000; ended += 1) {
    // Scattered, as random places are.
    const index = (ended * 2_654_435_761) % SESSIONS_PER_LIST
    bits[index >> 3] |= 1 << (index & 7)
  }
  // What is asked about here lives.
  bits.fill(0, 0, 1_024)
  const lst = deflateSync(bits).toString('base64url')
  let origin = ''
  const answers = {
    '/.well-known/ssf-configuration': () => ({ issuer: origin, configuration_endpoint: `${origin}/streams` }),
    '/.well-known/openid-configuration': () => ({
      issuer: origin,
      jwks_uri: `${origin}/jwks.json`,
      token_endpoint: `${origin}/token`,
    }),
    '/token': () => ({ access_token: 'bench', token_type: 'Bearer', expires_in: 3_600 }),
    '/streams': () => ({
      stream_id: 'bench',
      iss: origin,
      aud: 'bench',
      delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${origin}/poll` },
      events_delivered: ['https://schemas.openid.net/secevent/caep/event-type/session-revoked'],
    }),
  }
  const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0]
    if (path.startsWith('/status-lists/')) {
      const claims = { iss: origin, sub: origin + path, iat: seconds(), exp: seconds() + 600, ttl: 10 }
      response.end(jwt('statuslist+jwt', { ...claims, status_list: { bits: 1, lst } }))
    } else if (path === '/poll') {
      const { returnImmediately } = JSON.parse(await readBody(request))
      setTimeout(() => response.end('{"sets":{}}'), returnImmediately ? 0 : 25_000).unref()
    } else response.end(JSON.stringify(answers[path]?.() ?? {}))
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${server.address().port}`
  return {
    origin,
    token: (number, list = 0) =>
      jwt('at+jwt', {
        iss: origin,
        sub: 'usr_019aa0f00000aaaaaaaaaaaaaaaaaaaa',
        aud: AUDIENCE,
        exp: seconds() + 3_600,
        iat: seconds(),
        jti: `${list}-${number}`,
        sid: `ses_019aa0f00000${String(number).padStart(20, '0')}`,
        client_id: 'web',
        scope: 'openid todos:read',
        amr: ['fed'],
        auth_time: seconds(),
        status: { status_list: { idx: number, uri: `${origin}/status-lists/${list}` } },
      }),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const guardOf = (issuer, revocation) =>
  createGuard({
    issuer: issuer.origin,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [jwk] }),
    revocation,
  })

const LISTENING = { clientId: 'bench', clientSecret: 'bench' }

const rateOf = async (count, work) => {
  const startedAt = performance.now()
  await work()
  return { rate: (count * 1_000) / (performance.now() - startedAt) }
}

/** Of a token that was seen before, by a guard that listens and by one that does not. */
async function askRepeated(issuer) {
  const header = `Bearer ${issuer.token(1)}`
  const listening = guardOf(issuer, LISTENING)
  const deaf = guardOf(issuer, false)
  const repeat = (guard) =>
    rateOf(REPEATS, async () => {
      for (let turn = 0; turn < REPEATS; turn += 1) await guard.check({ authorization: header })
    })
  for (const guard of [listening, deaf]) await guard.check({ authorization: header })
  const measured = await againstFloor(
    () => repeat(listening),
    () => repeat(deaf),
  )
  await Promise.all([listening.close(), deaf.close()])
  return {
    question: 'guard that learns of ends, token seen before',
    floor: 'the guard that does not',
    aim: 0.95,
    ...measured,
  }
}

async function askFirstSight(issuer) {
  const tokens = Array.from({ length: FIRST_SIGHTS }, (_, number) => issuer.token(number))
  const see = async (revocation) => {
    const guard = guardOf(issuer, revocation)
    await guard.check({ authorization: `Bearer ${issuer.token(0)}` })
    // The stream is made behind the requests, by this very process at both ends.
    await pause(500)
    const measured = await rateOf(FIRST_SIGHTS, async () => {
      for (const token of tokens) await guard.check({ authorization: `Bearer ${token}` })
    })
    await guard.close()
    return measured
  }
  const measured = await againstFloor(
    () => see(LISTENING),
    () => see(false),
  )
  return {
    question: 'guard that learns of ends, token never seen',
    floor: 'the guard that does not',
    aim: 0.95,
    ...measured,
  }
}

/** What a guard holds of a million live sessions, wherever in the lists they stand. */
async function askMemory(issuer) {
  const guard = guardOf(issuer, LISTENING)
  await guard.verify(issuer.token(0))
  const before = held()
  const lists = 8
  for (let list = 1; list <= lists; list += 1) await guard.verify(issuer.token(list, list))
  const bytes = (held() - before) / lists
  await guard.close()
  const megabytes = (bytes * 1_000_000) / SESSIONS_PER_LIST / MEBIBYTE
  return {
    question: 'guard, memory for a million live sessions',
    value: `${megabytes.toFixed(2)} MiB`,
    aimText: '≤ 8 MiB',
    met: megabytes <= 8,
  }
}

const held = () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** What it costs to know of ends: memory, time while requests come, how soon they are known, and lists where there are many sessions. */
export async function ask() {
  const issuer = await startIssuer()
  try {
    return [
      await askMemory(issuer),
      await askRepeated(issuer),
      await askFirstSight(issuer),
      await askEndedSessions(),
      ...(await askStatusLists()),
    ]
  } finally {
    await issuer.stop()
  }
}
