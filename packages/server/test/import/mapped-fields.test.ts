import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FORMATS, type Format, SourceError } from '../../src/import/index.js'
import { sqlite } from '../fixtures/databases.js'
import { importFrom, makeSqlite, notesOf, peopleIn } from '../fixtures/imports.js'
import { openStores } from '../fixtures/stores.js'

const failureOf = async (format: Format, map: readonly string[], from = '-') => {
  await using stores = await openStores(sqlite)
  const error: unknown = await importFrom(stores.here, format, { map, from, text: '{"id":"1"}' }).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SourceError)) throw error
  expect(await peopleIn(stores.database)).toEqual({})
  return `${error.message} ${error.fix}`
}

/** A source of that format with one person, who has these fields under other names. */
const makeSource = async (format: Format, columns: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'source')
  const typed = columns.map((column) => `${column} text`).join(', ')
  const values = columns.map(() => "'true'").join(', ')
  const person = { id: '1', user_id: '1', ...Object.fromEntries(columns.map((column) => [column, 'true'])) }
  switch (format) {
    case 'django':
      return makeSqlite(file, [
        `create table auth_user (id integer primary key, password text, last_login text, ${typed})`,
        `insert into auth_user values (1, null, null, ${values})`,
      ])
    case 'better-auth':
    case 'next-auth':
      return makeSqlite(file, [
        `create table user (id text primary key, ${typed})`,
        `insert into user values ('1', ${values})`,
        'create table account (id text primary key, user_id text)',
      ])
    case 'csv':
      await writeFile(file, `id,${columns}\n1,${columns.map(() => 'true')}\n`)
      return file
    default:
      await writeFile(file, JSON.stringify(format === 'keycloak' ? { users: [person] } : person))
      return file
  }
}

test.each(FORMATS)('every field that is offered for --map is one that is read: %s', async (format) => {
  const refusal = await failureOf(format, ['emial=email'])
  expect(refusal).toMatch(/^There is no field emial, which --map emial=email gives a column\./)
  const fields = /Fields are: (.*)\.$/.exec(refusal)?.[1]?.split(' ') ?? []
  expect(fields).toContain('email')
  await using stores = await openStores(sqlite)
  const done = await importFrom(stores.here, format, {
    from: await makeSource(
      format,
      fields.map((field) => `x_${field}`),
    ),
    map: fields.map((field) => `${field}=x_${field}`),
  })
  expect(done.report.people.imported).toBe(1)
  expect(notesOf(done).filter((note) => note.includes('x_'))).toEqual([])
})

test.each(FORMATS)('a column that is named and not there stops the import: %s', async (format) => {
  const from = await makeSource(format, ['email'])
  expect(await failureOf(format, ['email=mail'], from)).toMatch(
    /has no column mail, which --map email=mail names\.|^Nobody in .* has the field that --map email=mail names\./,
  )
})

test('an address of NextAuth is proven by a moment or a truth, and not by a zero', async () => {
  await using stores = await openStores(sqlite)
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const verified = { a: '1704067200000', b: '1', c: '0', d: "'no'", e: "'perhaps'", f: 'null' }
  const done = await importFrom(stores.here, 'next-auth', {
    from: makeSqlite(join(folder, 'auth.db'), [
      'create table user (id text primary key, email text, "emailVerified" any)',
      ...Object.entries(verified).map(
        ([id, cell]) => `insert into user values ('${id}', '${id}@example.com', ${cell})`,
      ),
      'create table account (id text primary key, user_id text)',
    ]),
  })
  const people = (await peopleIn(stores.database)) as Record<string, { email_key: unknown }>
  expect(Object.keys(people).filter((id) => people[id]?.email_key !== null)).toEqual(['a', 'b'])
  expect(notesOf(done)).toContain('value_unreadable e email_verified')
})
