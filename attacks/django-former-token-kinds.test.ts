import { randomUUID } from 'node:crypto'
import { djRestAuth, fastapiTokens } from '@latchkey/server'
import { SignJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import {
  addFormerPerson,
  askDoor,
  startDjangoDoor,
} from '../packages/server/test/fixtures/test-django-door.js'

// A token of a former backend that was seen once is known by its text: it stays of the kind it was, and has no second text.

const SECRET_KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
const former = { key: SECRET_KEY, until: '2036-12-21' }
const MINUTE = 60_000

const start = async () => {
  const house = await startDjangoDoor([
    djRestAuth({ prefix: '/api/auth', former }),
    fastapiTokens({ prefix: '/v1', former }),
  ])
  onTestFinished(() => house[Symbol.asyncDispose]())
  await addFormerPerson(house, { id: '5', username: 'ada' })
  const sign = (claims: Record<string, unknown>, seconds: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(Math.floor(house.clock.now() / 1_000) + seconds)
      .sign(Buffer.from(SECRET_KEY))
  const mint = (token_type: 'access' | 'refresh', seconds: number) =>
    sign({ token_type, jti: randomUUID(), user_id: 5 }, seconds)
  const refresh = (token: string) => askDoor(house, '/api/auth/token/refresh/', { body: { refresh: token } })
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const page = (token: string) => askDoor(house, '/v1/users/session/', { method: 'POST', ...bearer(token) })
  return { house, sign, mint, refresh, bearer, page }
}

describe('a token of a former backend', () => {
  it('that was exchanged as a refresh token is no access token, nor one for pages', async () => {
    const { house, mint, refresh, bearer, page } = await start()
    const stolen = await mint('refresh', 7 * 86_400)
    const first = await refresh(stolen)
    // The owner goes on; whoever took the token never asks for a refresh, so that nothing is reused.
    house.clock.advance(30 * MINUTE)
    await refresh((first.body as { refresh: string }).refresh)
    house.clock.advance(30 * MINUTE)
    const user = '/api/auth/user/'
    const rename = { method: 'PATCH', body: { username: 'owned' }, ...bearer(stolen) }
    expect(await askDoor(house, user, bearer(stolen))).toMatchObject({ status: 401 })
    expect(await askDoor(house, user, rename)).toMatchObject({ status: 401 })
    expect(await page(stolen)).toMatchObject({ status: 401 })
  })

  it('that was seen as an access token is no refresh token', async () => {
    const { house, mint, refresh, bearer } = await start()
    const access = await mint('access', 300)
    expect(await askDoor(house, '/api/auth/user/', bearer(access))).toMatchObject({ status: 200 })
    expect(await refresh(access)).toMatchObject({ status: 401 })
  })

  it('whose session has ended opens none in another spelling', async () => {
    const { house, sign, page } = await start()
    // Without a `jti`, only its text tells it from another.
    const token = await sign({ sub: '5' }, 86_400)
    expect(await page(token)).toMatchObject({ status: 200 })
    const ended = `ended_at = ${house.clock.now()}, end_reason = 'signed_out_elsewhere'`
    await runSql(house.database, `update sessions set ${ended}`)
    await house.restart()
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = digits.indexOf(token.at(-1) ?? '')
    const respelled = [1, 2, 3].map((bits) => token.slice(0, -1) + digits[last ^ bits])
    for (const text of [token, ...respelled, `${token}=`, token.replace(/\.([^.]+)$/, '.$1==')])
      expect(await page(text), text).toMatchObject({ status: 401 })
  })

  it('is not spent by asking whether it is good', async () => {
    const { house, mint, refresh } = await start()
    const token = await mint('refresh', 86_400)
    for (let count = 0; count < 3; count += 1)
      expect(await askDoor(house, '/api/auth/token/verify/', { body: { token } })).toMatchObject({
        status: 200,
      })
    expect(await runSql(house.database, 'select id from sessions')).toEqual([])
    expect(await refresh(token)).toMatchObject({ status: 200 })
  })
})
