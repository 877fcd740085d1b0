import { type ErrorCode, OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChangeRolesDeps, changeRoles } from '../../src/flows/admin/change-roles.js'
import { restoreUser } from '../../src/flows/admin/restore-user.js'
import type { OperatingPerson } from '../../src/flows/admin/steps/operator.js'
import { suspendUser } from '../../src/flows/admin/suspend-user.js'
import type { UserId } from '../../src/model/ids.js'
import { BUILT_IN_ROLES, type Roles } from '../../src/model/roles.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createPasswordUser, NOW, openStores, someSession, type TestStores } from '../fixtures/stores.js'

// Roles as a project names them: some may do more than others, and some nothing here.
const roles: Roles = new Map([
  ...BUILT_IN_ROLES,
  ['helper', ['latchkey:users.read', 'latchkey:users.write', 'latchkey:roles.assign']],
  ['impersonator', ['latchkey:users.impersonate']],
  ['editor', ['articles.write']],
])

const refusal = async (work: Promise<unknown>): Promise<ErrorCode | 'done'> =>
  work.then(
    () => 'done' as const,
    (error: { code: ErrorCode }) => error.code,
  )

describe.each(databaseKinds)('who holds more than who acts, on $name', (kind) => {
  let stores: TestStores
  let deps: ChangeRolesDeps
  beforeAll(async () => {
    stores = await openStores(kind)
    deps = { storage: stores.here, roles, clock: { now: () => NOW } }
  })
  afterAll(() => stores[Symbol.asyncDispose]())

  const someone = async (...held: readonly string[]): Promise<UserId> => {
    const { id } = await createPasswordUser(stores.here)
    await stores.here.transaction(({ accounts }) => accounts.setRoles(id, held, NOW))
    return id
  }
  const acting = async (...held: readonly string[]): Promise<OperatingPerson> => {
    const id = await someone(...held)
    const session = await stores.here.sessions.open(someSession(id))
    const user = await stores.here.accounts.findById(id)
    if (user === undefined) throw new Error('the operator of a test is gone')
    const caller = { network: undefined, userAgent: undefined }
    return { kind: 'person', current: { session, user }, permission: 'latchkey:users.write', caller }
  }
  const give = (by: OperatingPerson, id: string, ...wanted: readonly string[]) =>
    refusal(
      changeRoles(
        deps,
        { ...by, permission: 'latchkey:roles.assign' },
        { id, roles: [...wanted], reason: 'test' },
      ),
    )

  test('a permission is given and taken by who holds it', async () => {
    const helper = await acting('helper')
    const target = await someone()
    expect(await give(helper, target, 'helper')).toBe('done')
    expect(await give(helper, target, 'helper', SUPPORT_ROLE)).toBe('permission_not_yours')
    expect(await give(helper, target, OPERATOR_ROLE)).toBe('permission_not_yours')
    expect(await give(helper, helper.current.user.id, 'helper', 'impersonator')).toBe('permission_not_yours')
    expect(await give(helper, target)).toBe('done')
  })

  test('what the project names is given by whoever may assign roles', async () => {
    const helper = await acting('helper')
    const target = await someone()
    expect(await give(helper, target, 'editor')).toBe('done')
    expect(await give(helper, target, 'writer')).toBe('role_unknown')
  })

  test('an account is changed by who holds as much', async () => {
    const helper = await acting('helper')
    const request = async (...held: string[]) => ({ id: await someone(...held), reason: 'test' })
    for (const role of [OPERATOR_ROLE, SUPPORT_ROLE, 'impersonator']) {
      const asked = await request(role)
      expect(await refusal(suspendUser(deps, helper, asked)), role).toBe('account_holds_more')
      expect(await refusal(restoreUser(deps, helper, asked)), role).toBe('account_holds_more')
      expect(await give(helper, asked.id), role).toBe('account_holds_more')
    }
    for (const role of ['helper', 'editor', 'unknown'])
      expect(await refusal(suspendUser(deps, helper, await request(role))), role).toBe('done')
    const operator = await acting(OPERATOR_ROLE)
    expect(await refusal(suspendUser(deps, operator, await request('impersonator')))).toBe(
      'account_holds_more',
    )
    expect(await refusal(suspendUser(deps, operator, await request(OPERATOR_ROLE)))).toBe('done')
  })

  test('what was refused is in no history, and what was done is', async () => {
    const helper = await acting('helper')
    const count = async () => (await stores.here.accounts.findById(helper.current.user.id))?.roles
    expect(await give(helper, helper.current.user.id, OPERATOR_ROLE)).toBe('permission_not_yours')
    expect(await count()).toEqual(['helper'])
  })
})
