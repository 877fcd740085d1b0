import { OPERATOR_PERMISSIONS, OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { BUILT_IN_ROLES } from '../model/roles.js'
import { checkOptions } from './check-options.js'
import { ConfigurationError } from './configuration-error.js'

const valid = {
  issuer: 'https://auth.example.com',
  secrets: ['a root secret of the tests, which is long enough'],
} as const

const check = (given: unknown) =>
  checkOptions({ ...valid, ...Object(given) } as Parameters<typeof checkOptions>[0], {}).roles

/** @returns every problem: where, what and how to mend it */
const told = (given: unknown): readonly string[] => {
  try {
    check(given)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.problems.map(({ at, problem, fix }) => `${at}: ${problem}. ${fix}`)
  }
}

const permissions = ['articles.read', 'articles.write']

describe('permissions and roles', () => {
  test('left out, there are the two roles that are built in', () => {
    expect(check({})).toEqual(BUILT_IN_ROLES)
    expect([...check({}).keys()]).toEqual([OPERATOR_ROLE, SUPPORT_ROLE])
  })

  test('a role gives what it names, permissions of Latchkey among them', () => {
    const roles = check({
      permissions,
      roles: { editor: permissions, desk: ['articles.read', 'latchkey:users.read'], guest: [] },
    })
    expect(roles.get('editor')).toEqual(permissions)
    expect(roles.get('desk')).toEqual(['articles.read', 'latchkey:users.read'])
    expect(roles.get('guest')).toEqual([])
    expect(roles.get(OPERATOR_ROLE)).toEqual(BUILT_IN_ROLES.get(OPERATOR_ROLE))
  })

  test('names have letters, digits and . _ : -, and 64 characters at most', () => {
    const name = `Articles_2.read:own-${'x'.repeat(44)}`
    expect(name).toHaveLength(64)
    expect(check({ permissions: [name, 'a', '0'], roles: { [name]: [name] } }).get(name)).toEqual([name])
  })

  test.each([
    '',
    'articles write',
    'articles/write',
    'ärtikel',
    '.articles',
    '-a',
    '__proto__',
    'a\n',
    'a"',
    'x'.repeat(65),
  ])('%j is no name', (name) => {
    const [first, ...others] = told({
      permissions: [name],
      roles: JSON.parse(`{${JSON.stringify(name)}:[]}`),
    })
    expect(first).toContain(`permissions[0]: ${JSON.stringify(name)} is no name of a permission. Use letters`)
    expect(others).toEqual([
      expect.stringMatching(/^roles: .* is no name of a role\. Use letters.*: editor\.$/),
    ])
  })

  test.each(['latchkey:users.read', 'latchkey.operator', 'latchkey:x', 'Latchkey.support'])(
    '%s is not for a project to define',
    (name) => {
      expect(told({ permissions: [name], roles: { [name]: [] } })).toEqual([
        `permissions[0]: ${name} begins as those do that Latchkey has itself. Choose another beginning.`,
        `roles.${name}: ${name} begins as those do that Latchkey has itself. Choose another beginning.`,
      ])
    },
  )

  test('a name that only begins alike is fine', () => {
    expect(told({ permissions: ['latchkeys.read'], roles: { 'latchkey-fan': ['latchkeys.read'] } })).toEqual(
      [],
    )
  })

  test('every mistake is told at once, and what was probably meant', () => {
    expect(
      told({
        permissions: [...permissions, 'articles.read'],
        roles: {
          editor: ['articles.wrte', 'articles.read', 'articles.read'],
          desk: ['latchkey:users.raed', 'latchkey:everything-there-is', 'billing'],
        },
      }),
    ).toEqual([
      'permissions: articles.read is there twice. Keep one of them.',
      'roles.editor: articles.read is there twice. Keep one of them.',
      'roles.editor: "articles.wrte" is not a permission of this server. Did you mean articles.write?',
      'roles.desk: "latchkey:users.raed" is not a permission of this server. Did you mean latchkey:users.read?',
      'roles.desk: "latchkey:everything-there-is" is not a permission of this server. docs/roles.md has those of Latchkey: write one of them.',
      'roles.desk: "billing" is not a permission of this server. Add it to permissions, or take it out here.',
    ])
  })

  test('what the object of every object has is no permission and no role', () => {
    expect(told({ roles: { editor: ['constructor'] } })).toHaveLength(1)
    expect(check({}).get('constructor')).toBeUndefined()
    expect(check({ permissions, roles: { constructor: permissions } }).get('constructor')).toEqual(
      permissions,
    )
  })

  test('somebody with every role fits into a token: more is refused at the start', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => `resource-${index + 1_000}.write`)
    const inTwoRoles = (given: readonly string[]) => ({
      permissions: given,
      roles: { left: given.slice(0, 100), right: given.slice(50), ops: OPERATOR_PERMISSIONS },
    })
    expect(told(inTwoRoles(many(181)))).toEqual([])
    expect(told(inTwoRoles(many(182)))).toEqual([
      'roles: together they give permissions of 4005 characters, and 4000 are what a token can hold. Give fewer, broader ones or shorter names, and have the API ask for the role where it needs more.',
    ])
    expect(told({ permissions: many(1_000) })).toEqual([])
  })

  test.each([
    [
      'a text of permissions',
      { permissions: 'articles.read' },
      /^permissions: it is a text, not a list\. Write permissions: \[/,
    ],
    ['a number among them', { permissions: [1] }, /^permissions\[0\]: it is a number, not a text/],
    ['a list of roles', { roles: ['editor'] }, /^roles: it is a list, not an object\. Write roles: \{/],
    [
      'a role that is a text',
      { permissions, roles: { editor: 'articles.read' } },
      /^roles\.editor: it is a text, not a list/,
    ],
    [
      'a role that is null',
      { permissions, roles: { editor: null } },
      /^roles\.editor: it is null, not a list/,
    ],
  ])('%s is refused, with what to write', (_, given, words) => {
    expect(told(given)).toEqual([expect.stringMatching(words)])
  })
})
