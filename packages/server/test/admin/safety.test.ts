import { OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { type DatabaseKind, databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  isSignedIn,
  makeUser,
  problemOf,
  setRoles,
  startTestAdmin,
  type TestAdmin,
  type TestOperator,
} from '../fixtures/test-admin.js'
import { refusalOf } from '../fixtures/test-browser.js'

const because = { reason: 'test' }

const openAdmin = async (kind: DatabaseKind): Promise<TestAdmin> => {
  const database = await kind.create()
  const admin = await startTestAdmin({ database })
  return {
    ...admin,
    [Symbol.asyncDispose]: async () => {
      await admin[Symbol.asyncDispose]()
      await database.drop()
    },
  }
}

const rolesOf = async (admin: TestAdmin, id: string): Promise<unknown> =>
  JSON.parse(
    String((await runSql(admin.door.database, `select roles from users where id = '${id}'`))[0]?.['roles']),
  )

/** How many there are who can make others operators. */
const inCharge = async (admin: TestAdmin): Promise<number> =>
  (
    await runSql(
      admin.door.database,
      `select users.id from users join user_roles on user_id = users.id where role = '${OPERATOR_ROLE}' and suspended_at is null`,
    )
  ).length

describe.each(databaseKinds)('the safety of operators on $name', { timeout: 60_000 }, (kind) => {
  test('the last operator cannot be stripped, suspended or deleted, nor delete the own account', async () => {
    await using admin = await openAdmin(kind)
    const one = await admin.operator()
    const acts = [
      () => one.ask('PUT', `/users/${one.id}/roles`, { roles: [SUPPORT_ROLE], ...because }),
      () => one.ask('POST', `/users/${one.id}/suspend`, because),
      () => one.ask('POST', `/users/${one.id}/delete`, because),
    ]
    for (const act of acts)
      expect(problemOf(await act())).toMatchObject({ status: 409, code: 'last_operator' })
    const left = await one.browser.send('DELETE', '/account')
    expect(refusalOf(left)).toMatchObject({ status: 409, reason: 'last_operator' })
    expect(await rolesOf(admin, one.id)).toEqual([OPERATOR_ROLE])
    // One who is suspended is nobody who could help.
    const other = await admin.operator()
    await one.ask('POST', `/users/${other.id}/suspend`, because)
    expect(problemOf(await one.ask('POST', `/users/${one.id}/suspend`, because))).toMatchObject({
      code: 'last_operator',
    })
    await one.ask('POST', `/users/${other.id}/restore`, because)
    expect((await one.ask('POST', `/users/${one.id}/suspend`, because)).status).toBe(200)
    expect(await isSignedIn(one.browser)).toBe(false)
  })

  test.each([
    [
      'demote',
      (by: TestOperator, id: string) => by.ask('PUT', `/users/${id}/roles`, { roles: [], ...because }),
    ],
    ['suspend', (by: TestOperator, id: string) => by.ask('POST', `/users/${id}/suspend`, because)],
    ['delete', (by: TestOperator, id: string) => by.ask('POST', `/users/${id}/delete`, because)],
  ])('of two operators who %s each other at once one stays', async (_, act) => {
    await using admin = await openAdmin(kind)
    for (let round = 0; round < 5; round += 1) {
      await runSql(admin.door.database, `update users set roles = '[]'`)
      const [a, b] = [await admin.operator(), await admin.operator()]
      const answers = await Promise.all([act(a, b.id), act(b, a.id)])
      expect(await inCharge(admin), JSON.stringify(answers.map(({ text }) => text))).toBe(1)
      expect(answers.map(({ status }) => Math.floor(status / 100)).sort()).toEqual([2, 4])
    }
  })

  test('of two operators who both stop at once one stays', async () => {
    await using admin = await openAdmin(kind)
    for (let round = 0; round < 5; round += 1) {
      await runSql(admin.door.database, `update users set roles = '[]'`)
      const [a, b] = [await admin.operator(), await admin.operator()]
      const stop = (who: TestOperator) => who.ask('PUT', `/users/${who.id}/roles`, { roles: [], ...because })
      const answers = await Promise.all([stop(a), b.browser.send('DELETE', '/account')])
      expect(answers.map(({ status }) => status === 409)).toContain(true)
      expect(await inCharge(admin)).toBe(1)
    }
  })

  test('nobody gives what they lack, nor takes it, nor touches who holds more', async () => {
    await using admin = await openAdmin(kind)
    await admin.operator()
    const operator = await admin.operator()
    const plain = await makeUser(operator)
    const agent = await makeUser(operator, { email: 'agent@example.com' })
    await setRoles(admin.door, agent.id, ['latchkey.agent'])
    const boss = await admin.operator()
    // Nobody has named it, so it gives nothing; it may go, and not come.
    const unknown = await operator.ask('PUT', `/users/${plain.id}/roles`, { roles: ['editor'], ...because })
    expect(problemOf(unknown)).toMatchObject({ status: 422, code: 'role_unknown', parameter: 'roles' })
    expect((await operator.ask('PUT', `/users/${agent.id}/roles`, { roles: [], ...because })).status).toBe(
      200,
    )
    const support = await admin.support()
    expect(
      problemOf(await support.ask('PUT', `/users/${boss.id}/roles`, { roles: [], ...because })),
    ).toMatchObject({ code: 'permission_insufficient' })
    expect(await rolesOf(admin, boss.id)).toEqual([OPERATOR_ROLE])
  })

  test('what an operator may do counts when it is done, not when it was asked', async () => {
    await using admin = await openAdmin(kind)
    const [boss, operator] = [await admin.operator(), await admin.operator()]
    const { id } = await makeUser(boss)
    expect((await operator.ask('GET', '/me')).status).toBe(200)
    await boss.ask('PUT', `/users/${operator.id}/roles`, { roles: [SUPPORT_ROLE], ...because })
    expect(problemOf(await operator.ask('POST', `/users/${id}/suspend`, because))).toMatchObject({
      code: 'permission_insufficient',
    })
    expect((await operator.ask('GET', `/users/${id}`)).status).toBe(200)
    await boss.ask('POST', `/users/${operator.id}/suspend`, because)
    expect(problemOf(await operator.ask('GET', '/me'))).toMatchObject({ status: 401, code: 'not_signed_in' })
  })
})
