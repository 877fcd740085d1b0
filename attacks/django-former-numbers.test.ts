import { randomUUID } from 'node:crypto'
import { djRestAuth, fastapiTokens } from '@latchkey/server'
import { SignJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { importFrom } from '../packages/server/test/fixtures/imports.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import {
  addFormerPerson,
  askDoor,
  startDjangoDoor,
} from '../packages/server/test/fixtures/test-django-door.js'

// A token of the former backend names a person by a number. Latchkey gives out numbers where the import stopped, and the former
// backend may have given the same ones to others meanwhile.

const SECRET_KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
const former = { key: SECRET_KEY, until: '2036-12-21' }

describe.each(databaseKinds)('a token of a former backend on $name', (kind) => {
  const start = async () => {
    const database = await kind.create()
    const house = await startDjangoDoor(
      [djRestAuth({ prefix: '/api/auth', former }), fastapiTokens({ prefix: '/v1', former })],
      { database },
    )
    onTestFinished(async () => {
      await house[Symbol.asyncDispose]()
      await database.drop()
    })
    /** @returns their primary key */
    const newcomer = async (): Promise<number> => {
      const claims = { sub: 'new', email: 'new@gmail.com', email_verified: true, name: 'New' }
      const id_token = await house.idToken(undefined, claims)
      const { body } = await askDoor(house, '/api/social/login/google/', { body: { id_token } })
      return (body as { user: { pk: number } }).user.pk
    }
    const mint = (claims: Record<string, unknown>) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime(Math.floor(house.clock.now() / 1_000) + 86_400)
        .sign(Buffer.from(SECRET_KEY))
    const exchange = async (user_id: number) => {
      const refresh = await mint({ token_type: 'refresh', jti: randomUUID(), user_id })
      return askDoor(house, '/api/auth/token/refresh/', { body: { refresh } })
    }
    return { house, database, newcomer, mint, exchange }
  }

  it('opens nothing of a newcomer who was given the number here', async () => {
    const { house, newcomer, mint, exchange } = await start()
    await addFormerPerson(house, { id: '57', username: 'the-last' })
    expect(await newcomer()).toBe(58)
    expect(await exchange(58)).toMatchObject({ status: 401 })
    const headers = { authorization: `Bearer ${await mint({ sub: '58' })}` }
    expect(await askDoor(house, '/v1/users/session/', { method: 'POST', headers })).toMatchObject({
      status: 401,
    })
  })

  it('of somebody who deleted the account opens nothing, and their number is nobody’s again', async () => {
    const { house, database, newcomer, exchange } = await start()
    await addFormerPerson(house, { id: '56', username: 'somebody' })
    const id = await addFormerPerson(house, { id: '57', username: 'mallory' })
    expect(await exchange(57)).toMatchObject({ status: 200 })
    const first = await newcomer()
    await runSql(database, `delete from users where id = '${id}'`)
    expect(first).toBe(58)
    expect(await exchange(57)).toMatchObject({ status: 401 })
  })

  it('opens nothing of whoever holds the number when its own person comes with a later import', async () => {
    const { house, database, newcomer, exchange } = await start()
    const stores = openOn(database)
    onTestFinished(() => stores.close())
    const person = (id: string) => JSON.stringify({ id, username: `p${id}`, django_id: id })
    const now = house.clock.now()
    await importFrom(stores, 'ndjson', { text: person('57'), now })
    await newcomer()
    const text = `${person('57')}\n${person('58')}`
    const { lines } = await importFrom(stores, 'ndjson', { text, now: now + 1 })
    expect(lines.map(({ note }) => note)).toContain('django_id_held')
    expect(await exchange(58)).toMatchObject({ status: 401 })
  })
})
