import { randomUUID } from 'node:crypto'
import { djRestAuth, fastapiTokens } from '@latchkey/server'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formerTokenKey } from '../../src/forms/former-token.js'
import type { UserId } from '../../src/model/ids.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { openOn } from '../fixtures/stores.js'
import { addFormerPerson, askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'

const SECRET_KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const START = Date.UTC(2026, 10, 21, 12)
const UNTIL = '2026-12-21'

interface Minted {
  readonly key?: string
  readonly algorithm?: string
  readonly lifetime?: number
  readonly claims?: Readonly<Record<string, unknown>>
}

describe.each(databaseKinds)('tokens of a former backend on $name', (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  let next = 100
  beforeAll(async () => {
    database = await kind.create()
    house = await startDjangoDoor(
      [
        djRestAuth({ prefix: '/api/auth', former: { key: SECRET_KEY, until: UNTIL } }),
        fastapiTokens({ prefix: '/v1', former: { key: SECRET_KEY, until: UNTIL } }),
      ],
      { database, startAt: START },
    )
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const somebody = async (): Promise<{ id: string; userId: UserId }> => {
    next += 1
    return {
      id: String(next),
      userId: await addFormerPerson(house, { id: String(next), username: `p${next}` }),
    }
  }
  const mint = async ({
    key = SECRET_KEY,
    algorithm = 'HS256',
    lifetime = DAY,
    claims,
  }: Minted): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setExpirationTime(Math.floor((house.clock.now() + lifetime) / 1_000))
      .sign(Buffer.from(key))
  const simple = (type: 'access' | 'refresh', id: string, minted: Minted = {}) =>
    mint({
      lifetime: type === 'access' ? 5 * MINUTE : 7 * DAY,
      ...minted,
      claims: {
        token_type: type,
        jti: randomUUID().replaceAll('-', ''),
        user_id: Number(id),
        ...minted.claims,
      },
    })
  const refresh = (token: string) => askDoor(house, '/api/auth/token/refresh/', { body: { refresh: token } })
  const readUser = (token: string) =>
    askDoor(house, '/api/auth/user/', { headers: { authorization: `Bearer ${token}` } })
  const askSession = (token: string) =>
    askDoor(house, '/v1/users/session/', { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  const sessionsOf = ({ userId }: { userId: UserId }) =>
    runSql(database, `select ended_at from sessions where user_id = '${userId}'`)

  describe('Simple JWT', () => {
    it('a refresh token becomes a session at first sight, and the pair that comes of it goes on', async () => {
      const person = await somebody()
      const first = await refresh(await simple('refresh', person.id))
      expect(first.status).toBe(200)
      const pair = first.body as { access: string; refresh: string }
      expect(await readUser(pair.access)).toMatchObject({ status: 200, body: { pk: Number(person.id) } })
      expect(await refresh(pair.refresh)).toMatchObject({ status: 200 })
      expect(await sessionsOf(person)).toHaveLength(1)
    })

    it('of many that come in the same moment, one opens the session and all get the same pair', async () => {
      const person = await somebody()
      const token = await simple('refresh', person.id)
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(token)))
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
      expect(new Set(answers.map(({ body }) => (body as { refresh: string }).refresh)).size).toBe(1)
      expect(await sessionsOf(person)).toHaveLength(1)
    })

    it('shown again long after it was exchanged it is in two hands, and the session ends', async () => {
      const person = await somebody()
      const token = await simple('refresh', person.id)
      await refresh(token)
      house.clock.advance(6 * MINUTE)
      expect(await refresh(token)).toMatchObject({ status: 401, body: { detail: 'Token is blacklisted' } })
      expect(await sessionsOf(person)).toEqual([{ ended_at: expect.any(Number) }])
    })

    it('an access token opens what it opened, until it ends', async () => {
      const person = await somebody()
      const token = await simple('access', person.id)
      expect(await readUser(token)).toMatchObject({ status: 200, body: { username: `p${person.id}` } })
      expect(await readUser(token)).toMatchObject({ status: 200 })
      expect(await sessionsOf(person)).toHaveLength(1)
      house.clock.advance(5 * MINUTE)
      expect(await readUser(token)).toMatchObject({ status: 401 })
    })

    it('neither does the work of the other', async () => {
      const person = await somebody()
      expect(await refresh(await simple('access', person.id))).toMatchObject({ status: 401 })
      expect(await readUser(await simple('refresh', person.id))).toMatchObject({ status: 401 })
      expect(await sessionsOf(person)).toEqual([])
    })

    it('signing out ends it for good, also when the row of the session is gone', async () => {
      const person = await somebody()
      const token = await simple('refresh', person.id)
      expect(await askDoor(house, '/api/auth/logout/', { body: { refresh: token } })).toMatchObject({
        status: 200,
      })
      expect(await refresh(token)).toMatchObject({ status: 401, body: { detail: 'Token is blacklisted' } })
      await runSql(database, `delete from sessions where user_id = '${person.userId}'`)
      expect(await refresh(token)).toMatchObject({ status: 401 })
      expect(await sessionsOf(person)).toEqual([])
    })

    it('one that the former backend had taken back opens nothing', async () => {
      const person = await somebody()
      const jti = randomUUID().replaceAll('-', '')
      await runSql(
        database,
        `insert into spent_proofs values ('${formerTokenKey(jti)}', ${START + 30 * DAY})`,
      )
      expect(await refresh(await simple('refresh', person.id, { claims: { jti } }))).toMatchObject({
        status: 401,
      })
      expect(await sessionsOf(person)).toEqual([])
    })

    it('after all sessions were ended, those that nobody had shown open nothing either', async () => {
      const person = await somebody()
      const { access } = (await refresh(await simple('refresh', person.id))).body as { access: string }
      const unseen = await simple('refresh', person.id)
      await runSql(
        database,
        `update django_accounts set former_ended_at = 1 where user_id = '${person.userId}'`,
      )
      expect(await refresh(unseen)).toMatchObject({ status: 401 })
      expect((await readUser(access)).status).toBe(200)
    })

    it.each([
      ['with another key', { key: `${SECRET_KEY}x` }],
      ['with another algorithm', { algorithm: 'HS512' }],
      ['that has ended', { lifetime: -1_000 }],
      ['for nobody', { claims: { user_id: 4_040_404 } }],
      ['for what is no primary key', { claims: { user_id: "1' or 1" } }],
      ['without a type', { claims: { token_type: undefined } }],
    ] as const)('one %s is refused, and opens nothing', async (_, minted) => {
      const person = await somebody()
      const before = await countRows(database, 'sessions')
      expect(await refresh(await simple('refresh', person.id, minted))).toMatchObject({
        status: 401,
        body: { detail: 'Token is invalid or expired' },
      })
      expect(await countRows(database, 'sessions')).toBe(before)
    })

    it('one without a signature is refused', async () => {
      const person = await somebody()
      const [, payload] = (await simple('refresh', person.id)).split('.')
      const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
      expect(await refresh(`${header}.${payload}.`)).toMatchObject({ status: 401 })
    })

    it('somebody who is suspended gets nothing for it', async () => {
      const person = await somebody()
      await runSql(database, `update users set suspended_at = 1 where id = '${person.userId}'`)
      expect(await refresh(await simple('refresh', person.id))).toMatchObject({ status: 401 })
      expect(await sessionsOf(person)).toEqual([])
    })
  })

  describe('the FastAPI tutorial', () => {
    it('a token that is shown at each page goes on until its own end, and what pages see is an access JWT', async () => {
      const person = await somebody()
      const token = await mint({ lifetime: 30 * DAY, claims: { sub: person.id } })
      const first = await askSession(token)
      expect(first).toMatchObject({
        status: 200,
        body: { token_type: 'Bearer', user: { id: Number(person.id), name: null, is_active: true } },
      })
      const { access_token: access } = first.body as { access_token: string }
      expect(await house.latchkey.guard.verify(access)).toMatchObject({ userId: person.userId })
      expect(await askSession(token)).toMatchObject({ status: 200 })
      expect(await sessionsOf(person)).toHaveLength(1)
    })

    it('signing out everywhere ends it', async () => {
      const person = await somebody()
      const token = await mint({ lifetime: 30 * DAY, claims: { sub: person.id } })
      await askSession(token)
      await runSql(
        database,
        `update sessions set ended_at = 1, end_reason = 'signed_out' where user_id = '${person.userId}'`,
      )
      await house.restart()
      expect(await askSession(token)).toMatchObject({
        status: 401,
        body: { detail: 'Could not validate credentials' },
      })
    })
  })

  it('the log says why a token is refused', async () => {
    const { id } = await somebody()
    const reasonOf = async (token: string): Promise<unknown> => {
      const before = house.logLines.length
      expect(await refresh(token)).toMatchObject({ status: 401 })
      const lines = house.logLines.slice(before).filter((line) => line.includes('former token refused'))
      expect(lines).toHaveLength(1)
      return (JSON.parse(lines[0] ?? '') as { reason: unknown }).reason
    }
    expect(await reasonOf(await simple('refresh', id, { key: `${SECRET_KEY}x` }))).toMatch(/signature/)
    expect(await reasonOf(await simple('refresh', id, { algorithm: 'HS512' }))).toMatch(/algorithm/)
    expect(await reasonOf(await simple('refresh', id, { lifetime: -MINUTE }))).toMatch(/expired/)
    expect(await reasonOf(await simple('refresh', '999999'))).toMatch(/nobody/)
    expect(await reasonOf(await simple('access', id))).toMatch(/kind is access/)
  })

  it('after the last day nothing opens a session that had not been seen, and what was seen goes on', async () => {
    const [seen, unseen] = [await somebody(), await somebody()]
    const token = (id: string) => mint({ lifetime: 90 * DAY, claims: { sub: id } })
    const [known, unknown] = [await token(seen.id), await token(unseen.id)]
    expect(await askSession(known)).toMatchObject({ status: 200 })
    // The day counts as a whole.
    house.clock.advance(Date.parse(UNTIL) + DAY - house.clock.now())
    expect(await askSession(known)).toMatchObject({ status: 200 })
    expect(await askSession(unknown)).toMatchObject({ status: 401 })
    expect(await refresh(await simple('refresh', unseen.id))).toMatchObject({ status: 401 })
    expect(await sessionsOf(unseen)).toEqual([])
  })

  it('no token stands in a log line', async () => {
    const person = await somebody()
    const token = await simple('refresh', person.id)
    await refresh(token)
    expect(house.logLines.join('\n')).not.toContain(token)
  })
})

describe('the end of all sessions', () => {
  it.each(databaseKinds)(
    'ends tokens of the former backend that nobody has shown yet, on $name',
    async (kind) => {
      await using database = await kind.create()
      await using house = await startDjangoDoor(
        [djRestAuth({ prefix: '/api/auth', former: { key: SECRET_KEY, until: UNTIL } })],
        { database, startAt: START },
      )
      const userId = await addFormerPerson(house, { id: '1', username: 'ada' })
      const storage = openOn(database)
      await storage.sessions.endAllOf(userId, null, 'signed_out_elsewhere', START)
      await storage.close()
      const token = await new SignJWT({ token_type: 'refresh', jti: 'a'.repeat(32), user_id: 1 })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(START / 1_000 + 3_600)
        .sign(Buffer.from(SECRET_KEY))
      expect(await askDoor(house, '/api/auth/token/refresh/', { body: { refresh: token } })).toMatchObject({
        status: 401,
      })
      expect(await countRows(database, 'sessions')).toBe(0)
    },
  )
})
