import { type DjRestAuthOptions, djRestAuth } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { APP, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { addFormerPerson, askDoor, type DoorRequest } from '../fixtures/test-django-door.js'

const PASSWORD = 'correct horse battery'
const OTHER = 'another good phrase'
const MINUTE = 60_000
/** Django 3.2's encoding of {@link PASSWORD}, but for the rounds. */
const FORMER_HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const FORMER_PASSWORD = 'password'

const OPTIONS: DjRestAuthOptions = { prefix: '/api/auth', origins: [APP] }
const PAGES = {
  confirmSignUp: '/verify-email/{token}',
  resetPassword: '/password/reset/confirm/{uid}/{token}',
}

let count = 0
const newAddress = (): string => {
  count += 1
  return `person${count}@example.com`
}

describe.each(databaseKinds)('accounts of dj-rest-auth on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  beforeAll(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({
      database,
      options: {
        doors: [djRestAuth(OPTIONS)],
        browser: { topology: { kind: 'same-origin', app: APP }, pages: PAGES },
      },
    })
  })
  afterAll(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })
  afterEach(() => door.mailbox.clear())

  const post = (path: string, body: unknown, headers: DoorRequest['headers'] = {}) =>
    askDoor(door, `/api/auth/${path}`, { body, headers })
  const logIn = (email: string, password = PASSWORD) => post('login/', { email, password })
  const register = (email: string, password = PASSWORD) =>
    post('registration/', { username: 'ada', email, password1: password, password2: password })
  const mailed = async (address: string, place: RegExp): Promise<readonly string[]> => {
    const mail = await door.mailbox.waitFor(({ to, text }) => to.includes(address) && place.test(text))
    return place.exec(mail.text)?.slice(1) ?? []
  }
  const KEY = new RegExp(`${APP}/verify-email/([\\w.-]+)`)
  const RESET = new RegExp(`${APP}/password/reset/confirm/([0-9a-f]+)/([\\w.-]+)`)

  const registered = async (): Promise<string> => {
    const email = newAddress()
    const { setCookies } = await register(email)
    const [key] = await mailed(email, KEY)
    await post('registration/verify-email/', { key }, { cookie: setCookies[0]?.split(';')[0] ?? '' })
    door.mailbox.clear()
    return email
  }
  const accessOf = async (email: string): Promise<string> =>
    ((await logIn(email)).body as { access: string }).access

  describe('registration', () => {
    it('somebody registers, proves the address in the same browser, and signs in with the password', async () => {
      const email = newAddress()
      const begun = await register(email)
      expect(begun).toMatchObject({ status: 201, body: { detail: 'Verification e-mail sent.' } })
      expect(await logIn(email)).toMatchObject({ status: 400 })
      const [key] = await mailed(email, KEY)
      const cookie = begun.setCookies[0]?.split(';')[0] ?? ''
      expect(await post('registration/verify-email/', { key }, { cookie })).toMatchObject({
        status: 200,
        body: { detail: 'ok' },
      })
      expect(await logIn(email)).toMatchObject({
        status: 200,
        body: { user: { email, pk: expect.any(Number) } },
      })
    })

    it('in another browser the address is proved, and its owner chooses a password by mail: who registered in their name has nothing', async () => {
      const email = newAddress()
      await register(email)
      const [key] = await mailed(email, KEY)
      expect(await post('verify-email/', { key })).toMatchObject({ status: 200 })
      expect(await logIn(email)).toMatchObject({ status: 400 })
      const [uid, token] = await mailed(email, RESET)
      const told = await door.mailbox.waitFor(({ to, text }) => to.includes(email) && RESET.test(text))
      expect(told.subject).toContain('choose your password')
      expect(told.text).toContain('Your address is confirmed')
      const passwords = { new_password1: OTHER, new_password2: OTHER }
      expect(await post('password/reset/confirm/', { uid, token, ...passwords })).toMatchObject({
        status: 200,
      })
      expect(await logIn(email, OTHER)).toMatchObject({ status: 200 })
    })

    it('a key works once, and one that is none is an address where there is nothing', async () => {
      const email = newAddress()
      await register(email)
      const [key] = await mailed(email, KEY)
      expect((await post('verify-email/', { key })).status).toBe(200)
      for (const again of [key, 'nonsense', `${key}x`])
        expect(await post('verify-email/', { key: again })).toMatchObject({
          status: 404,
          body: { detail: 'Not found.' },
        })
    })

    it('an address that is somebody’s is answered alike, and its owner is told by mail', async () => {
      const email = await registered()
      expect(await register(email)).toMatchObject({
        status: 201,
        body: { detail: 'Verification e-mail sent.' },
      })
      await door.mailbox.waitFor(({ to, text }) => to.includes(email) && !KEY.test(text))
    })

    it.each([
      [
        {},
        {
          email: ['This field is required.'],
          password1: ['This field is required.'],
          password2: ['This field is required.'],
        },
      ],
      [
        { email: 'nonsense', password1: PASSWORD, password2: PASSWORD },
        { email: ['Enter a valid email address.'] },
      ],
      [
        { email: 'a@b.example', password1: PASSWORD, password2: OTHER },
        { non_field_errors: ['The two password fields didn’t match.'] },
      ],
      [
        { email: 'a@b.example', password1: 'short', password2: 'short' },
        { password1: ['This password is too short. It must contain at least 8 characters.'] },
      ],
      [
        { email: 'a@b.example', password1: 'password123', password2: 'password123' },
        { password1: ['This password is too common.'] },
      ],
    ])('%j is refused in the words of a serializer', async (body, refusal) => {
      expect(await post('registration/', body)).toMatchObject({ status: 400, body: refusal })
    })

    it('the message goes out again to who asks, and nobody learns whether there was one', async () => {
      const email = newAddress()
      await register(email)
      await mailed(email, KEY)
      door.mailbox.clear()
      expect(await post('registration/resend-email/', { email })).toMatchObject({ body: { detail: 'ok' } })
      await mailed(email, KEY)
      expect(await post('resend-email/', { email: newAddress() })).toMatchObject({ body: { detail: 'ok' } })
    })
  })

  describe('another password', () => {
    it('who has just signed in needs no old one, as these frontends send none; everybody else is signed out', async () => {
      const email = await registered()
      const other = ((await logIn(email)).body as { refresh: string }).refresh
      const access = await accessOf(email)
      const authorization = `Bearer ${access}`
      const changed = await post(
        'password/change/',
        { new_password1: OTHER, new_password2: OTHER },
        { authorization },
      )
      expect(changed).toMatchObject({ status: 200, body: { detail: 'New password has been saved.' } })
      expect(await logIn(email, OTHER)).toMatchObject({ status: 200 })
      expect(await askDoor(door, '/api/auth/user/', { headers: { authorization } })).toMatchObject({
        status: 200,
      })
      expect(await post('token/refresh/', { refresh: other })).toMatchObject({ status: 401 })
    })

    it('a while after signing in the old one is needed, and a wrong one will not do', async () => {
      const email = await registered()
      const { refresh } = (await logIn(email)).body as { refresh: string }
      door.clock.advance(11 * MINUTE)
      const { access } = (await post('token/refresh/', { refresh })).body as { access: string }
      const change = (more: object) =>
        post(
          'password/change/',
          { new_password1: OTHER, new_password2: OTHER, ...more },
          { authorization: `Bearer ${access}` },
        )
      expect(await change({})).toMatchObject({
        status: 400,
        body: { old_password: ['This field is required.'] },
      })
      expect(await change({ old_password: 'wrong' })).toMatchObject({
        status: 400,
        body: { old_password: ['Your old password was entered incorrectly. Please enter it again.'] },
      })
      expect(await change({ old_password: PASSWORD })).toMatchObject({ status: 200 })
    })

    it.each([
      [{}, { new_password1: ['This field is required.'], new_password2: ['This field is required.'] }],
      [
        { new_password1: OTHER, new_password2: PASSWORD },
        { new_password2: ['The two password fields didn’t match.'] },
      ],
      [
        { new_password1: '1234567', new_password2: '1234567' },
        { new_password2: ['This password is too short. It must contain at least 8 characters.'] },
      ],
    ])('%j is refused in the recorded words', async (body, refusal) => {
      const access = await accessOf(await registered())
      expect(await post('password/change/', body, { authorization: `Bearer ${access}` })).toMatchObject({
        status: 400,
        body: refusal,
      })
    })
  })

  describe('a forgotten password', () => {
    it('the answer is the same for every address', async () => {
      const email = await registered()
      const answers = [
        await post('password/reset/', { email }),
        await post('password/reset/', { email: newAddress() }),
      ]
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [200, { detail: 'Password reset e-mail has been sent.' }],
        [200, { detail: 'Password reset e-mail has been sent.' }],
      ])
      expect(await post('password/reset/', { email: 'nonsense' })).toMatchObject({
        status: 400,
        body: { email: ['Enter a valid email address.'] },
      })
    })

    it.each([
      [
        {},
        {
          new_password1: ['This field is required.'],
          new_password2: ['This field is required.'],
          uid: ['This field is required.'],
          token: ['This field is required.'],
        },
      ],
      [{ new_password1: OTHER, new_password2: OTHER, uid: 'x', token: 'x' }, { uid: ['Invalid value'] }],
      [
        { new_password1: OTHER, new_password2: OTHER, uid: '0'.repeat(32), token: 'x' },
        { token: ['Invalid value'] },
      ],
    ])('%j is refused in the recorded words', async (body, refusal) => {
      expect(await post('password/reset/confirm/', body)).toMatchObject({ status: 400, body: refusal })
    })
  })

  describe('people of the backend before', () => {
    it('sign in with the username and password they had, and the hash is replaced by ours', async () => {
      await addFormerPerson(door, { id: '4711', username: 'grace', passwordHash: FORMER_HASH })
      const signedIn = await post('login/', { username: 'grace', password: FORMER_PASSWORD })
      expect(signedIn).toMatchObject({ status: 200, body: { user: { pk: 4711, username: 'grace' } } })
      const [row] = await runSql(
        database,
        "select hash from passwords p join django_accounts d on d.user_id = p.user_id where d.id = '4711'",
      )
      expect(row).toMatchObject({ hash: expect.stringMatching(/^\$argon2id\$/) })
      expect(await post('login/', { username: 'grace', password: FORMER_PASSWORD })).toMatchObject({
        status: 200,
      })
    })

    it('with an address nobody proved they sign in, and who reads its mail may take the account by a reset', async () => {
      const email = newAddress()
      const id = await addFormerPerson(door, { id: '4712', email, passwordHash: FORMER_HASH })
      await runSql(
        database,
        `insert into identities (provider, subject, user_id, email, created_at, last_used_at) values ('github', '99', '${id}', '${email}', 0, 0)`,
      )
      const before = await logIn(email, FORMER_PASSWORD)
      expect(before).toMatchObject({ status: 200, body: { user: { pk: 4712 } } })
      await post('password/reset/', { email })
      const [uid, token] = await mailed(email, RESET)
      const passwords = { new_password1: OTHER, new_password2: OTHER }
      expect(await post('password/reset/confirm/', { uid, token, ...passwords })).toMatchObject({
        status: 200,
      })
      expect(await logIn(email, OTHER)).toMatchObject({ status: 200, body: { user: { pk: 4712 } } })
      expect(await logIn(email, FORMER_PASSWORD)).toMatchObject({ status: 400 })
      const { refresh } = before.body as { refresh: string }
      expect(await post('token/refresh/', { refresh })).toMatchObject({ status: 401 })
      expect(await runSql(database, `select * from identities where user_id = '${id}'`)).toEqual([])
    })

    it('whose address another has proved meanwhile are not asked for by that address', async () => {
      const email = newAddress()
      const owner = await registered()
      await runSql(
        database,
        `update users set email = '${email}', email_key = '${email}' where email = '${owner}'`,
      )
      await addFormerPerson(door, { id: '8000', email, passwordHash: FORMER_HASH })
      await post('password/reset/', { email })
      const [uid] = await mailed(email, RESET)
      expect(
        await runSql(database, `select email from users where id = 'usr_${uid}' and email_key = '${email}'`),
      ).toHaveLength(1)
      expect(await logIn(email, FORMER_PASSWORD)).toMatchObject({ status: 400 })
    })
  })
})
