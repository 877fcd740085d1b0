import { randomUUID } from 'node:crypto'
import { djRestAuth } from '@latchkey/server'
import { SignJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { importFrom } from '../packages/server/test/fixtures/imports.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import { askDoor, startDjangoDoor } from '../packages/server/test/fixtures/test-django-door.js'

// The victim has an account here. At the former backend Mallory had one with the victim's address, which was taken for verified there; the
// import links the two. Nothing Mallory holds from there opens the account here.

const KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
const PATH = '/api/auth/token/refresh/'
const VICTIM = 'victim@gmail.com'
const THERE = {
  id: '5',
  username: 'mallory',
  email: VICTIM,
  email_verified: true,
  django_id: '5',
  password_hash: `$2b$10$${'a'.repeat(53)}`,
}

const startHouse = async () => {
  const former = { key: KEY, until: '2036-12-21' }
  const house = await startDjangoDoor([djRestAuth({ prefix: '/api/auth', former })])
  const stores = openOn(house.database)
  onTestFinished(async () => {
    await stores.close()
    await house[Symbol.asyncDispose]()
  })
  const bring = (...people: readonly object[]) =>
    importFrom(stores, 'ndjson', {
      text: people.map((person) => JSON.stringify(person)).join('\n'),
      now: house.clock.now(),
    })
  const formerToken = (userId: number) =>
    new SignJWT({ token_type: 'refresh', jti: randomUUID(), user_id: userId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(Math.floor(house.clock.now() / 1_000) + 86_400)
      .sign(Buffer.from(KEY))
  const refresh = async (userId: number) =>
    (await askDoor(house, PATH, { body: { refresh: await formerToken(userId) } })).status
  const signUpVictim = () =>
    house.signIn(undefined, {
      sub: '1',
      email: VICTIM,
      emailVerified: true,
      name: 'Victim',
      givenName: 'Victim',
    })
  return { house, bring, refresh, signUpVictim }
}

test('a token of a former backend opens the account its owner was imported into', async () => {
  const { bring, refresh } = await startHouse()
  await bring(THERE)
  expect(await refresh(5)).toBe(200)
})

test('a token of a former backend opens nothing of an account that was here before the import', async () => {
  const { bring, refresh, signUpVictim } = await startHouse()
  await signUpVictim()
  const done = await bring(THERE)
  expect(done.report.people).toMatchObject({ linked: 1 })
  expect(await refresh(5)).toBe(401)
})

test('a token of a former backend opens nothing of an account that had its own primary key already', async () => {
  const { house, bring, refresh, signUpVictim } = await startHouse()
  await signUpVictim()
  await runSql(
    house.database,
    `insert into django_accounts (user_id, id, number, joined_at) select id, '5', 5, created_at from users`,
  )
  await bring(THERE)
  expect(await refresh(5)).toBe(401)
})

test('a token that names somebody by a primary key opens nothing of another who has that key here', async () => {
  const { house, bring, refresh, signUpVictim } = await startHouse()
  await signUpVictim()
  await runSql(
    house.database,
    `insert into django_accounts (user_id, id, number, joined_at) select id, '5', 5, created_at from users`,
  )
  const { lines } = await bring({ ...THERE, email: 'mallory@example.com' })
  expect(lines.map(({ note }) => note)).toContain('django_id_held')
  expect(await refresh(5)).toBe(401)
})

test('a token of a former backend opens no account that was made here, whoever had its primary key there', async () => {
  const { house, refresh } = await startHouse()
  const idToken = await house.idToken(undefined, { sub: '1', email: VICTIM, email_verified: true })
  await askDoor(house, '/api/social/login/google/', { body: { id_token: idToken } })
  const [account] = await runSql(house.database, 'select number from django_accounts')
  expect(await refresh(Number(account?.['number']))).toBe(401)
})

test('an identity of the former backend comes into an account that was here by its own proof alone', async () => {
  const { house, bring, signUpVictim } = await startHouse()
  await signUpVictim()
  const done = await bring({ ...THERE, identities: [{ provider: 'google', subject: 'mallory-1' }] })
  expect(done.report.people).toMatchObject({ linked: 1 })
  expect(done.lines).toContainEqual({ note: 'identity_left', who: '5', detail: 'google' })
  const idToken = await house.idToken(undefined, {
    sub: 'mallory-1',
    email: 'mallory@gmail.com',
    email_verified: true,
  })
  const signedIn = await askDoor(house, '/api/social/login/google/', { body: { id_token: idToken } })
  expect(signedIn).toMatchObject({ status: 200, body: { user: { email: 'mallory@gmail.com' } } })
})

test('an identity brings no further one into the account that is known by it', async () => {
  const { house, bring, signUpVictim } = await startHouse()
  await signUpVictim()
  const [victim] = await runSql(house.database, 'select provider, subject, user_id from identities')
  const done = await bring({
    ...THERE,
    email: undefined,
    identities: [
      { provider: victim?.['provider'], subject: victim?.['subject'] },
      { provider: 'github', subject: '666' },
    ],
  })
  expect(done.report.people).toMatchObject({ linked: 1 })
  expect(await runSql(house.database, 'select provider, subject, user_id from identities')).toEqual([victim])
})
