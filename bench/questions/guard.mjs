import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { createGuard, createLocalKeys } from '@latchkey/guard'
import { againstFloor, load } from '../load.mjs'
import { startServer } from '../server-process.mjs'

const ISSUER = 'http://localhost:4000'
const AUDIENCE = 'http://localhost:8000'
const FIRST_SIGHTS = 4_000
const REPEATS = 1_000_000
/** Repeated requests carry equal tokens in texts of their own, as a socket would give them. */
const COPIES = 64

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** How each algorithm signs with node:crypto alone; the floor verifies the same way. */
const algorithms = {
  ES256: { pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }), options: { dsaEncoding: 'ieee-p1363' } },
  RS256: { pair: generateKeyPairSync('rsa', { modulusLength: 2048 }), options: {} },
}

const jwkOf = (alg) => ({
  ...algorithms[alg].pair.publicKey.export({ format: 'jwk' }),
  kid: `bench-${alg}`,
  alg,
  use: 'sig',
})

function mint(alg, number) {
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: ISSUER,
    sub: 'usr_019aa0f00000aaaaaaaaaaaaaaaaaaaa',
    aud: AUDIENCE,
    exp: now + 3_600,
    iat: now,
    jti: String(number),
    sid: 'ses_019aa0f00000aaaaaaaaaaaaaaaaaaaa',
    client_id: 'web',
    scope: 'openid profile email todos:read',
    amr: ['fed'],
    auth_time: now,
  }
  const { pair, options } = algorithms[alg]
  const input = `${encode({ alg, typ: 'at+jwt', kid: `bench-${alg}` })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: pair.privateKey, ...options })
  return `${input}.${signature.toString('base64url')}`
}

const rateOf = async (count, work) => {
  const startedAt = performance.now()
  await work()
  return { rate: (count * 1_000) / (performance.now() - startedAt) }
}

const newGuard = (alg) =>
  createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: [alg],
    keys: createLocalKeys({ keys: [jwkOf(alg)] }),
  })

/** A header as a socket would give it: one text, not two that were put together. */
const headerWith = (token) => Buffer.from(`Bearer ${token}`).toString('latin1')

/** Of tokens never seen, against nothing but their signatures. Both after a round that does not count: a server is compiled by then. */
async function askFirstSight(alg) {
  const tokens = Array.from({ length: FIRST_SIGHTS }, (_, number) => mint(alg, number))
  const headers = tokens.map(headerWith)
  const { pair, options } = algorithms[alg]
  const key = { key: pair.publicKey, ...options }
  const first = () => {
    const guard = newGuard(alg)
    return rateOf(FIRST_SIGHTS, async () => {
      for (const authorization of headers) await guard.check({ authorization })
    })
  }
  const raw = () =>
    rateOf(FIRST_SIGHTS, async () => {
      for (const token of tokens) {
        const end = token.lastIndexOf('.')
        const signature = Buffer.from(token.slice(end + 1), 'base64url')
        if (!verify('sha256', Buffer.from(token.slice(0, end)), key, signature))
          throw new Error('the signature of the bench does not hold')
      }
    })
  await raw()
  await first()
  const measured = await againstFloor(first, raw)
  return {
    question: `guard, token never seen, ${alg}`,
    floor: `raw node:crypto ${alg} verify`,
    aim: 0.85,
    ...measured,
  }
}

async function askRepeated() {
  const token = mint('ES256', 0)
  const guard = newGuard('ES256')
  const headers = Array.from({ length: COPIES }, () => headerWith(token))
  const measured = await againstFloor(
    () =>
      rateOf(REPEATS, async () => {
        for (let turn = 0; turn < REPEATS; turn += 1)
          await guard.check({ authorization: headers[turn % COPIES] })
      }),
    () =>
      rateOf(REPEATS, async () => {
        const known = new Map([[token, {}]])
        for (let turn = 0; turn < REPEATS; turn += 1)
          await known.get(headers[turn % COPIES].slice('Bearer '.length))
      }),
  )
  return {
    question: 'guard, token seen before',
    floor: 'one Map lookup by the token',
    aimRate: 500_000,
    ...measured,
  }
}

/** An endpoint of Express behind the guard, and behind what people use now, against the same endpoint for everybody. */
async function askEndpoint() {
  const server = await startServer('guarded-express', {
    issuer: ISSUER,
    audience: AUDIENCE,
    jwk: jwkOf('ES256'),
  })
  try {
    const request = { method: 'GET', headers: { authorization: `Bearer ${mint('ES256', 0)}` } }
    const results = []
    for (const [path, name, aim] of [
      ['/guard', 'Express endpoint behind the guard', 0.9],
      ['/express-oauth2-jwt-bearer', 'the same behind express-oauth2-jwt-bearer'],
      ['/passport-jwt', 'the same behind passport-jwt'],
    ]) {
      const measured = await againstFloor(
        () => load(server, path, request),
        () => load(server, '/open', request),
      )
      results.push({ question: name, floor: 'the endpoint without auth', ...(aim && { aim }), ...measured })
    }
    return results
  } finally {
    await server.stop()
  }
}

/** How many checks a second on one core, of tokens never seen and of one seen before; and what that is worth behind Express. */
export async function ask() {
  return [
    await askFirstSight('ES256'),
    await askFirstSight('RS256'),
    await askRepeated(),
    ...(await askEndpoint()),
  ]
}
