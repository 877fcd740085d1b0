import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { createGuard, createLocalKeys } from '@latchkey/guard'
import { againstFloor } from '../load.mjs'

const ISSUER = 'http://localhost:4000'
const AUDIENCE = 'http://localhost:8000'
const FIRST_SIGHTS = 4_000
const REPEATS = 1_000_000
/** Repeated requests carry equal tokens in texts of their own, as a socket would give them. */
const COPIES = 64

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function mint(number) {
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
  const input = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' })}.${encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

const rateOf = async (count, work) => {
  const startedAt = performance.now()
  await work()
  return { rate: (count * 1_000) / (performance.now() - startedAt) }
}

/** How many checks a second on one core: of tokens never seen, and of a token seen before? */
export async function ask() {
  const tokens = Array.from({ length: FIRST_SIGHTS }, (_, number) => mint(number))
  const newGuard = () =>
    createGuard({ issuer: ISSUER, audience: AUDIENCE, keys: createLocalKeys({ keys: [jwk] }) })

  const firstSight = await againstFloor(
    () => {
      const guard = newGuard()
      return rateOf(FIRST_SIGHTS, async () => {
        for (const token of tokens) await guard.check({ authorization: `Bearer ${token}` })
      })
    },
    () =>
      rateOf(FIRST_SIGHTS, async () => {
        for (const token of tokens) {
          const end = token.lastIndexOf('.')
          const signature = Buffer.from(token.slice(end + 1), 'base64url')
          const holds = verify(
            'sha256',
            Buffer.from(token.slice(0, end)),
            { key: publicKey, dsaEncoding: 'ieee-p1363' },
            signature,
          )
          if (!holds) throw new Error('the signature of the bench does not hold')
        }
      }),
  )

  const guard = newGuard()
  const headers = Array.from({ length: COPIES }, () => Buffer.from(`Bearer ${tokens[0]}`).toString('latin1'))
  const repeated = await againstFloor(
    () =>
      rateOf(REPEATS, async () => {
        for (let turn = 0; turn < REPEATS; turn += 1)
          await guard.check({ authorization: headers[turn % COPIES] })
      }),
    () =>
      rateOf(REPEATS, async () => {
        const known = new Map([[tokens[0], {}]])
        for (let turn = 0; turn < REPEATS; turn += 1)
          await known.get(headers[turn % COPIES].slice('Bearer '.length))
      }),
  )
  return [
    { question: 'guard, token never seen', floor: 'raw node:crypto ES256 verify', aim: 0.85, ...firstSight },
    {
      question: 'guard, token seen before',
      floor: 'one Map lookup by the token',
      aimRate: 500_000,
      ...repeated,
    },
  ]
}
