import { auditEntry, auditList } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { tamper } from '../fixtures/histories.js'

const ENVIRONMENT = {
  LATCHKEY_SECRET: 'a-root-secret-of-a-test-0123456789abcdef',
  LATCHKEY_ISSUER: 'http://localhost:4000',
}

describe.each(databaseKinds)('latchkey audit on $name', { timeout: 240_000 }, (kind) => {
  test('shows, gives out and checks the history, and says which entry was tampered with', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    expect(await folder.run(['audit', 'verify'])).toMatchObject({
      code: 0,
      stdout: 'There is no entry yet.\n',
    })
    for (const id of ['one', 'two', 'three']) await folder.run(['client', 'add', id])

    const listed = await folder.run(['audit', 'list', '--action', 'client.created', '--limit', '2', '--json'])
    const page = auditList.parse(JSON.parse(listed.stdout))
    expect(page.items.map(({ target }) => target)).toEqual(['three', 'two'])

    const exported = await folder.run(['audit', 'export', '--reason', 'to keep it'])
    const lines = exported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => auditEntry.parse(JSON.parse(line)))
    expect(lines.map(({ action }) => action)).toEqual([...Array(3).fill('client.created'), 'audit.exported'])

    const whole = await folder.run(['audit', 'verify'])
    expect(whole).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The history is whole: 4 entries\./),
    })
    const [, head = ''] = /Newest: (\S+)/.exec(whole.stdout) ?? []
    expect((await folder.run(['audit', 'verify', '--head', head])).code).toBe(0)
    expect((await folder.run(['audit', 'verify', '--head', 'newest'])).code).toBe(2)

    await tamper(database, `update audit_entries set target = 'four' where position = 2`)
    expect(await folder.run(['audit', 'verify'])).toMatchObject({
      code: 1,
      stdout: 'Tampered with: entry 2 is not what was written there. The one before it is as written.\n',
    })
    const said = await folder.run(['audit', 'verify', '--json'])
    expect(JSON.parse(said.stdout)).toMatchObject({ whole: false, found: { kind: 'changed', position: 2 } })
  })
})
