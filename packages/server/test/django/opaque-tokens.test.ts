import { paths } from '@latchkey/contract'
import { drfTokenWire, type RefusedRequest } from '@latchkey/guard'
import { drfToken, fastapiTokens } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import {
  API,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../fixtures/test-latchkey.js'

const OTHER_API = 'https://reports.example'
const UNKNOWN = '0'.repeat(40)

/** Signs a person of this number in at the door. @returns the token of 40 hex digits */
const signIn = async (house: TestLatchkey, sub: string): Promise<string> => {
  const claims = { sub, email: `${sub}@gmail.com`, email_verified: true, name: 'Grace Hopper' }
  const { status, body } = await askDoor(house, '/google/', {
    body: { auth_token: await house.idToken(undefined, claims) },
  })
  if (status !== 200) throw new Error(`signing in was refused: ${status}`)
  return (body as { tokens: string }).tokens
}

describe.each(databaseKinds)('a token of 40 hex digits at an API in the process, on $name', (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    house = await startDjangoDoor([drfToken({ otherDevices: 'end' })], {
      database,
      options: { audiences: [API, OTHER_API] },
    })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'accepted',
      (error: { code: unknown }) => error.code,
    )
  const admitted = (token: string) => codeOf(house.latchkey.guard.verify(token))

  const primaryKeyOf = async (user: unknown): Promise<number> => {
    const [account] = await runSql(database, `select number from django_accounts where user_id = '${user}'`)
    return Number(account?.['number'])
  }

  it('is a principal with the scopes and roles a JWT would have', async () => {
    const token = await signIn(house, '1')
    const [user] = await runSql(database, `select id from users where email = '1@gmail.com'`)
    await runSql(database, `update users set roles = '["staff"]' where id = '${user?.['id']}'`)
    const principal = await house.latchkey.guard.check({ authorization: `Bearer ${token}` })
    expect(principal).toEqual({
      userId: user?.['id'],
      subject: user?.['id'],
      sessionId: expect.stringMatching(/^ses_/),
      clientId: 'django',
      scopes: expect.arrayContaining(['openid', 'todos:read', 'todos:write']),
      roles: ['staff'],
      permissions: [],
      amr: expect.any(Array),
      authenticatedAt: house.clock.now(),
      expiresAt: expect.any(Number),
      issuer: ISSUER,
      claims: expect.objectContaining({
        aud: API,
        sub: user?.['id'],
        iat: house.clock.now() / 1_000,
        user_id: await primaryKeyOf(user?.['id']),
      }),
    })
    expect(principal.expiresAt).toBeGreaterThan(house.clock.now())
    expect(principal.claims).not.toHaveProperty('jti')
  })

  it('is refused at the next request once its session has ended', async () => {
    const [first, other] = [await signIn(house, '2'), await signIn(house, '3')]
    expect([await admitted(first), await admitted(other)]).toEqual(['accepted', 'accepted'])
    const second = await signIn(house, '2')
    expect([await admitted(first), await admitted(second), await admitted(other)]).toEqual([
      'token_session_ended',
      'accepted',
      'accepted',
    ])
  })

  it('is refused by the guard of another API', async () => {
    const token = await signIn(house, '4')
    expect(await codeOf(house.latchkey.guardFor(API).verify(token))).toBe('accepted')
    expect(await codeOf(house.latchkey.guardFor(OTHER_API).verify(token))).toBe('token_audience_mismatch')
  })

  it('of somebody who is suspended is refused', async () => {
    const token = await signIn(house, '5')
    expect(await admitted(token)).toBe('accepted')
    await runSql(database, `update users set suspended_at = ${house.clock.now()} where email = '5@gmail.com'`)
    // Another process wrote it: it is seen within the bound that the storage states.
    await expect.poll(() => admitted(token), { timeout: 20_000 }).toBe('token_session_ended')
    expect(await house.introspect(token)).toEqual({ active: false })
  })

  it.each([UNKNOWN, 'A'.repeat(40), '0'.repeat(39), 'hello'])(
    'that is none of ours (%s) opens nothing',
    async (text) => {
      expect(await admitted(text)).toBe('token_session_ended')
      expect(await house.introspect(text)).toEqual({ active: false })
    },
  )

  it('does not stand in the way of JWTs', async () => {
    const { access_token, user } = await house.signIn(CONFIDENTIAL)
    expect(await house.latchkey.guard.verify(access_token)).toMatchObject({ userId: user.sub })
  })

  it('is read and refused in the words of the backend before, where the API asks for that', async () => {
    const refused: RefusedRequest[] = []
    const guard = house.latchkey.guardFor(API, {
      wire: drfTokenWire(),
      onRefused: (one) => refused.push(one),
    })
    const token = await signIn(house, '6')
    expect(await guard.admit({ authorization: `Token ${token}` })).toMatchObject({ admitted: true })
    expect(await guard.admit({ authorization: `Token ${UNKNOWN}` })).toMatchObject({
      refusal: { status: 401, headers: { 'WWW-Authenticate': 'Token' }, body: { detail: 'Invalid token.' } },
    })
    expect(refused).toMatchObject([{ code: 'token_session_ended' }])
    expect(JSON.stringify(refused)).not.toContain(UNKNOWN)
  })

  it('is explained to any confidential client, with all that a JWT would say', async () => {
    const token = await signIn(house, '7')
    await runSql(database, `update users set roles = '["staff"]' where email = '7@gmail.com'`)
    const { userId, sessionId, scopes, expiresAt, amr } = await house.latchkey.guard.verify(token)
    expect(await house.introspect(token)).toEqual({
      active: true,
      token_type: 'Bearer',
      iss: ISSUER,
      sub: userId,
      sid: sessionId,
      client_id: 'django',
      scope: scopes.join(' '),
      aud: API,
      exp: expiresAt / 1_000,
      iat: house.clock.now() / 1_000,
      roles: ['staff'],
      user_id: await primaryKeyOf(userId),
      amr,
      auth_time: house.clock.now() / 1_000,
    })
  })

  it('is explained to no public client', async () => {
    const token = await signIn(house, '8')
    expect((await house.post(paths.introspect, { token }, PUBLIC)).status).toBe(401)
  })

  it('is ended by no client, because it was issued to none', async () => {
    const token = await signIn(house, '9')
    for (const client of [CONFIDENTIAL, PUBLIC]) {
      const response = await house.post(paths.revoke, { token }, client)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
    }
    expect(await admitted(token)).toBe('accepted')
    expect((await house.post(paths.revoke, { token: UNKNOWN }, CONFIDENTIAL)).status).toBe(200)
  })
})

it('without a door that gives them, 40 hex digits are text that could not be read', async () => {
  await using house = await startTestLatchkey()
  await expect(house.latchkey.guard.verify(UNKNOWN)).rejects.toMatchObject({ code: 'token_malformed' })
  expect(await house.introspect(UNKNOWN)).toEqual({ active: false })
})

it('a door that was shut leaves none of its tokens valid', async () => {
  await using open = await startDjangoDoor([drfToken()])
  const token = await signIn(open, '1')
  expect(await open.introspect(token)).toMatchObject({ active: true })
  await using shut = await startDjangoDoor([fastapiTokens()], { database: open.database })
  expect(await shut.introspect(token)).toEqual({ active: false })
  await expect(shut.latchkey.guard.verify(token)).rejects.toMatchObject({ code: 'token_malformed' })
})

it('a misspelt option of a guard stops the start', async () => {
  await using house = await startTestLatchkey()
  expect(() => house.latchkey.guardFor(API, { wires: drfTokenWire() } as never)).toThrow(
    'there is no option "wires"',
  )
})
