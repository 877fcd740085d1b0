import { expect, test } from 'vitest'
import { runSql } from '../fixtures/run-sql.js'
import { problemOf, startTestAdmin, type TestAdmin } from '../fixtures/test-admin.js'

const HELPER = 'helper'
const options = {
  impersonation: true,
  roles: { [HELPER]: ['latchkey:users.read', 'latchkey:users.impersonate'] },
} as const
const because = { reason: 'Ticket 4711, says Hanna' }

const toldIn = ({ door }: TestAdmin) =>
  runSql(door.database, `select user_id, details from mails where kind = 'opened_by_support'`)

test.each([
  ['en', 'Support has opened your account'],
  ['de', 'Der Support hat Ihr Konto'],
  ['fr', 'L’assistance a ouvert votre compte'],
])('who is acted as is told by mail, where the configuration says so, in %s', async (language, said) => {
  await using admin = await startTestAdmin({ options: { ...options, tellImpersonated: true } })
  const [helper, ada] = [await admin.someone([HELPER]), await admin.someone()]
  admin.door.mailbox.clear()
  const answer = await helper.ask('POST', `/users/${ada.id}/impersonate`, because, {
    'accept-language': language,
  })
  expect(answer.status, answer.text).toBe(200)
  const mail = await admin.door.mailbox.waitFor(({ subject }) => subject.includes(said))
  expect(mail.text).not.toMatch(/4711|Hanna/)
  expect(mail.to).not.toEqual([])
  expect(await toldIn(admin)).toEqual([{ user_id: ada.id, details: '{}' }])
})

test('nobody is told of what was refused', async () => {
  await using admin = await startTestAdmin({ options: { ...options, tellImpersonated: true } })
  const [helper, other] = [await admin.someone([HELPER]), await admin.someone([HELPER])]
  const answer = await helper.ask('POST', `/users/${other.id}/impersonate`, because)
  expect(problemOf(answer)).toMatchObject({ code: 'impersonation_refused' })
  expect(await toldIn(admin)).toEqual([])
})

test('who has proved no address is told nothing: it may be anybody’s', async () => {
  await using admin = await startTestAdmin({ options: { ...options, tellImpersonated: true } })
  const [helper, ada] = [await admin.someone([HELPER]), await admin.someone()]
  await runSql(
    admin.door.database,
    `update users set email_verified_at = null, email_key = null where id = '${ada.id}'`,
  )
  expect((await helper.ask('POST', `/users/${ada.id}/impersonate`, because)).status).toBe(200)
  expect(await toldIn(admin)).toEqual([])
})

test('by default nobody is told', async () => {
  await using admin = await startTestAdmin({ options })
  const [helper, ada] = [await admin.someone([HELPER]), await admin.someone()]
  expect((await helper.ask('POST', `/users/${ada.id}/impersonate`, because)).status).toBe(200)
  expect(await toldIn(admin)).toEqual([])
})
