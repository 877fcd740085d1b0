import { type DjRestAuthOptions, djRestAuth } from '@latchkey/server'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { addFormerPerson, askDoor, type DoorAnswer, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

const GRACE = { sub: '1001', email: 'grace@gmail.com', email_verified: true, name: 'Grace Brewster Hopper' }
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/
const OPTIONS: DjRestAuthOptions = {
  tokenNames: 'old',
  origins: ['http://localhost:3000'],
  user: ({ id, username, email }) => ({ userId: id, username, email }),
}

interface Pair {
  readonly access_token: string
  readonly refresh_token: string
}

const BASE = '/api/auth'
const start = (database?: TestDatabase, options: DjRestAuthOptions = {}) =>
  startDjangoDoor([djRestAuth({ prefix: BASE, ...OPTIONS, ...options })], {
    ...(database !== undefined && { database }),
  })

const signIn = async (house: TestLatchkey, claims: Readonly<Record<string, unknown>> = GRACE) => {
  const idToken = await house.idToken(undefined, claims)
  return askDoor(house, '/api/social/login/google/', { body: { access_token: 'a', id_token: idToken } })
}
const pairOf = async (house: TestLatchkey, claims?: Readonly<Record<string, unknown>>): Promise<Pair> =>
  (await signIn(house, claims)).body as Pair
const refresh = (house: TestLatchkey, token: unknown): Promise<DoorAnswer> =>
  askDoor(house, `${BASE}/token/refresh/`, { body: { refresh: token } })
const readUser = (house: TestLatchkey, authorization?: string): Promise<DoorAnswer> =>
  askDoor(house, `${BASE}/user/`, authorization === undefined ? {} : { headers: { authorization } })

const NOT_VALID = {
  status: 401,
  body: { detail: 'Token is invalid or expired', code: 'token_not_valid' },
}
const BLACKLISTED = { status: 401, body: { detail: 'Token is blacklisted', code: 'token_not_valid' } }

describe.each(databaseKinds)('dj-rest-auth with Simple JWT on $name', (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    house = await start(database)
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  describe('signing in', () => {
    it('an ID token of Google becomes two JWTs with the claims these frontends read', async () => {
      const answer = await signIn(house)
      expect(answer).toMatchObject({
        status: 200,
        body: {
          access_token: expect.stringMatching(JWT),
          refresh_token: expect.stringMatching(JWT),
          user: { userId: expect.any(Number), username: 'grace', email: 'grace@gmail.com' },
        },
      })
      const {
        access_token: access,
        refresh_token: token,
        user,
      } = answer.body as Pair & { user: { userId: number } }
      const now = house.clock.now() / SECOND
      expect(decodeJwt(access)).toMatchObject({ token_type: 'access', user_id: user.userId, exp: now + 600 })
      expect(decodeProtectedHeader(access)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' })
      expect(decodeJwt(token)).toMatchObject({
        token_type: 'refresh',
        user_id: user.userId,
        exp: now + (7 * DAY) / SECOND,
        jti: expect.stringMatching(/^[\w-]{32}$/),
      })
    })

    it('the access JWT is one that every guard of ours accepts', async () => {
      const { access_token: access } = await pairOf(house)
      expect(await house.latchkey.guard.verify(access)).toMatchObject({ clientId: 'django' })
    })

    it('an access token of Google counts only when Google says that it was issued for us', async () => {
      const refused = await askDoor(house, '/api/social/login/google/', {
        body: { access_token: 'nonsense' },
      })
      expect(refused).toMatchObject({ status: 400, body: { non_field_errors: ['Incorrect value'] } })
    })

    it.each([
      ['nothing', {}, { non_field_errors: ['Incorrect input. access_token or code is required.'] }],
      ['null', { access_token: null }, { access_token: ['This field may not be null.'] }],
      ['a token for somebody else', 'aud', { non_field_errors: ['Incorrect value'] }],
    ])('%s is refused in the recorded words', async (_, body, refusal) => {
      const sent =
        body === 'aud' ? { id_token: await house.idToken(undefined, { ...GRACE, aud: 'another' }) } : body
      expect(await askDoor(house, '/api/social/login/google/', { body: sent })).toMatchObject({
        status: 400,
        body: refusal,
      })
    })

    it('an address that another person has proved is not taken over by who has not', async () => {
      await addFormerPerson(house, { id: '900', email: 'proven@example.com', isProven: true })
      const claims = { sub: '77', email: 'proven@example.com', email_verified: false }
      expect(await signIn(house, claims)).toMatchObject({
        status: 400,
        body: { non_field_errors: ['User is already registered with this e-mail address.'] },
      })
    })

    it.each([
      [{}, { password: ['This field is required.'] }],
      [{ username: 'a', password: '' }, { password: ['This field may not be blank.'] }],
      [
        { password: 'x' },
        { non_field_errors: ['Must include either "username" or "email" and "password".'] },
      ],
      [{ email: 'nonsense', password: 'x' }, { email: ['Enter a valid email address.'] }],
      [
        { username: 'nobody', password: 'x' },
        { non_field_errors: ['Unable to log in with provided credentials.'] },
      ],
    ])('%j at the form is refused in the recorded words', async (body, refusal) => {
      expect(await askDoor(house, `${BASE}/login/`, { body })).toMatchObject({ status: 400, body: refusal })
    })
  })

  describe('renewing', () => {
    it('a refresh JWT becomes the next pair, and both are needed by these frontends', async () => {
      const pair = await pairOf(house)
      house.clock.advance(SECOND)
      const { status, body } = await refresh(house, pair.refresh_token)
      expect([status, body]).toEqual([
        200,
        { access: expect.stringMatching(JWT), refresh: expect.stringMatching(JWT) },
      ])
      expect((body as { refresh: string }).refresh).not.toBe(pair.refresh_token)
    })

    it('of many that come in the same moment with one token, all get the same successor, and nobody is signed out', async () => {
      const pair = await pairOf(house)
      const answers = await Promise.all(Array.from({ length: 12 }, () => refresh(house, pair.refresh_token)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      const successors = new Set(answers.map(({ body }) => (body as { refresh: string }).refresh))
      expect(successors.size).toBe(1)
      expect(await refresh(house, [...successors][0])).toMatchObject({ status: 200 })
    })

    it('an answer that was lost is given again for five minutes; after that the session ends', async () => {
      const pair = await pairOf(house)
      const lost = (await refresh(house, pair.refresh_token)).body as { access: string; refresh: string }
      house.clock.advance(5 * MINUTE)
      const again = (await refresh(house, pair.refresh_token)).body as { refresh: string }
      expect(again.refresh).toBe(lost.refresh)
      house.clock.advance(1)
      expect(await refresh(house, pair.refresh_token)).toMatchObject(BLACKLISTED)
      expect(await refresh(house, lost.refresh)).toMatchObject(BLACKLISTED)
      expect(await readUser(house, `Bearer ${lost.access}`)).toMatchObject({ status: 401 })
    })

    it('a token nobody used for seven days is over', async () => {
      const pair = await pairOf(house)
      house.clock.advance(7 * DAY)
      expect(await refresh(house, pair.refresh_token)).toMatchObject(NOT_VALID)
    })

    it.each([
      ['nothing', undefined, ['This field is required.']],
      ['a blank', '', ['This field may not be blank.']],
      ['null', null, ['This field may not be null.']],
    ])('%s is refused as a field', async (_, token, messages) => {
      expect(await refresh(house, token)).toMatchObject({ status: 400, body: { refresh: messages } })
    })

    it('an access JWT is one of another kind, and anything else is no token', async () => {
      const pair = await pairOf(house)
      expect(await refresh(house, pair.access_token)).toMatchObject({
        status: 401,
        body: { detail: 'Token has wrong type', code: 'token_not_valid' },
      })
      for (const token of ['nonsense', `${pair.refresh_token}x`, pair.refresh_token.replace(/\.[^.]*$/, '.')])
        expect(await refresh(house, token)).toMatchObject(NOT_VALID)
      const refused = await refresh(house, 'nonsense')
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="api"')
    })

    it('somebody who is deleted or suspended gets no token any more', async () => {
      const gone = await pairOf(house, { ...GRACE, sub: '2', email: 'gone@gmail.com' })
      await runSql(database, "delete from users where email = 'gone@gmail.com'")
      house.clock.advance(2 * SECOND)
      expect(await refresh(house, gone.refresh_token)).toMatchObject({ status: 401 })
      const suspended = await pairOf(house, { ...GRACE, sub: '3', email: 'off@gmail.com' })
      await runSql(database, "update users set suspended_at = 1 where email = 'off@gmail.com'")
      await house.restart()
      expect(await refresh(house, suspended.refresh_token)).toMatchObject({
        status: 401,
        body: { code: 'no_active_account' },
      })
    })
  })

  describe('asking', () => {
    it('both tokens verify while their session lives, and neither afterwards', async () => {
      const pair = await pairOf(house)
      const verify = (token: unknown) => askDoor(house, `${BASE}/token/verify/`, { body: { token } })
      expect([(await verify(pair.access_token)).body, (await verify(pair.refresh_token)).body]).toEqual([
        {},
        {},
      ])
      await askDoor(house, `${BASE}/logout/`, { body: { refresh: pair.refresh_token } })
      expect(await verify(pair.access_token)).toMatchObject(NOT_VALID)
      expect(await verify(pair.refresh_token)).toMatchObject(NOT_VALID)
      expect(await verify('nonsense')).toMatchObject(NOT_VALID)
    })

    it('the person is told as the project writes a person, without a password in any form', async () => {
      const { access_token: access } = await pairOf(house)
      const answer = await readUser(house, `Bearer ${access}`)
      expect([answer.status, answer.body]).toEqual([
        200,
        { userId: expect.any(Number), username: 'grace', email: 'grace@gmail.com' },
      ])
    })

    it.each([
      [undefined, 'Authentication credentials were not provided.'],
      ['bearer x', 'Authentication credentials were not provided.'],
      ['Basic YTpi', 'Authentication credentials were not provided.'],
      ['Bearer a b', 'Authorization header must contain two space-delimited values'],
      ['Bearer', 'Authorization header must contain two space-delimited values'],
      ['Bearer nonsense', 'Given token not valid for any token type'],
    ])('%j in the header is refused: %s', async (authorization, detail) => {
      expect(await readUser(house, authorization)).toMatchObject({ status: 401, body: { detail } })
    })

    it('a refresh JWT in the header has the wrong type', async () => {
      const { refresh_token: token } = await pairOf(house)
      expect((await readUser(house, `Bearer ${token}`)).body).toMatchObject({
        code: 'token_not_valid',
        messages: [{ token_class: 'AccessToken', token_type: 'access', message: 'Token has wrong type' }],
      })
    })

    it('another username is taken on, and one that another has is not', async () => {
      const { access_token: access } = await pairOf(house)
      await pairOf(house, { ...GRACE, sub: '5', email: 'eve@gmail.com' })
      const change = (method: string, body: object) =>
        askDoor(house, `${BASE}/user/`, { method, body, headers: { authorization: `Bearer ${access}` } })
      expect(await change('PATCH', { username: 'eve' })).toMatchObject({
        status: 400,
        body: { username: ['A user with that username already exists.'] },
      })
      expect(
        await change('PUT', { username: 'grace', email: 'x@y.example', password: 'plain' }),
      ).toMatchObject({
        status: 200,
        body: { username: 'grace', email: 'grace@gmail.com' },
      })
      expect(await change('PATCH', { username: 'amazing' })).toMatchObject({ body: { username: 'amazing' } })
      expect(await change('PATCH', { username: 'a@b.example' })).toMatchObject({ status: 400 })
      expect(await change('PATCH', { username: 'grace' })).toMatchObject({ body: { username: 'grace' } })
    })
  })

  describe('signing out', () => {
    const logOut = (body: object | undefined, access?: string) =>
      askDoor(house, `${BASE}/logout/`, {
        method: 'POST',
        body,
        ...(access !== undefined && { headers: { authorization: `Bearer ${access}` } }),
      })

    it('with the refresh JWT every form of the session is over at once', async () => {
      const pair = await pairOf(house)
      expect(await logOut({ refresh: pair.refresh_token })).toMatchObject({
        status: 200,
        body: { detail: 'Successfully logged out.' },
      })
      expect(await refresh(house, pair.refresh_token)).toMatchObject(BLACKLISTED)
      expect(await readUser(house, `Bearer ${pair.access_token}`)).toMatchObject({ status: 401 })
      expect(await logOut({ refresh: pair.refresh_token })).toMatchObject({
        status: 401,
        body: { detail: 'Token is blacklisted' },
      })
    })

    it('the access JWT alone will do too', async () => {
      const pair = await pairOf(house)
      expect(await logOut(undefined, pair.access_token)).toMatchObject({ status: 200 })
      expect(await refresh(house, pair.refresh_token)).toMatchObject(BLACKLISTED)
    })

    it('with neither nothing is signed out, and that is said', async () => {
      expect(await logOut(undefined)).toMatchObject({
        status: 401,
        body: { detail: 'Refresh token was not included in request data.' },
      })
      expect(await logOut({ refresh: 'nonsense' })).toMatchObject({
        status: 401,
        body: { detail: 'Token is invalid or expired' },
      })
      expect((await askDoor(house, `${BASE}/logout/`)).status).toBe(405)
    })

    it('another person stays signed in', async () => {
      const other = await pairOf(house, { ...GRACE, sub: '6', email: 'other@gmail.com' })
      const pair = await pairOf(house)
      await logOut({ refresh: pair.refresh_token })
      expect(await refresh(house, other.refresh_token)).toMatchObject({ status: 200 })
    })
  })
})

describe('dj-rest-auth for pages of another origin', () => {
  const APP = 'http://localhost:3000'

  it('a page that is named may read the answers, and no other, and never with cookies', async () => {
    await using house = await start()
    const from = async (origin: string, method = 'GET') =>
      (await askDoor(house, `${BASE}/user/`, { method, headers: { origin } })).headers
    expect((await from(APP)).get('access-control-allow-origin')).toBe(APP)
    expect((await from(APP)).get('access-control-allow-credentials')).toBeNull()
    expect((await from(APP, 'OPTIONS')).get('access-control-allow-headers')).toContain('authorization')
    expect((await from('https://evil.example')).get('access-control-allow-origin')).toBeNull()
    expect((await from('https://evil.example', 'OPTIONS')).get('access-control-allow-headers')).toBeNull()
  })
})

describe('dj-rest-auth with cookies', () => {
  const cookies = { access: 'app-access', refresh: 'app-refresh' }
  const APP = 'http://localhost:3000'
  const jar = ({ setCookies }: DoorAnswer): string =>
    setCookies.map((line) => line.slice(0, line.indexOf(';'))).join('; ')

  it('the tokens are in HttpOnly cookies, with which a page of the app reads, renews and signs out', async () => {
    await using house = await start(undefined, { cookies })
    const signedIn = await signIn(house)
    expect(signedIn.setCookies).toEqual([
      expect.stringMatching(
        /^app-access=[\w.-]+; expires=[^;]+ GMT; HttpOnly; Max-Age=600; Path=\/; SameSite=Lax$/,
      ),
      expect.stringMatching(
        /^app-refresh=[\w.-]+; expires=[^;]+ GMT; HttpOnly; Max-Age=604800; Path=\/; SameSite=Lax$/,
      ),
    ])
    const cookie = jar(signedIn)
    const page = { cookie, origin: APP }
    expect(await askDoor(house, `${BASE}/user/`, { headers: page })).toMatchObject({ status: 200 })
    const renewed = await askDoor(house, `${BASE}/token/refresh/`, { method: 'POST', headers: page })
    expect(renewed).toMatchObject({
      status: 200,
      body: { access_token_expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) },
    })
    const out = await askDoor(house, `${BASE}/logout/`, {
      method: 'POST',
      headers: { cookie: jar(renewed), origin: APP },
    })
    expect(out).toMatchObject({ status: 200, body: { detail: 'Successfully logged out.' } })
    expect(out.setCookies).toEqual([
      'app-access=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Max-Age=0; Path=/; SameSite=Lax',
      'app-refresh=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Max-Age=0; Path=/; SameSite=Lax',
    ])
    expect(await askDoor(house, `${BASE}/user/`, { headers: page })).toMatchObject({ status: 401 })
  })

  it('a page of another site makes nobody renew, rename or sign out', async () => {
    await using house = await start(undefined, { cookies })
    const cookie = jar(await signIn(house))
    const evil = { cookie, origin: 'https://evil.example' }
    for (const [method, path] of [
      ['POST', 'token/refresh/'],
      ['POST', 'logout/'],
      ['PATCH', 'user/'],
    ] as const)
      expect(await askDoor(house, `${BASE}/${path}`, { method, headers: evil })).toMatchObject({
        status: 403,
      })
    expect(await askDoor(house, `${BASE}/user/`, { headers: { cookie } })).toMatchObject({ status: 200 })
  })
})
