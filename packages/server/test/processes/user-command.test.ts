import {
  type AdminUser,
  adminSessionList,
  adminUser,
  adminUserDetail,
  adminUserList,
  endedCount,
} from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { hasTerminals, runInTerminal } from '../fixtures/in-terminal.js'
import { runSql } from '../fixtures/run-sql.js'

const PASSWORD = 'lively otter paints 7 barns'
/** A Standard Schema that knows one field. */
const CITY_SCHEMA = `{ '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }`
const BY = ['--reason', 'a test']

/** Only a server that browsers come to writes to people. */
const writesToPeople = (folder: CommandFolder): Promise<void> =>
  folder.write(
    'latchkey.config.ts',
    "export default { browser: { topology: { kind: 'same-origin', app: 'http://localhost:5173' } } }",
  )

const commandsIn = (folder: CommandFolder) => {
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await folder.run([...args, '--json'])
    expect([code, stderr], args.join(' ')).toEqual([0, ''])
    return JSON.parse(stdout) as unknown
  }
  const create = async (args: readonly string[], password?: string): Promise<AdminUser> => {
    const { code, stdout, stderr } = await folder.run(['user', 'create', ...args, '--json'], {}, password)
    expect([code, stderr], args.join(' ')).toEqual([0, ''])
    return adminUser.parse(JSON.parse(stdout))
  }
  const refused = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await folder.run(args, {}, input)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(/^\s+at /m)
    return `${code} ${stderr}`
  }
  return { run, create, refused }
}

describe.each(databaseKinds)('latchkey user on $name', { timeout: 200_000 }, (kind) => {
  test('people are made, found, changed and deleted, each act with who did it and why', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: database.url })
    await writesToPeople(folder)
    const { run, create, refused } = commandsIn(folder)
    const ada = await create(
      ['--email', 'ada@example.com', '--name', 'Ada', '--admin', '--password-stdin'],
      `${PASSWORD}\n`,
    )
    expect(ada).toMatchObject({ roles: ['latchkey.operator'], emailConfirmedAt: expect.any(String) })
    const eve = await create(['--email', 'eve@example.com', '--invite', '--language', 'de'])
    expect(eve).toMatchObject({ emailConfirmedAt: null, roles: [] })
    expect(await runSql(database, 'select locale from mails')).toEqual([{ locale: 'de' }])

    expect(adminUserList.parse(await run('user', 'list')).items.map(({ id }) => id)).toEqual([eve.id, ada.id])
    expect(adminUserList.parse(await run('user', 'find', 'ada@exam')).items).toHaveLength(1)
    const shown = adminUserDetail.parse(await run('user', 'show', 'ada@example.com'))
    expect(shown).toMatchObject({ id: ada.id, hasPassword: true })

    // Who has only said that an address is theirs gets nothing that is meant for its owner.
    for (const act of [['roles', '--add', 'latchkey.operator'], ['confirm']]) {
      const [name = '', ...rest] = act
      expect(await refused(['user', name, 'eve@example.com', ...rest, ...BY])).toMatch(
        /^1 Nobody has proved that "eve@example\.com" is theirs; usr_/,
      )
    }
    const roles = ['user', 'roles', eve.id, '--add', 'latchkey.support', ...BY]
    expect(adminUser.parse(await run(...roles)).roles).toEqual(['latchkey.support'])
    expect(adminUser.parse(await run('user', 'confirm', eve.id, ...BY)).emailConfirmedAt).not.toBeNull()
    const undone = await run('user', 'confirm', eve.id, '--undo', ...BY)
    expect(adminUser.parse(undone).emailConfirmedAt).toBeNull()
    expect(adminUser.parse(await run('user', 'suspend', eve.id, ...BY)).suspendedAt).not.toBeNull()
    expect(adminUser.parse(await run('user', 'restore', eve.id, ...BY)).suspendedAt).toBeNull()
    expect(endedCount.parse(await run('user', 'end-sessions', eve.id, ...BY))).toEqual({ ended: 0 })
    expect(endedCount.parse(await run('user', 'reset-password', eve.id, '--yes', ...BY)).ended).toBe(0)
    expect(adminSessionList.parse(await run('session', 'list', '--user', eve.id)).items).toEqual([])
    expect(await refused(['session', 'end', 'ses_1', ...BY])).toMatch(/^1 There is no such session\./)
    expect(await run('user', 'delete', eve.id, '--yes', ...BY)).toEqual({ deleted: eve.id })

    // The last one stays, whoever asks.
    for (const act of [['suspend'], ['delete', '--yes'], ['roles', '--remove', 'latchkey.operator']]) {
      const [name = '', ...rest] = act
      expect(await refused(['user', name, ada.id, ...rest, ...BY])).toMatch(/^1 Nobody else could manage/)
    }
    const history = await runSql(database, 'select * from audit_entries order by id')
    expect(history.map((entry) => entry['action'])).toEqual([
      'user.created',
      'user.invited',
      'user.roles_changed',
      'email.confirmed',
      'email.confirmed',
      'user.suspended',
      'user.restored',
      'session.ended',
      'password.reset_asked',
      'user.deleted',
    ])
    for (const entry of history) expect(entry).toMatchObject({ actor_kind: 'command', network: null })
    expect(JSON.stringify(history)).not.toContain(PASSWORD)
  })

  test('what is kept about a person is changed and taken away, and the history says which fields', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: database.url })
    await folder.write('latchkey.config.mjs', `export default { profile: ${CITY_SCHEMA} }`)
    const { run, create, refused } = commandsIn(folder)
    const { id } = await create(['--email', 'ada@example.com', '--password-stdin'], `${PASSWORD}\n`)
    const update = async (...args: readonly string[]) => adminUser.parse(await run('user', 'update', ...args))
    const picture = 'https://pictures.example.com/ada.png'
    expect(
      await update(
        'ada@example.com',
        '--name',
        'Ada',
        '--picture',
        picture,
        '--profile',
        '{"city":"London"}',
      ),
    ).toMatchObject({ id, name: 'Ada', picture, profile: { city: 'London' } })
    expect(await update(id, '--no-name', '--no-picture', '--profile', '{"city":null}')).toMatchObject({
      name: null,
      picture: null,
      profile: {},
    })
    expect(await refused(['user', 'update', id])).toMatch(/^2 Nothing says what to change\..*--no-name/s)
    expect(await refused(['user', 'update', id, '--profile', 'London'])).toMatch(
      /^2 --profile cannot be that\..*Give an object/s,
    )
    expect(await refused(['user', 'update', id, '--picture', 'javascript:alert(1)'])).toMatch(
      /^[12] .*picture/s,
    )
    expect(await refused(['user', 'update', 'nobody@example.com', '--name', 'x'])).toMatch(/^1 /)
    const [, first, second, ...others] = await runSql(
      database,
      'select action, detail from audit_entries order by id',
    )
    expect(others).toEqual([])
    for (const entry of [first, second]) {
      expect(entry).toMatchObject({ action: 'user.updated' })
      expect(String(entry?.['detail'])).toContain('profile.city')
      expect(String(entry?.['detail'])).not.toContain('London')
    }
  })

  test('a session is ended by its id, and the history says why', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: database.url })
    const { run, create } = commandsIn(folder)
    const ada = await create(['--email', 'ada@example.com', '--password-stdin'], `${PASSWORD}\n`)
    const id = 'ses_019aa3f2d00f5b2c8a7e6d5c4b3a2f1e'
    const now = Date.now()
    const session = {
      id: `'${id}'`,
      user_id: `'${ada.id}'`,
      client_id: `'web'`,
      scope: `'openid'`,
      audience: `'http://localhost:8000'`,
      amr: `'pwd'`,
      authenticated_at: now,
      created_at: now,
      last_used_at: now,
      expires_at: now + 3_600_000,
      generation: 0,
    }
    const values = Object.values(session).join(', ')
    await runSql(database, `insert into sessions (${Object.keys(session).join(', ')}) values (${values})`)
    const live = () => run('session', 'list', '--user', ada.id).then((list) => adminSessionList.parse(list))

    expect((await live()).items).toMatchObject([{ id, amr: ['pwd'] }])
    expect(await run('session', 'end', id, ...BY)).toEqual({ session: id })
    expect((await live()).items).toEqual([])
    const history = await runSql(
      database,
      'select action, detail from audit_entries order by id desc limit 1',
    )
    expect(history).toMatchObject([{ action: 'session.ended', detail: expect.stringContaining('a test') }])
  })

  test('an account is made with an address nobody has, a password that may be chosen, and roles there are', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: database.url })
    await writesToPeople(folder)
    const { create, refused } = commandsIn(folder)
    const withPassword = ['user', 'create', '--email', 'ada@example.com', '--password-stdin']
    expect(await refused(withPassword, 'short')).toMatch(/^2 This password is too short\./)
    expect(await refused(withPassword, 'qwertyuiop')).toMatch(/^2 This password is one of the first/)
    expect(await refused(withPassword, 'ada@example.com')).toMatch(/^2 This password is your own/)
    expect(await refused(withPassword, `${PASSWORD}\nand another line`)).toMatch(/^2 .*\nPipe in one line/)
    expect(await refused([...withPassword, '--role', 'pope'], PASSWORD)).toMatch(/^2 There is no such role/)
    expect(await refused(['user', 'create', '--email', 'ada', '--invite'])).toMatch(/^2 This is not an email/)
    expect(await refused(['user', 'create', '--email', 'ada@example.com'])).toMatch(
      /^2 There is no terminal to ask in\.\nGive --email, and --invite or --password-stdin/,
    )
    expect(await runSql(database, 'select id from users')).toEqual([])
    await create(['--email', 'ada@example.com', '--password-stdin'], PASSWORD)
    expect(await refused(withPassword, PASSWORD)).toMatch(/^1 Another account has this address/)
  })

  test('nothing a stranger is called moves a terminal', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ LATCHKEY_DATABASE: database.url })
    await writesToPeople(folder)
    const { run, create } = commandsIn(folder)
    const { id } = await create(['--email', 'eve@example.com', '--invite'])
    // As one that came before such names were refused.
    const name = '\u001b[2JEve\u009b1m\u202egnp'
    await runSql(database, `update users set name = '${name}' where id = '${id}'`)
    for (const args of [
      ['user', 'list'],
      ['user', 'show', id],
      ['user', 'list', '--json'],
    ]) {
      const { stdout } = await folder.run(args)
      expect(stdout).toContain('\\u001b[2JEve\\u009b1m\\u202egnp')
      expect(stdout).not.toMatch(/[^\P{C}\n]/u)
    }
    expect(adminUserDetail.parse(await run('user', 'show', id)).name).toBe(name)
  })
})

describe('latchkey user: what is typed wrong ends with 2, says what to do, and does nothing', () => {
  test.each([
    [['user', 'list', '--limit', '1000'], '--limit:'],
    [['user', 'list', '--status', 'happy'], '--status:'],
    [['user', 'create', '--email', 'a@example.com', '--invite', '--language', 'tlh'], 'Give --language en'],
    [['user', 'create', '--invite', '--password-stdin'], 'Give --invite or --password-stdin.'],
    [['user', 'suspend'], "missing required argument 'who'"],
    [['session', 'list', '--limit', 'many'], '--limit:'],
  ])('%j', async (args, expected) => {
    await using folder = await makeCommandFolder()
    expect(await commandsIn(folder).refused(args)).toMatch(/^2 /)
    expect(await commandsIn(folder).refused(args)).toContain(expected)
  })

  test('where nobody is written to, nothing that takes a message is begun', async () => {
    await using folder = await makeCommandFolder()
    const { create, refused } = commandsIn(folder)
    expect(await refused(['user', 'create', '--email', 'eve@example.com', '--invite'])).toMatch(
      /^1 No message would be sent.*\nGive --password-stdin/,
    )
    const { id } = await create(['--email', 'eve@example.com', '--password-stdin'], PASSWORD)
    expect(await refused(['user', 'reset-password', id, '--yes', ...BY])).toMatch(/^1 No message would/)
  })

  test('an act needs a person, a reason, and for what cannot be taken back a yes', async () => {
    await using folder = await makeCommandFolder()
    await writesToPeople(folder)
    const { create, refused } = commandsIn(folder)
    await create(['--email', 'eve@example.com', '--invite'])
    expect(await refused(['user', 'delete', 'eve@example.com'])).toContain('Give --reason')
    expect(await refused(['user', 'delete', 'eve@example.com', ...BY])).toMatch(/^2 [\s\S]*Give --yes/)
    expect(await refused(['user', 'show', 'adam@example.com'])).toMatch(/^1 Nobody is known by/)
    expect(await refused(['user', 'show', 'usr_1'])).toMatch(/^1 Nobody is known by/)
  })
})

describe.skipIf(!hasTerminals())('latchkey user in a terminal', { timeout: 120_000 }, () => {
  test('create --admin asks for what is missing, again where it cannot be, and shows no password', async () => {
    await using folder = await makeCommandFolder()
    const { code, seen } = await runInTerminal(
      folder.path,
      ['user', 'create', '--admin'],
      [
        { after: 'Address: ', keys: 'ada@example.com\r' },
        { after: 'Name (may stay empty): ', keys: 'Ada\r' },
        { after: 'Password: ', keys: 'short\r' },
        { after: 'Once more: ', keys: 'short\r' },
        { after: 'too short', keys: '' },
        { after: 'Password: ', keys: `${PASSWORD}\r` },
        { after: 'Once more: ', keys: 'something else\r' },
        { after: 'They differ.', keys: '' },
        { after: 'Password: ', keys: `${PASSWORD}\r` },
        { after: 'Once more: ', keys: `${PASSWORD}\r` },
      ],
    )
    expect(code).toBe(0)
    expect(seen).toMatch(/Created\.\nusr_[0-9a-f]{32} {2}ada@example\.com {2}Ada {2}latchkey\.operator\n$/)
    expect(seen).not.toContain('otter')
    expect(seen).not.toContain('short\n')

    const deleted = await runInTerminal(
      folder.path,
      ['user', 'delete', 'ada@example.com'],
      [
        { after: 'Why, for the audit history? ', keys: 'a test\r' },
        { after: 'Go on? [no] ', keys: 'no\r' },
      ],
    )
    expect(deleted).toMatchObject({ code: 2, seen: expect.stringContaining('Nothing was changed.') })
    const broken = await runInTerminal(
      folder.path,
      ['user', 'create'],
      [{ after: 'Address: ', keys: '\u0003' }],
    )
    expect(broken).toMatchObject({ code: 130, seen: expect.stringContaining('Nothing was changed.') })
  })
})
