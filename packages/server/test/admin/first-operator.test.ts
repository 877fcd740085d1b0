import { ADMIN_PATH, adminUser, FIRST_OPERATOR, OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/model/time.js'
import { checkDocumented } from '../fixtures/check-documented.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { problemOf, setRoles, startTestAdmin, type TestAdmin } from '../fixtures/test-admin.js'
import { APP } from '../fixtures/test-browser-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'

const tokenOf = async ({ door }: TestAdmin): Promise<string> => {
  const link = await door.latchkey.firstOperatorLink()
  const [, token] = /^[^?#]*\/admin\/first-operator#token=(lkfo_[\w.-]+)$/.exec(link ?? '') ?? []
  if (token === undefined) throw new Error(`no link: ${link}`)
  return token
}

describe.each(databaseKinds)('the first operator on $name', (kind) => {
  const startFresh = async () => startTestAdmin({ database: await kind.create() })

  test('is who is signed in and has the link of the server, which counts once', async () => {
    await using admin = await startFresh()
    const [ada, eve] = [await admin.someone(), await admin.someone()]
    const token = await tokenOf(admin)
    const answer = await ada.ask('POST', FIRST_OPERATOR, { token })
    checkDocumented('POST', ADMIN_PATH + FIRST_OPERATOR, answer)
    expect([answer.status, adminUser.parse(answer.body).roles]).toEqual([200, [OPERATOR_ROLE]])
    expect((await ada.ask('GET', '/users')).status).toBe(200)
    const noted = `select * from audit_entries where action = 'user.roles_changed'`
    expect(await runSql(admin.door.database, noted)).toMatchObject([
      { actor_kind: 'user', actor_id: ada.id, user_id: ada.id },
    ])
    expect(await admin.door.latchkey.firstOperatorLink()).toBeUndefined()
    expect(problemOf(await eve.ask('POST', FIRST_OPERATOR, { token }))).toMatchObject({
      code: 'link_invalid',
    })

    // Not even when the operator is gone, by a statement: who reads an old log finds nothing that counts.
    await setRoles(admin.door, ada.id, [])
    expect(problemOf(await eve.ask('POST', FIRST_OPERATOR, { token })).code).toBe('link_invalid')
    expect((await eve.ask('POST', FIRST_OPERATOR, { token: await tokenOf(admin) })).status).toBe(200)
  })

  test('is one of several who come at once', async () => {
    await using admin = await startFresh()
    const people = await Promise.all([1, 2, 3, 4].map(() => admin.someone()))
    // Processes that share a database print a link each.
    const tokens = await Promise.all(people.map(() => tokenOf(admin)))
    const answers = await Promise.all(
      people.map((person, index) => person.ask('POST', FIRST_OPERATOR, { token: tokens[index] })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    const holders = await runSql(admin.door.database, 'select user_id from user_roles')
    expect(holders).toHaveLength(1)
  })

  test('comes within an hour, and while nobody else can make operators', async () => {
    await using admin = await startFresh()
    const ada = await admin.someone()
    const token = await tokenOf(admin)
    const looker = await admin.someone([SUPPORT_ROLE])
    expect(await admin.door.latchkey.firstOperatorLink()).toBeDefined()
    await setRoles(admin.door, looker.id, [OPERATOR_ROLE])
    expect(problemOf(await ada.ask('POST', FIRST_OPERATOR, { token })).code).toBe('link_invalid')
    // One who is kept out manages nothing.
    await runSql(admin.door.database, `update users set suspended_at = 1 where id = '${looker.id}'`)
    expect(await admin.door.latchkey.firstOperatorLink()).toBeDefined()
    admin.door.clock.advance(1 * HOUR - MINUTE)
    expect((await ada.ask('POST', FIRST_OPERATOR, { token: 'lkfo_x' })).status).toBe(400)
    admin.door.clock.advance(1 * MINUTE)
    expect(problemOf(await ada.ask('POST', FIRST_OPERATOR, { token })).code).toBe('link_invalid')
  })
})

describe('the link to the first operator', () => {
  test('counts for a page of ours, in the session of somebody who is let in', async () => {
    await using admin = await startTestAdmin()
    const ada = await admin.someone()
    const token = await tokenOf(admin)
    const ask = (headers: Readonly<Record<string, string | null>>) =>
      ada.ask('POST', FIRST_OPERATOR, { token }, headers)
    expect(problemOf(await ask({ origin: APP })).code).toMatch(/^csrf_/)
    expect(problemOf(await ask({ 'x-xsrf-token': null })).code).toMatch(/^csrf_/)
    expect(problemOf(await ask({ authorization: 'Bearer x', 'x-xsrf-token': null })).code).toMatch(/^csrf_/)
    const stranger = admin.door.openBrowser({ page: ISSUER })
    await stranger.send('GET', '/session')
    const refused = await stranger.send('POST', ADMIN_PATH + FIRST_OPERATOR, { token })
    expect(problemOf(refused)).toMatchObject({ status: 401, code: 'not_signed_in' })
    expect(problemOf(await ada.ask('GET', FIRST_OPERATOR)).status).toBe(405)
    await runSql(admin.door.database, `update users set suspended_at = 1 where id = '${ada.id}'`)
    expect(problemOf(await ask({})).status).toBe(401)
  })

  test.each([
    [{}],
    [{ token: 7 }],
    [{ token: 'x'.repeat(500) }],
    [{ token: '\0' }],
    [{ token: 'lkfo_\ud800' }],
  ])('%j is refused', async (body) => {
    await using admin = await startTestAdmin()
    const { status } = await (await admin.someone()).ask('POST', FIRST_OPERATOR, body)
    expect(status).toBe(400)
  })

  test('is there where the console is', async () => {
    await using shut = await startTestAdmin({ options: { admin: false } })
    expect(await shut.door.latchkey.firstOperatorLink()).toBeUndefined()
  })
})
