import { accountExport, exportedPerson } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'

const BY = ['--reason', 'moving']
const HASH = '$2b$04$aaaaaaaaaaaaaaaaaaaaaOBYhHVvPJZmIwjtVA0ZxyWf2/XqsFSOy'
const people = [
  { id: '1', email: 'ada@example.com', email_verified: true, name: 'Ada\u202e', roles: ['editor'] },
  {
    id: '2',
    email: 'grace@example.com',
    email_verified: true,
    username: 'grace',
    password_hash: HASH,
    identities: [{ provider: 'google', subject: '1101' }],
  },
  { id: '3', username: 'nobody', password_hash: HASH, suspended: true },
]
/** More than a page. */
const crowd = Array.from({ length: 230 }, (_, index) => ({
  id: `crowd-${index}`,
  email: `crowd-${index}@example.com`,
  email_verified: true,
}))

const linesIn = (text: string): string[] => text.trimEnd().split('\n')

describe.each(databaseKinds)('latchkey export on $name', { timeout: 200_000 }, (kind) => {
  test('gives everybody, once, with hashes for who says so, as another Latchkey imports them', async () => {
    await using database = await kind.createEmpty()
    await using other = await kind.createEmpty()
    await using folder = await makeCommandFolder({
      LATCHKEY_DATABASE: database.url,
      LATCHKEY_ISSUER: 'http://localhost:4000',
    })
    await folder.write('in.ndjson', [...people, ...crowd].map((person) => JSON.stringify(person)).join('\n'))
    expect((await folder.run(['import', 'ndjson', '--from', 'in.ndjson', '--json'])).code).toBe(0)

    const without = await folder.run(['export', 'users', ...BY])
    expect([without.code, without.stderr]).toEqual([0, ''])
    expect(without.stdout).not.toContain('$2b$')
    expect(without.stdout).not.toMatch(/[^\P{C}\n]/u)
    const everybody = linesIn(without.stdout).map((line) => exportedPerson.strict().parse(JSON.parse(line)))
    expect(everybody).toHaveLength(people.length + crowd.length)
    expect(new Set(everybody.map(({ id }) => id)).size).toBe(everybody.length)
    expect(everybody.find(({ email }) => email === 'grace@example.com')).toMatchObject({
      username: 'grace',
      identities: [{ provider: 'google', subject: '1101' }],
    })

    const withHashes = await folder.run(['export', 'users', '--hashes', ...BY])
    await folder.write('out.ndjson', withHashes.stdout)
    const there = { LATCHKEY_DATABASE: other.url }
    const imported = await folder.run(['import', 'ndjson', '--from', 'out.ndjson', '--json'], there)
    expect(JSON.parse(imported.stdout)).toMatchObject({
      people: { imported: everybody.length, passwords: 2, identities: 1, suspended: 1 },
    })
    const again = await folder.run(['export', 'users', '--hashes', ...BY], there)
    const told = (text: string) =>
      linesIn(text)
        .map((line) => {
          const { id: _, created_at: __, last_login_at: ___, ...rest } = JSON.parse(line)
          return JSON.stringify(rest)
        })
        .sort()
    expect(told(again.stdout)).toEqual(told(withHashes.stdout))

    const one = await folder.run(['export', 'user', 'grace@example.com', ...BY])
    expect(accountExport.parse(JSON.parse(one.stdout))).toMatchObject({ hasPassword: true })
    expect(one.stdout).not.toContain('$2b$')
    const history = await runSql(
      database,
      `select actor_kind, detail from audit_entries where action = 'user.exported' order by id`,
    )
    expect(history.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { everybody: true, hashes: false, reason: 'moving' },
      { everybody: true, hashes: true, reason: 'moving' },
      { reason: 'moving' },
    ])
  })
})

test('an export wants a reason', async () => {
  await using folder = await makeCommandFolder()
  const { code, stdout, stderr } = await folder.run(['export', 'users', '--hashes'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('Give --reason')
})
