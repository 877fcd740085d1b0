import { drfToken } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { addFormerPerson, askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'

const GRACE = {
  sub: '1001',
  email: 'grace@gmail.com',
  email_verified: true,
  name: 'Grace Hopper',
} as const
const TOKEN = /^[0-9a-f]{40}$/

describe.each(databaseKinds)("Django REST framework's tokens on $name", (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    house = await startDjangoDoor([drfToken({ prefix: '/api' })], { database })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const signIn = async (claims: Readonly<Record<string, unknown>> = GRACE, path = '/api/google/') =>
    askDoor(house, path, { body: { auth_token: await house.idToken(undefined, claims) } })
  const withToken = (authorization: string) =>
    askDoor(house, '/api/google/', { body: {}, headers: { authorization } })

  it('an ID token of Google becomes a token of 40 hex digits and a number, and the person keeps the number', async () => {
    const first = await signIn()
    expect(first).toMatchObject({
      status: 200,
      body: { user_id: expect.any(Number), tokens: expect.stringMatching(TOKEN) },
    })
    const again = await signIn()
    expect(again.body).toMatchObject({ user_id: (first.body as { user_id: number }).user_id })
    expect(again.body).not.toEqual(first.body)
  })

  it('the address without a slash at its end is the same address', async () => {
    expect(await signIn(GRACE, '/api/google')).toMatchObject({ status: 200 })
  })

  it('somebody who had a number in the former backend and proves the address keeps it', async () => {
    await addFormerPerson(house, {
      id: '4711',
      email: 'ada@gmail.com',
      isProven: true,
      username: 'ada@gmail.com',
    })
    const { body } = await signIn({ ...GRACE, sub: '4711', email: 'ada@gmail.com' })
    expect(body).toMatchObject({ user_id: 4711 })
  })

  it('other devices stay signed in', async () => {
    const first = (await signIn()).body as { tokens: string }
    await signIn()
    // Past authentication the body is looked at.
    expect(await withToken(`Token ${first.tokens}`)).toMatchObject({
      status: 400,
      body: { auth_token: ['This field is required.'] },
    })
  })

  it('a token is over when it is ended, and another of the same person is not', async () => {
    const [ended, other] = [
      (await signIn()).body as { tokens: string },
      (await signIn()).body as { tokens: string },
    ]
    const signOut = (authorization?: string) =>
      askDoor(house, '/api/logout/', {
        method: 'POST',
        ...(authorization !== undefined && { headers: { authorization } }),
      })
    expect((await signOut(`Token ${ended.tokens}`)).status).toBe(204)
    expect(await signOut(`Token ${ended.tokens}`)).toMatchObject({
      status: 401,
      body: { detail: 'Invalid token.' },
    })
    expect(await signOut()).toMatchObject({
      status: 401,
      body: { detail: 'Authentication credentials were not provided.' },
    })
    expect((await withToken(`Token ${other.tokens}`)).status).toBe(400)
  })

  it('the token is kept as a hash only, and stands in no log line', async () => {
    const { tokens } = (await signIn()).body as { tokens: string }
    const rows = await runSql(database, 'select * from sessions')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify([rows, house.logLines])).not.toContain(tokens)
  })

  it.each([
    ['nothing', {}, ['This field is required.']],
    ['a blank', { auth_token: ' ' }, ['This field may not be blank.']],
    ['null', { auth_token: null }, ['This field may not be null.']],
    ['a list', { auth_token: ['a'] }, ['Not a valid string.']],
    ['no JWT', { auth_token: 'a.b.c' }, ['The token is invalid or expired. Please login again.']],
  ])('%s instead of a token is refused in the words of a serializer', async (_, body, messages) => {
    expect(await askDoor(house, '/api/google/', { body })).toMatchObject({
      status: 400,
      body: { auth_token: messages },
    })
  })

  it('a token for another application is refused as the article refuses it', async () => {
    const refused = await signIn({ ...GRACE, aud: 'somebody-else' })
    expect(refused).toMatchObject({ status: 401, body: { detail: 'oops, who are you?' } })
    expect(refused.headers.get('www-authenticate')).toBe('Token')
  })

  it('a token that was used is refused', async () => {
    const body = { auth_token: await house.idToken(undefined, GRACE) }
    expect((await askDoor(house, '/api/google/', { body })).status).toBe(200)
    expect(await askDoor(house, '/api/google/', { body })).toMatchObject({ status: 400 })
  })

  it.each([
    ['Token', 'Invalid token header. No credentials provided.'],
    ['Token a b', 'Invalid token header. Token string should not contain spaces.'],
    ['token 0123', 'Invalid token.'],
    [`Token ${'0'.repeat(40)}`, 'Invalid token.'],
  ])('%j in the header is refused where none is needed', async (authorization, detail) => {
    const refused = await withToken(authorization)
    expect(refused).toMatchObject({ status: 401, body: { detail } })
    expect(refused.headers.get('www-authenticate')).toBe('Token')
  })

  it('another scheme in the header is nobody', async () => {
    expect((await withToken('Bearer a')).status).toBe(400)
  })

  it.each([
    ['form', 'application/x-www-form-urlencoded', (token: string) => `auth_token=${token}`],
    [
      'multipart',
      'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
      (token: string) =>
        `------WebKitFormBoundary7MA4YWxkTrZu0gW\r\ncontent-disposition: form-data; name="auth_token"\r\n\r\n${token}\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n`,
    ],
  ])('a %s will do too', async (_, type, write) => {
    const body = write(await house.idToken(undefined, GRACE))
    const answer = await askDoor(house, '/api/google/', { body, headers: { 'content-type': type } })
    expect(answer).toMatchObject({ status: 200, body: { tokens: expect.stringMatching(TOKEN) } })
  })

  it.each([
    ['text/plain', 'a', 415, { detail: 'Unsupported media type "text/plain" in request.' }],
    ['application/json', '{', 400, { detail: expect.stringMatching(/^JSON parse error - /) }],
    [
      'application/json',
      '[1]',
      400,
      { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] },
    ],
    ['multipart/form-data', 'a', 400, { detail: expect.stringMatching(/^Multipart form parse error - /) }],
  ])('%s with %j is refused, and nothing breaks', async (type, body, status, refusal) => {
    expect(await askDoor(house, '/api/google/', { body, headers: { 'content-type': type } })).toMatchObject({
      status,
      body: refusal,
    })
  })

  it('another method is refused with those there are', async () => {
    const refused = await askDoor(house, '/api/google/')
    expect(refused).toMatchObject({ status: 405, body: { detail: 'Method "GET" not allowed.' } })
    expect(refused.headers.get('allow')).toBe('POST, OPTIONS')
  })
})

describe("Django REST framework's tokens", () => {
  it('a frontend that takes any JSON for a success is refused with none', async () => {
    await using house = await startDjangoDoor([drfToken({ refusals: 'unreadable' })])
    const refused = await askDoor(house, '/google/', { body: { auth_token: 'a.b.c' } })
    expect([refused.status, refused.body, refused.headers.get('content-type')]).toEqual([400, '', null])
  })

  it('where it is configured a sign-in ends the tokens on other devices, and nobody else’s', async () => {
    await using house = await startDjangoDoor([drfToken({ otherDevices: 'end' })])
    const signIn = async (sub: string): Promise<string> => {
      const claims = { ...GRACE, sub, email: `${sub}@gmail.com` }
      const { body } = await askDoor(house, '/google/', {
        body: { auth_token: await house.idToken(undefined, claims) },
      })
      return (body as { tokens: string }).tokens
    }
    const statusOf = async (token: string) =>
      (await askDoor(house, '/google/', { body: {}, headers: { authorization: `Token ${token}` } })).status
    const [first, other] = [await signIn('1'), await signIn('2')]
    const second = await signIn('1')
    expect([await statusOf(first), await statusOf(second), await statusOf(other)]).toEqual([401, 400, 400])
  })

  it('people have UUIDs where the API keeps UUIDs', async () => {
    await using house = await startDjangoDoor([drfToken({ userIds: 'uuid' })])
    const { body } = await askDoor(house, '/google/', {
      body: { auth_token: await house.idToken(undefined, GRACE) },
    })
    expect(body).toMatchObject({
      user_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/),
    })
  })
})
