import { djRestAuth } from '@latchkey/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { importFrom } from '../packages/server/test/fixtures/imports.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import { askDoor, startDjangoDoor } from '../packages/server/test/fixtures/test-django-door.js'

// In the former backend anybody could write any address into an account. Who proves it here has the account, and whoever wrote it
// there has nothing on it: no password, no identity, no session.

const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const VICTIM = 'victim@example.com'

describe.each(databaseKinds)('an address that an imported account claims, on $name', (kind) => {
  const start = async (...people: readonly object[]) => {
    const database = await kind.create()
    const house = await startDjangoDoor([djRestAuth({ prefix: '/api/auth' })], { database })
    const stores = openOn(database)
    onTestFinished(async () => {
      await stores.close()
      await house[Symbol.asyncDispose]()
      await database.drop()
    })
    const text = people.map((person) => JSON.stringify(person)).join('\n')
    await importFrom(stores, 'ndjson', { text, now: house.clock.now() })
    const logIn = (password: string) =>
      askDoor(house, '/api/auth/login/', { body: { username: 'mallory', password } })
    const google = async (claims: { sub: string; email: string; email_verified: boolean }) => {
      const id_token = await house.idToken(undefined, claims)
      return askDoor(house, '/api/social/login/google/', { body: { id_token } })
    }
    return { house, database, logIn, google }
  }
  const account = {
    id: '5',
    username: 'mallory',
    email: VICTIM,
    django_id: '5',
    password_hash: HASH,
    identities: [{ provider: 'google', subject: 'mallory-1' }],
  }
  const proof = { sub: 'victim-1', email: VICTIM, email_verified: true }

  it('goes with the account to whose provider proves it, and nothing of whoever claimed it stays', async () => {
    const { house, database, logIn, google } = await start(account)
    const before = await logIn('password')
    expect(before).toMatchObject({ status: 200, body: { user: { pk: 5 } } })
    const { access, refresh } = before.body as { access: string; refresh: string }
    expect(await google(proof)).toMatchObject({ status: 200, body: { user: { pk: 5, email: VICTIM } } })

    expect(await logIn('password')).toMatchObject({ status: 400 })
    expect(await askDoor(house, '/api/auth/token/refresh/', { body: { refresh } })).toMatchObject({
      status: 401,
    })
    const change = { username: 'owned' }
    const headers = { authorization: `Bearer ${access}` }
    expect(await askDoor(house, '/api/auth/user/', { method: 'PATCH', body: change, headers })).toMatchObject(
      {
        status: 401,
      },
    )
    const other = await google({ sub: 'mallory-1', email: 'mallory@gmail.com', email_verified: true })
    expect((other.body as { user: { pk: number } }).user.pk).not.toBe(5)
    expect(await runSql(database, "select subject from identities where subject = 'victim-1'")).toHaveLength(
      1,
    )
    expect(await google(proof)).toMatchObject({ status: 200, body: { user: { pk: 5 } } })
  })

  it('stays with whose identity it came with', async () => {
    const { logIn, google } = await start(account)
    const own = { sub: 'mallory-1', email: VICTIM, email_verified: true }
    expect(await google(own)).toMatchObject({ status: 200, body: { user: { pk: 5, email: VICTIM } } })
    expect(await logIn('password')).toMatchObject({ status: 200 })
  })

  it('is nobody’s by a provider that does not prove it', async () => {
    const { logIn, google } = await start(account)
    const answer = await google({ ...proof, email_verified: false })
    if (answer.status === 200) expect((answer.body as { user: { pk: number } }).user.pk).not.toBe(5)
    expect(await logIn('password')).toMatchObject({ status: 200 })
  })

  it('of two accounts goes to neither', async () => {
    const second = { id: '6', username: 'eve', email: 'Victim@example.com', django_id: '6' }
    const { logIn, google } = await start(account, second)
    const answer = await google(proof)
    expect(answer).toMatchObject({ status: 200, body: { user: { email: VICTIM } } })
    expect([5, 6]).not.toContain((answer.body as { user: { pk: number } }).user.pk)
    expect(await logIn('password')).toMatchObject({ status: 200 })
  })

  it('of an account that is suspended opens nothing', async () => {
    const { database, google } = await start(account)
    await runSql(database, 'update users set suspended_at = 1')
    expect(await google(proof)).toMatchObject({ status: 400 })
    expect(await runSql(database, 'select id from users where email_verified_at is not null')).toEqual([])
  })

  it('is taken once, however many sign-ins prove it in the same moment', async () => {
    const { database, google } = await start(account)
    const answers = await Promise.all(Array.from({ length: 8 }, () => google(proof)))
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 200, body: { user: { pk: 5, email: VICTIM } } })
    expect(await runSql(database, 'select id from users')).toHaveLength(1)
    expect(await runSql(database, 'select subject from identities')).toEqual([{ subject: 'victim-1' }])
  })
})
