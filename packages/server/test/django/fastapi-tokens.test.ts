import { fastapiTokens } from '@latchkey/server'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { addFormerPerson, askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'

const DAY = 24 * 60 * 60_000
/** As Django kept it: rows of a former backend. */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const PASSWORD = 'password'
const ADA = { username: 'ada@example.com', password: PASSWORD }
const NOT_VALIDATED = { status: 401, body: { detail: 'Could not validate credentials' } }

describe.each(databaseKinds)('the FastAPI tutorial on $name', (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    house = await startDjangoDoor([fastapiTokens({ prefix: '/api/v1' })], { database })
    await addFormerPerson(house, {
      id: '1',
      email: 'ada@example.com',
      passwordHash: HASH,
      roles: ['staff'],
      names: { firstName: 'Ada', lastName: null },
      joinedAt: Date.UTC(2026, 10, 21, 4, 1, 21, 964),
    })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const logIn = (body: unknown = ADA, headers: Readonly<Record<string, string>> = {}) =>
    askDoor(house, '/api/v1/users/login/', { body, headers })
  const tokenOf = async (): Promise<string> => ((await logIn()).body as { access_token: string }).access_token
  const ask = (authorization?: string) =>
    askDoor(house, '/api/v1/users/session/', {
      method: 'POST',
      // As the frontend sends it: JSON is announced, and nothing comes.
      headers: {
        'content-type': 'application/json',
        'content-length': '0',
        ...(authorization !== undefined && { authorization }),
      },
    })

  it('credentials become a token for thirty days and the person, in the recorded shape', async () => {
    const extra = { csrfToken: 'f'.repeat(64), callbackUrl: 'http://localhost:3000/' }
    const { status, body } = await logIn({ ...ADA, ...extra })
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'Bearer',
        user: {
          id: 1,
          email: 'ada@example.com',
          first_name: 'Ada',
          last_name: '',
          name: null,
          is_staff: true,
          is_active: true,
          is_superuser: false,
          last_login: null,
          date_joined: '2026-11-21T04:01:21.964000Z',
        },
      },
    ])
    const { access_token: token } = body as { access_token: string }
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(decodeJwt(token)).toMatchObject({ sub: '1', exp: (house.clock.now() + 30 * DAY) / 1_000 })
  })

  it('shown at a page, with an empty body, it says who is signed in and gives an access JWT of minutes', async () => {
    const token = await tokenOf()
    const { status, body } = await ask(`bearer ${token}`)
    expect([status, body]).toMatchObject([200, { token_type: 'Bearer', user: { id: 1 } }])
    const { access_token: access } = body as { access_token: string }
    expect(access).not.toBe(token)
    expect(decodeJwt(access).exp).toBe(house.clock.now() / 1_000 + 600)
    expect(await house.latchkey.guard.verify(access)).toMatchObject({ roles: ['staff'] })
  })

  it('no API takes the token of thirty days for an access JWT', async () => {
    await expect(house.latchkey.guard.verify(await tokenOf())).rejects.toMatchObject({
      code: expect.stringMatching(/^token_/),
    })
  })

  it('when the session is ended the token opens nothing any more', async () => {
    const token = await tokenOf()
    await runSql(database, "update sessions set ended_at = 1, end_reason = 'signed_out'")
    await house.restart()
    expect(await ask(`Bearer ${token}`)).toMatchObject(NOT_VALIDATED)
  })

  it('who signs out is out, by the token the frontend keeps and by every access JWT it shows there', async () => {
    const token = await tokenOf()
    const headers = { authorization: `Bearer ${token}` }
    const out = await askDoor(house, '/api/v1/users/logout/', { method: 'POST', headers })
    expect([out.status, out.body]).toEqual([200, { status: 'ok' }])
    expect(await ask(`Bearer ${token}`)).toMatchObject(NOT_VALIDATED)
    expect((await askDoor(house, '/api/v1/users/logout/', { method: 'POST', headers })).status).toBe(401)
  })

  it('after thirty days it is over', async () => {
    const token = await tokenOf()
    house.clock.advance(30 * DAY)
    expect(await ask(`Bearer ${token}`)).toMatchObject(NOT_VALIDATED)
  })

  it.each([
    ['a wrong password', { ...ADA, password: 'wrong' }],
    ['nobody', { ...ADA, username: 'nobody@example.com' }],
  ])('%s is refused as the other', async (_, body) => {
    const refused = await logIn(body)
    expect(refused).toMatchObject(NOT_VALIDATED)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each([
    [undefined, 'Not authenticated'],
    ['Basic YTpi', 'Not authenticated'],
    ['Bearer', 'Not authenticated'],
    ['Bearer nonsense', 'Could not validate credentials'],
    ['Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', 'Could not validate credentials'],
  ])('%j at a page is refused: %s', async (authorization, detail) => {
    const refused = await ask(authorization)
    expect(refused).toMatchObject({ status: 401, body: { detail } })
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
  })

  it.each([
    ['a field that is missing', { username: 'zz' }, ['missing', ['body', 'password'], 'Field required']],
    [
      'a field of another type',
      { username: 1, password: 'x' },
      ['string_type', ['body', 'username'], 'Input should be a valid string'],
    ],
    ['a broken body', '{', ['json_invalid', ['body', 0], 'JSON decode error']],
    [
      'a list',
      [1],
      [
        'model_attributes_type',
        ['body'],
        'Input should be a valid dictionary or object to extract fields from',
      ],
    ],
  ])(
    '%s is told in pydantic’s words, and what was typed is not repeated',
    async (_, body, [type, loc, msg]) => {
      const refused = await logIn(body, { 'content-type': 'application/json' })
      expect([refused.status, refused.body]).toMatchObject([422, { detail: [{ type, loc, msg }] }])
      expect(JSON.stringify(refused.body)).not.toMatch(/zz|"x"/)
    },
  )

  it('another method, another address and the health are answered as FastAPI does', async () => {
    const refused = await askDoor(house, '/api/v1/users/login/')
    expect(refused).toMatchObject({ status: 405, body: { detail: 'Method Not Allowed' } })
    expect(refused.headers.get('allow')).toBe('POST')
    expect(await askDoor(house, '/api/v1/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect((await askDoor(house, '/api/v1/users/login', { body: ADA })).status).toBe(200)
  })
})
