import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { djRestAuth } from '@latchkey/server'
import { SignJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import {
  addFormerPerson,
  askDoor,
  startDjangoDoor,
} from '../packages/server/test/fixtures/test-django-door.js'

// The key of a former backend makes its tokens believed: nothing that others may know is one, and nothing in a token that it
// signed upsets the database.

const UNTIL = '2036-12-21'
const SECRET_KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
const pemOf = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }): string =>
  key.export({ type: 'spki', format: 'pem' }).toString()

describe('the key of a former backend', () => {
  it('is never a public key taken for a shared secret', async () => {
    const key = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
    const starting = startDjangoDoor([djRestAuth({ former: { key, until: UNTIL } })])
    await expect(starting).rejects.toThrow(/former\.key.*PEM/s)
  })

  it.each(['', 'secret', 'fifteen letters'])('is not as short as %j', async (key) => {
    const starting = startDjangoDoor([djRestAuth({ former: { key, until: UNTIL } })])
    await expect(starting).rejects.toThrow(/former\.key/)
  })

  it('that verifies with RS256 verifies nothing that was signed with its text', async () => {
    const key = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
    const house = await startDjangoDoor([
      djRestAuth({ prefix: '/api/auth', former: { key, algorithm: 'RS256', until: UNTIL } }),
    ])
    onTestFinished(() => house[Symbol.asyncDispose]())
    await addFormerPerson(house, { id: '1', username: 'admin', roles: ['superuser'] })
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const exp = Math.floor(house.clock.now() / 1_000) + 600
    const claims = { token_type: 'refresh', user_id: 1, jti: randomUUID(), exp }
    const signed = `${part({ alg: 'HS256' })}.${part(claims)}`
    const refresh = `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
    expect(await askDoor(house, '/api/auth/token/refresh/', { body: { refresh } })).toMatchObject({
      status: 401,
    })
  })
})

describe.each(databaseKinds)('a token of a former backend on $name', (kind) => {
  it.each([
    ['a fraction of a second', { exp: 4_000_000_000.123456 }],
    ['an end no database keeps', { exp: 1e18 }],
    ['a NUL in its name', { jti: 'a\u0000b' }],
    ['a name of a megabyte', { jti: 'x'.repeat(1_000_000) }],
    ['a person no database keeps', { user_id: 1e300 }],
    ['a person with a NUL', { user_id: 'a\u0000b' }],
  ])('that carries %s is no bug of ours', async (_, claims) => {
    const database = await kind.create()
    const house = await startDjangoDoor(
      [djRestAuth({ prefix: '/api/auth', former: { key: SECRET_KEY, until: UNTIL } })],
      { database },
    )
    onTestFinished(async () => {
      await house[Symbol.asyncDispose]()
      await database.drop()
    })
    await addFormerPerson(house, { id: '1', username: 'ada' })
    const exp = Math.floor(house.clock.now() / 1_000) + 1_000
    const payload = { token_type: 'refresh', user_id: 1, jti: randomUUID(), exp, ...claims }
    const refresh = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(SECRET_KEY))
    const { status } = await askDoor(house, '/api/auth/token/refresh/', { body: { refresh } })
    expect([200, 400, 401, 413]).toContain(status)
  })
})
