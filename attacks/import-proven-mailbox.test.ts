import { djRestAuth } from '@latchkey/server'
import { expect, onTestFinished, test } from 'vitest'
import { importFrom } from '../packages/server/test/fixtures/imports.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { openOn } from '../packages/server/test/fixtures/stores.js'
import { APP, startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { askDoor } from '../packages/server/test/fixtures/test-django-door.js'

// Mallory made an account with the victim's address at the former backend. It comes along; the victim proves the mailbox here and has it now.
// Mallory's password still opens the account there, and the team goes back and forward again, as the guide says.

const MINUTE = 60_000
const MALLORY = {
  id: '5',
  username: 'mallory',
  email: 'victim@example.com',
  django_id: '5',
  password_hash: `$2b$10$${'a'.repeat(53)}`,
}
const PASSWORD = 'the victim chose this'

const takeOver = async () => {
  const door = await startTestBrowserDoor({
    options: {
      doors: [djRestAuth({ prefix: '/api/auth' })],
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: { confirmSignUp: '/v/{token}', resetPassword: '/r/{uid}/{token}' },
      },
    },
  })
  const stores = openOn(door.database)
  onTestFinished(async () => {
    await stores.close()
    await door[Symbol.asyncDispose]()
  })
  const bring = (person: object) =>
    importFrom(stores, 'ndjson', { text: JSON.stringify(person), now: door.clock.now() })
  await bring(MALLORY)

  door.clock.advance(10 * MINUTE)
  await askDoor(door, '/api/auth/password/reset/', { body: { email: MALLORY.email } })
  const mail = await door.mailbox.waitFor(({ text }) => /\/r\/([0-9a-f]+)\/([\w.-]+)/.test(text))
  const [, uid, token] = /\/r\/([0-9a-f]+)\/([\w.-]+)/.exec(mail.text) ?? []
  const reset = await askDoor(door, '/api/auth/password/reset/confirm/', {
    body: { uid, token, new_password1: PASSWORD, new_password2: PASSWORD },
  })
  expect(reset.status).toBe(200)
  door.clock.advance(10 * MINUTE)
  return { door, bring }
}

test('an identity that was linked there comes into no account whose mailbox was proved here since', async () => {
  const { door, bring } = await takeOver()
  const linkedThere = { provider: 'google', subject: 'mallory-1', created_at: door.clock.now() - MINUTE }
  const again = await bring({ ...MALLORY, identities: [linkedThere] })
  expect(again.lines).toContainEqual({ note: 'identity_left', who: '5', detail: 'google' })
  const idToken = await door.idToken(undefined, {
    sub: 'mallory-1',
    email: 'mallory@gmail.com',
    email_verified: true,
    name: 'M',
  })
  const signedIn = await askDoor(door, '/api/social/login/google/', { body: { id_token: idToken } })
  expect(signedIn).toMatchObject({ status: 200, body: { user: { email: 'mallory@gmail.com' } } })
})

test('no password, name, role or address from there reaches an account whose mailbox was proved here since', async () => {
  const { door, bring } = await takeOver()
  const state = async () => [
    await runSql(door.database, 'select email, email_key, name, roles, suspended_at from users'),
    await runSql(door.database, 'select hash from passwords'),
    await runSql(door.database, 'select name from login_names order by name'),
    await runSql(door.database, 'select provider from identities'),
  ]
  const before = await state()
  await bring({
    ...MALLORY,
    username: 'm',
    name: 'M',
    email: 'mallory@example.com',
    email_verified: true,
    password_hash: `$2b$10$${'b'.repeat(53)}`,
    roles: ['superuser'],
  })
  expect(await state()).toEqual(before)
})
