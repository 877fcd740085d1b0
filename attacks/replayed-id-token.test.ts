import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { afterEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  CONFIDENTIAL,
  granted,
  isRefused,
  PUBLIC,
  startTestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { splitJwt } from './fixtures/jwt-parts.js'
import { CLIENT_ID, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// Somebody read an ID token on its way and presents it after, or at the same moment as, its owner.

const replayed = { status: 400, error: 'invalid_grant', reason: 'proof_replayed' }

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase | undefined
  afterEach(() => database?.drop())
  const start = async (options = {}) => {
    database = await kind.create()
    return startTestLatchkey({ database, options })
  }

  test('an ID token opens one session, whoever presents it next', async () => {
    await using house = await start()
    const token = await house.idToken()
    const owner = granted(await house.exchange(token))
    expect(await house.exchange(token)).toMatchObject(replayed)
    expect(await house.exchange(token, PUBLIC)).toMatchObject(replayed)
    expect(await house.introspect(owner.access_token)).toMatchObject({ active: true })
    granted(await house.exchange(await house.idToken()))
  })

  test('of fifty who present it at once exactly one gets in', async () => {
    await using house = await start()
    const token = await house.idToken()
    const answers = await Promise.all(Array.from({ length: 50 }, () => house.exchange(token)))
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1)
    for (const answer of answers.filter(isRefused)) expect(answer).toMatchObject(replayed)
  })

  test('it is remembered by every process on the database, and across restarts', async () => {
    await using first = await start()
    await using second = await startTestLatchkey({
      ...(database !== undefined && { database }),
      options: {
        providers: [
          oidc({ id: 'google', issuer: first.provider.issuer, clientIds: ['latchkey-development'] }),
        ],
      },
    })
    const tokens = await Promise.all(Array.from({ length: 8 }, () => first.idToken()))
    for (const token of tokens) {
      const pair = await Promise.all([first.exchange(token), second.exchange(token)])
      expect(pair.filter((answer) => !isRefused(answer))).toHaveLength(1)
    }
    await first.restart()
    for (const token of tokens) expect(await first.exchange(token)).toMatchObject(replayed)
  })

  test('it is remembered for as long as it could be accepted', async () => {
    await using house = await start()
    const token = await house.idToken()
    granted(await house.exchange(token))
    house.clock.advance(60 * 60_000 + 29_000)
    expect(await house.exchange(token)).toMatchObject(replayed)
    house.clock.advance(2_000)
    expect(await house.exchange(token)).toMatchObject({ reason: 'proof_expired' })
  })
})

test('another spelling of the same token is no other token', async () => {
  await using house = await startTestLatchkey()
  const token = await house.idToken()
  const { header, payload, signature } = splitJwt(token)
  granted(await house.exchange(token))
  for (const spelled of [
    `${header}.${payload}.${signature}=`,
    `${header}.${payload}.${signature}==`,
    `${header}=.${payload}.${signature}`,
    `${header}.${payload}.${signature}\n`,
    ` ${token}`,
    `${token} `,
    `${header}.${payload}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
    token.replaceAll('-', '+').replaceAll('_', '/'),
  ]) {
    const answer = await house.exchange(spelled)
    expect(answer, JSON.stringify(spelled.slice(-5))).toMatchObject({ status: 400, error: 'invalid_grant' })
  }
})

test('the second valid ECDSA signature over the same token opens no second session', async () => {
  await using upstream = await startScriptedIssuer()
  await using house = await startTestLatchkey({
    options: { providers: [oidc({ id: 'scripted', issuer: upstream.issuer, clientIds: [CLIENT_ID] })] },
  })
  const token = upstream.idToken()
  const twin = negateSignature(token)
  expect(twin).not.toBe(token)
  granted(await house.exchange(twin))
  expect(await house.exchange(token)).toMatchObject(replayed)
})

test('a refused request does not spend the token, so nobody can burn a sign-in they cannot use', async () => {
  await using house = await startTestLatchkey()
  const token = await house.idToken()
  const parameters = {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: token,
    subject_token_type: ID_TOKEN_TYPE,
  }
  const impostor = { ...CONFIDENTIAL, secret: 'guessed-guessed-guessed-guessed-guessed' }
  expect((await house.post(paths.token, parameters, impostor)).status).toBe(401)
  expect((await house.post(paths.token, { ...parameters, scope: 'admin' }, CONFIDENTIAL)).status).toBe(400)
  granted(await house.exchange(token))
})

/** Order of the base point of P-256 (FIPS 186-4 D.1.2.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** (r, s) and (r, n − s) are both signatures of one message. */
const negateSignature = (jwt: string): string => {
  const { header, payload, signature } = splitJwt(jwt)
  const bytes = Buffer.from(signature, 'base64url')
  const negated = ORDER - BigInt(`0x${bytes.toString('hex', 32)}`)
  const s = Buffer.from(negated.toString(16).padStart(64, '0'), 'hex')
  return `${header}.${payload}.${Buffer.concat([bytes.subarray(0, 32), s]).toString('base64url')}`
}
