import { OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { apiPermissionsOf, BUILT_IN_ROLES, isOwnPermission, permissionsOf } from './roles.js'

describe('roles', () => {
  const roles = new Map([
    ...BUILT_IN_ROLES,
    ['editor', ['articles.read', 'articles.write']],
    ['reader', ['articles.read']],
  ])

  test('somebody may do what any of their roles gives', () => {
    expect([...permissionsOf(['reader', 'editor'], roles)]).toEqual(['articles.read', 'articles.write'])
  })

  test('an API is told each of its permissions once, in order, and none of those of Latchkey', () => {
    const held = ['reader', OPERATOR_ROLE, 'editor', 'staff']
    expect(
      apiPermissionsOf(held, new Map([...roles, ['staff', ['about.write', 'latchkey:users.read']]])),
    ).toEqual(['about.write', 'articles.read', 'articles.write'])
    expect(apiPermissionsOf([OPERATOR_ROLE, SUPPORT_ROLE], roles)).toEqual([])
  })

  test('a role that nobody has named gives nothing', () => {
    expect(permissionsOf(['toString', '__proto__', 'admin'], roles).size).toBe(0)
  })

  test('support reads and changes nothing', () => {
    const given = [...permissionsOf([SUPPORT_ROLE], roles)]
    expect(given).toContain('latchkey:users.read')
    expect(given.filter((permission) => !permission.endsWith('.read'))).toEqual([])
  })

  test('an operator may do everything but act as somebody else', () => {
    const given = permissionsOf([OPERATOR_ROLE], roles)
    expect(given).toContain('latchkey:users.delete')
    expect(given).not.toContain('latchkey:users.impersonate')
  })

  test('permissions of Latchkey are told from those of the project', () => {
    expect(
      [...permissionsOf([OPERATOR_ROLE, 'editor'], roles)].filter((one) => !isOwnPermission(one)),
    ).toEqual(['articles.read', 'articles.write'])
  })
})
