import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, stat, symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { makeSqlite, peopleIn } from '../fixtures/imports.js'
import { countRows, runSql } from '../fixtures/run-sql.js'

const ENVIRONMENT = {
  LATCHKEY_SECRET: 'a-root-secret-of-a-test-0123456789abcdef',
  LATCHKEY_ISSUER: 'http://localhost:4000',
}
const CROWD = 8_000

/** People as a backend would have them, some of whom share addresses, names and identities. */
const crowd = (size: number): string =>
  Array.from({ length: size }, (_, index) =>
    JSON.stringify({
      id: String(index),
      username: `person${index}`,
      email: `${index % 7 === 0 ? 'P' : 'p'}erson${index % (size - 100)}@example.com`,
      email_verified: index % 3 !== 0,
      password_hash: `$2b$10$${'a'.repeat(48)}${String(index).padStart(5, '0')}`,
      created_at: 1_500_000_000 + index,
      last_login_at: 1_600_000_000 + ((index * 7_919) % 1_000),
      roles: index % 10 === 0 ? ['staff'] : [],
      identities: [`google:${index % (size - 50)}`],
      django_id: String(index),
    }),
  ).join('\n')

/** Everybody, without what no two imports share: ids of ours and moments of writing. */
const outcomeOf = async (database: TestDatabase): Promise<readonly string[]> =>
  Object.entries(await peopleIn(database)).map(([id, person]) =>
    JSON.stringify({ id, person }, (key, value: unknown) =>
      ['updated_at', 'changed_at', 'email_verified_at'].includes(key) && value !== null ? 'then' : value,
    ),
  )

/** Waits until an import has written something, and not everything. */
const untilUnderWay = async (database: TestDatabase): Promise<void> => {
  for (;;) {
    const count = await countRows(database, 'imports').catch(() => 0)
    if (count > 0) return
    await pause(5)
  }
}

describe.each(databaseKinds)('latchkey import on $name', (kind) => {
  test('that is killed and begun again comes to the same end as one that was not', async () => {
    await using folder = await makeCommandFolder(ENVIRONMENT)
    await folder.write('people.ndjson', crowd(CROWD))
    const args = ['import', 'ndjson', '--from', 'people.ndjson']
    await using whole = await kind.create()
    const done = await folder.run([...args, '--json'], { LATCHKEY_DATABASE: whole.url })
    // A slow machine is told how far it is.
    expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(importing: .*\n)*$/) })
    expect(JSON.parse(done.stdout)).toMatchObject({
      finished: true,
      people: { read: CROWD, imported: CROWD },
    })

    await using broken = await kind.create()
    const environment = { LATCHKEY_DATABASE: broken.url }
    await folder.run(['migrate'], environment)
    const first = folder.start(args, environment)
    await untilUnderWay(broken)
    await first.signal('SIGKILL')
    const written = await countRows(broken, 'imports')
    expect(written).toBeGreaterThan(0)
    expect(written).toBeLessThan(CROWD)
    expect(written % 500).toBe(0)

    const second = await folder.run([...args, '--json'], environment)
    expect(second.code).toBe(0)
    expect(JSON.parse(second.stdout)).toMatchObject({
      people: { read: CROWD, imported: CROWD - written, unchanged: written },
    })
    const expected = await outcomeOf(whole)
    const differing = (await outcomeOf(broken)).filter((person, index) => person !== expected[index])
    expect(expected).toHaveLength(CROWD)
    expect(differing).toEqual([])
  }, 120_000)

  test('refuses a second one while it is under way, and stops when told, saying how to go on', async () => {
    await using database = await kind.create()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    await folder.write('people.ndjson', crowd(CROWD))
    await folder.write('few.ndjson', crowd(200))
    await folder.run(['migrate'])
    const first = folder.start(['import', 'ndjson', '--from', 'people.ndjson'])
    await untilUnderWay(database)
    expect(await folder.run(['import', 'ndjson', '--from', 'few.ndjson', '--source', 'few'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Another import is under way.\nWait until it has finished, then run this again.\n',
    })
    const stopped = await first.signal('SIGINT')
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toMatch(/^Stopped\. Run the same command again: it goes on where it stopped\.$/m)
    const written = await countRows(database, 'users')
    expect(stopped.stdout).toContain(`${written} read, ${written} new`)
    expect(written).toBeLessThan(CROWD)
    // The claim went with it.
    const after = await folder.run(['import', 'ndjson', '--from', 'few.ndjson', '--source', 'few'])
    expect(after).toMatchObject({ code: 0, stderr: '' })
    if (kind.name === 'sqlite')
      expect(existsSync(`${database.url.slice('sqlite:'.length)}-import`)).toBe(false)
  }, 120_000)

  test('writes reports and credentials for its owner alone, and none of them to the terminal', async () => {
    await using database = await kind.create()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    makeSqlite(join(folder.path, 'db.sqlite3'), [
      'create table auth_user (id integer primary key, password text, username text, last_login text)',
      "insert into auth_user values (1, 'md5$salt$5f4dcc3b5aa765d61d8327deb882cf99', 'ada\u001b[2J', null)",
      'create table socialaccount_socialapp (id integer primary key, provider text, name text, client_id text, secret text, key text)',
      "insert into socialaccount_socialapp values (1, 'google', 'Google', 'the-id', 's''ecret $x', '')",
    ])
    const args = [
      'import',
      'django',
      '--from',
      'db.sqlite3',
      '--report',
      'report.ndjson',
      '--write-apps',
      'apps.env',
    ]
    const tried = await folder.run([...args, '--dry-run'])
    await unlink(join(folder.path, 'report.ndjson'))
    expect(tried.stdout).toMatch(/^Tried an import from django; nothing was kept\./)
    expect(tried.stderr).toBe('Applications at providers: google. In a dry run apps.env is not written.\n')
    expect(existsSync(join(folder.path, 'apps.env'))).toBe(false)

    const done = await folder.run(args)
    expect(done.code).toBe(0)
    expect(done.stdout).toContain(
      'a password hash of a kind that cannot be trusted; they reset it by mail: 1\n',
    )
    expect(done.stdout).toContain('    1: md5\n')
    expect(await readFile(join(folder.path, 'apps.env'), 'utf8')).toBe(
      "GOOGLE_CLIENT_ID=the-id\nGOOGLE_CLIENT_SECRET='s'\\''ecret $x'\n",
    )
    expect(await readFile(join(folder.path, 'report.ndjson'), 'utf8')).toBe(
      '{"note":"sign_in_never","who":"1"}\n{"note":"password_must_reset","who":"1","detail":"md5"}\n',
    )
    for (const file of ['apps.env', 'report.ndjson'])
      expect((await stat(join(folder.path, file))).mode & 0o777).toBe(0o600)
    const output = done.stdout + done.stderr + tried.stdout + tried.stderr
    for (const secret of ['ecret $x', '5f4dcc3b', 'the-id']) expect(output).not.toContain(secret)
  })

  test('takes the old secret from the environment or from a file, never as an argument', async () => {
    await using database = await kind.create()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    const args = ['import', 'django', '--from', 'db.sqlite3']
    makeSqlite(join(folder.path, 'db.sqlite3'), [
      'create table auth_user (id integer primary key, password text, username text, last_login text)',
      "insert into auth_user values (1, '!', 'ada', null)",
      'create table django_session (session_key text primary key, session_data text, expire_date text)',
      "insert into django_session values ('k', 'd', '2026-01-01')",
    ])
    const noted = async (more: readonly string[], environment = {}) =>
      Object.keys(
        JSON.parse((await folder.run([...args, ...more, '--json', '--dry-run'], environment)).stdout).notes,
      )
    expect(await noted([])).toContain('session_secret_missing')
    expect(await noted([], { DJANGO_SECRET_KEY: 'key' })).toContain('session_secret_other')
    await folder.write('key.txt', 'key\n')
    expect(await noted(['--secret-key-file', 'key.txt'])).toContain('session_secret_other')
    expect(await folder.run([...args, '--secret-key', 'key'])).toMatchObject({ code: 2 })
    expect(await folder.run([...args, '--secret-key-file', 'nowhere.txt'])).toMatchObject({
      code: 1,
      stderr: 'nowhere.txt cannot be read.\nCheck the path given with --secret-key-file.\n',
    })
  })
})

test('latchkey import tells what it did not understand, without a stack', async () => {
  await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
  const failure = async (...args: readonly string[]) => {
    const { code, stderr } = await folder.run(['import', ...args])
    expect(stderr).not.toMatch(/\n {4}at /)
    return `${code} ${stderr}`
  }
  expect(await failure('firebase', '--from', 'x')).toMatch(
    /^1 There is no format firebase\.\nWrite one of: django, /,
  )
  expect(await failure('csv')).toMatch(/^2 error: required option '--from <source>'/)
  expect(await failure('csv', '--from', 'nowhere.csv')).toBe(
    '1 nowhere.csv cannot be read.\nCheck the path given with --from, and who may read it.\n',
  )
  expect(await failure('csv', '--from', 'x', '--source', 'a b')).toMatch(/^1 a b is no name for a source\./)
  const url = 'postgres://ada:hunter2@127.0.0.1:1/old'
  expect(await failure('django', '--from', url)).toMatch(
    /^1 PostgreSQL at 127\.0\.0\.1:1\/old cannot be reached\./,
  )
  expect(await failure('csv', '--from', '.')).toBe(
    '1 . is a folder.\nGive the path of the file itself with --from.\n',
  )
  expect(await failure('django', '--from', '.')).toBe(
    '1 . is a folder.\nGive the path of the file itself with --from.\n',
  )
  await folder.write('people.csv', 'id,email\n1,ada@example.com\n')
  expect(await failure('auth0', '--from', 'people.csv', '--passwords', '.')).toBe(
    '1 . is a folder.\nGive the path of the file itself with --passwords.\n',
  )
  expect(await failure('csv', '--from', 'people.csv', '--report', 'no/such/folder')).toBe(
    '1 no/such/folder cannot be written.\nGive another path with --report.\n',
  )
  expect(
    await runSql({ url: `sqlite:${folder.path}/latchkey.db` } as TestDatabase, 'select * from users'),
  ).toEqual([])
})

describe('a file latchkey import is to write', () => {
  const PEOPLE = 'id,username\n1,ada\n'

  test.each(['--report', '--write-apps'])('is never one that is there: %s', async (option) => {
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
    makeSqlite(join(folder.path, 'db.sqlite3'), [
      'create table auth_user (id integer primary key, password text, last_login text)',
      "insert into auth_user values (1, '!', null)",
    ])
    await folder.run(['migrate'])
    await folder.write('latchkey.config.mjs', 'export default {}')
    await symlink('nowhere', join(folder.path, 'link'))
    await mkdir(join(folder.path, 'folder'))
    for (const file of ['db.sqlite3', 'latchkey.db', 'latchkey.config.mjs', 'link', 'folder']) {
      const before = file === 'folder' || file === 'link' ? '' : await readFile(join(folder.path, file))
      for (const more of [['--dry-run'], []]) {
        expect(await folder.run(['import', 'django', '--from', 'db.sqlite3', option, file, ...more])).toEqual(
          {
            code: 1,
            stdout: '',
            stderr: `${file} is there already, and was left as it is.\nGive the path of a new file with ${option}, or move that one away.\n`,
          },
        )
      }
      if (before !== '') expect(await readFile(join(folder.path, file))).toEqual(before)
    }
    expect(existsSync(join(folder.path, 'nowhere'))).toBe(false)
    const url = `sqlite:${folder.path}/latchkey.db`
    expect(await runSql({ url } as TestDatabase, 'select * from users')).toEqual([])
  })

  test('is not there after an import that could not begin', async () => {
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
    await folder.write('nobody.csv', 'phone\n555\n')
    await folder.write('people.csv', PEOPLE)
    await folder.write('empty.sqlite3', '')
    for (const args of [
      ['csv', '--from', 'nobody.csv'],
      ['csv', '--from', 'nowhere.csv'],
      ['csv', '--from', 'people.csv', '--map', 'email=mail'],
      ['csv', '--from', 'people.csv', '--map', 'emial=email'],
      ['csv', '--from', 'people.csv', '--table', 'people'],
      ['django', '--from', 'empty.sqlite3', '--write-apps', 'apps.env'],
      ['django', '--from', 'empty.sqlite3', '--write-apps', './report.ndjson'],
    ]) {
      expect(await folder.run(['import', ...args, '--report', 'report.ndjson'])).toMatchObject({ code: 1 })
      expect(existsSync(join(folder.path, 'report.ndjson')), args.join(' ')).toBe(false)
      expect(existsSync(join(folder.path, 'apps.env'))).toBe(false)
    }
  })

  test('is told at once when it cannot be made', async () => {
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
    await folder.write('people.csv', PEOPLE)
    await mkdir(join(folder.path, 'closed'))
    await chmod(join(folder.path, 'closed'), 0o500)
    const files = [
      'people.csv/report',
      'no/such/folder',
      ...(process.getuid?.() === 0 ? [] : ['closed/report']),
    ]
    for (const file of files)
      expect(await folder.run(['import', 'csv', '--from', 'people.csv', '--report', file])).toEqual({
        code: 1,
        stdout: '',
        stderr: `${file} cannot be written.\nGive another path with --report.\n`,
      })
  })

  test('with credentials is said to be missing where there are none', async () => {
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
    makeSqlite(join(folder.path, 'db.sqlite3'), [
      'create table auth_user (id integer primary key, password text, last_login text)',
    ])
    expect(
      await folder.run(['import', 'django', '--from', 'db.sqlite3', '--write-apps', 'apps.env']),
    ).toMatchObject({
      code: 0,
      stderr: 'There are no applications at providers: apps.env was not written.\n',
    })
    expect(existsSync(join(folder.path, 'apps.env'))).toBe(false)
  })
})

test.each([
  ['csv', '--passwords', 'x'],
  ['keycloak', '--auth0-connection', 'auth0'],
  ['ndjson', '--secret-key-file', 'x'],
  ['auth0', '--write-apps', 'x'],
  ['next-auth', '--table', 'x'],
  ['django', '--passwords', 'x'],
  ['csv', '--keep-provider-tokens'],
])('an option that does nothing for the source is refused: %s %s', async (format, option, ...value) => {
  await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
  const { code, stderr } = await folder.run(['import', format, '--from', 'x', option, ...value])
  expect(`${code} ${stderr}`).toMatch(
    new RegExp(`^1 ${option} does nothing for ${format}: it is for [a-z0-9, -]+\\.\\nLeave it out\\..*\\n$`),
  )
  expect(existsSync(join(folder.path, 'latchkey.db'))).toBe(false)
})

test('a database another process has locked is told in a sentence', async () => {
  await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
  await folder.write('people.csv', 'id,username\n1,ada\n')
  await folder.run(['migrate'])
  const file = join(folder.path, 'latchkey.db')
  const other = new SqliteDatabase(file)
  try {
    other.exec('begin immediate')
    const { code, stderr } = await folder.run(['import', 'csv', '--from', 'people.csv'])
    expect(`${code} ${stderr}`).toBe(
      `1 The SQLite file ${file} is locked: another process is writing to it, and did not finish.\nWait for that process, or stop it; then run this again.\n`,
    )
  } finally {
    other.close()
  }
}, 60_000)

test('a report says nothing of nobody where nobody is meant', async () => {
  await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: 'sqlite:latchkey.db' })
  makeSqlite(join(folder.path, 'auth.db'), [
    'create table user (id text primary key, email text)',
    'create table account (id text primary key, user_id text)',
    'create table session (id text primary key)',
    "insert into session values ('s')",
  ])
  const { stdout } = await folder.run(['import', 'better-auth', '--from', 'auth.db'])
  expect(stdout).toMatch(/ {2}sessions that end with the old system: only it can read them: 1\n$/)
})
