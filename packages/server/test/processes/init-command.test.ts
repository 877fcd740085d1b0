import { chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { type CommandFolder, freePort, makeCommandFolder, SERVER_MODULE } from '../fixtures/command.js'
import { hasTerminals, runInTerminal } from '../fixtures/in-terminal.js'

const NAMES = ['.env', '.gitignore', 'latchkey.config.ts']
const SECRET = /^[0-9a-f]{64}$/
const textIn = (folder: CommandFolder, file: string): Promise<string> =>
  readFile(join(folder.path, file), 'utf8')
const namesIn = async (folder: CommandFolder): Promise<readonly string[]> =>
  (await readdir(folder.path)).sort()

/** A folder with a Vue app in `web` and FastAPI in `api`. */
const makeProject = async (): Promise<CommandFolder> => {
  const folder = await makeCommandFolder()
  await mkdir(join(folder.path, 'web', 'src'), { recursive: true })
  await mkdir(join(folder.path, 'api'))
  await folder.write('web/package.json', '{ "dependencies": { "vue": "^3.5.0" } }')
  await folder.write('web/src/main.ts', '// mine\n')
  await folder.write('api/pyproject.toml', '[project]\ndependencies = ["fastapi[standard]>=0.110"]\n')
  return folder
}

describe('latchkey init', { timeout: 120_000 }, () => {
  test('with --yes takes what it found, and latchkey dev starts with what it wrote', async () => {
    await using folder = await makeProject()
    const { code, stdout, stderr } = await folder.run(['init', '--yes'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Found your frontend: vue, in web\nFound your API: fastapi, in api\n')
    expect(stdout).toContain('Checked: a server starts with it, as http://localhost:4000.')
    expect(stdout).toMatch(/Run: npx latchkey dev\n.*to become the first operator: docs\/operators\.md\.\n$/)
    expect(await namesIn(folder)).toEqual([...NAMES, 'api', 'web'].sort())
    expect((await stat(join(folder.path, '.env'))).mode & 0o777).toBe(0o600)
    const { LATCHKEY_SECRET = '', API_CLIENT_SECRET = '' } = parseEnv(await textIn(folder, '.env'))
    expect(LATCHKEY_SECRET).toMatch(SECRET)
    expect(API_CLIENT_SECRET).toMatch(SECRET)
    expect(LATCHKEY_SECRET).not.toBe(API_CLIENT_SECRET)
    for (const secret of [LATCHKEY_SECRET, API_CLIENT_SECRET]) expect(stdout).not.toContain(secret)
    expect((await textIn(folder, '.gitignore')).split('\n')).toEqual(['.env', '.latchkey/', ''])

    const config = await textIn(folder, 'latchkey.config.ts')
    await folder.write('latchkey.config.ts', config.replace("'@latchkey/server'", `'${SERVER_MODULE}'`))
    const port = String(await freePort())
    const ports = ['--port', port, '--provider-port', '0', '--mailbox-port', '0']
    await using running = folder.start(['dev', ...ports])
    const [, address = ''] = await running.says(/answers at (\S+) as/)
    const asApi = { authorization: `Basic ${btoa(`api:${API_CLIENT_SECRET}`)}` }
    const ask = (headers: HeadersInit) =>
      fetch(address + paths.introspect, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ token: 'x' }),
      })
    expect(await (await ask(asApi)).json()).toEqual({ active: false })
    expect((await ask({ authorization: `Basic ${btoa('api:another')}` })).status).toBe(401)
    // The secret of `.env` is the one in use: none was made beside it.
    expect(await readdir(join(folder.path, '.latchkey'))).not.toContain('secret')
  })

  test('says as JSON what it did, without a secret', async () => {
    await using folder = await makeProject()
    const args = ['--frontend', 'next-auth', '--api', 'express', '--providers', 'none', '--pages', 'own']
    const rest = [
      '--database',
      'postgres',
      '--app',
      'http://localhost:3000/',
      '--api-url',
      'http://localhost:9000/v1/',
    ]
    const { code, stdout } = await folder.run(['init', '--json', ...args, ...rest])
    expect(code).toBe(0)
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({
      answers: {
        frontend: 'next-auth',
        api: 'express',
        providers: [],
        pages: 'own',
        database: 'postgres',
        app: 'http://localhost:3000',
        apiUrl: 'http://localhost:9000/v1',
      },
      found: { frontend: { name: 'vue', at: 'web' }, api: { name: 'fastapi', at: 'api' } },
      written: ['.gitignore', '.env', 'latchkey.config.ts'],
      environment: { added: ['LATCHKEY_SECRET', 'LATCHKEY_CLIENT_SECRET', 'LATCHKEY_DATABASE'], kept: [] },
      findings: [{ severity: 'ok' }],
    })
    expect(told.snippets.map(({ file }: { file: string }) => file)).toEqual([
      'auth.ts',
      'call-api.ts',
      'latchkey-guard.ts',
      'latchkey-route.ts',
    ])
    for (const value of Object.values(parseEnv(await textIn(folder, '.env'))).filter((one) =>
      SECRET.test(one ?? ''),
    ))
      expect(stdout).not.toContain(value)
  })

  test('--write makes new files in the frontend and the API, and leaves those that are there', async () => {
    await using folder = await makeProject()
    const { code, stdout } = await folder.run(['init', '--yes', '--write'])
    expect(code).toBe(0)
    expect(await textIn(folder, 'web/src/main.ts')).toBe('// mine\n')
    expect(stdout).toContain('In your frontend, web/src/main.ts:\n')
    expect(stdout).toContain('Wrote web/src/latchkey.ts\n')
    expect(await textIn(folder, 'web/src/latchkey.ts')).toContain(
      "createLatchkeyClient({ baseUrl: '/auth' })",
    )
    expect(await readdir(join(folder.path, 'api'))).toEqual(
      expect.arrayContaining(['latchkey_caller.py', 'latchkey_fastapi.py']),
    )
  })

  test('a configuration that is there stays, whatever its ending; --force writes it anew and keeps the secret', async () => {
    await using folder = await makeProject()
    for (const name of ['latchkey.config.ts', 'latchkey.config.js', 'latchkey.config.mjs']) {
      await using other = await makeCommandFolder()
      await other.write(name, '// mine\n')
      const { code, stderr } = await other.run(['init', '--yes'])
      expect([code, stderr]).toEqual([1, expect.stringContaining(`There is a ${name} already`)])
      expect(await namesIn(other)).toEqual([name])
      expect(await textIn(other, name)).toBe('// mine\n')
    }
    await folder.run(['init', '--yes'])
    const env = await textIn(folder, '.env')
    const { code, stdout } = await folder.run(['init', '--yes', '--force', '--frontend', 'react'])
    expect(code).toBe(0)
    expect(stdout).toContain('Left as they are in .env: LATCHKEY_SECRET, API_CLIENT_SECRET\n')
    expect(await textIn(folder, '.env')).toBe(env)
  })

  test('adds to .env and .gitignore, to the byte what they were before', async () => {
    await using folder = await makeCommandFolder()
    const [env, ignored] = ['DEBUG="a b"\r\nLATCHKEY_SECRET=', 'node_modules']
    await folder.write('.env', env)
    await folder.write('.gitignore', ignored)
    await chmod(join(folder.path, '.env'), 0o644)
    expect(await folder.run(['init', '--yes', '--frontend', 'none'])).toMatchObject({ code: 0 })
    const written = await textIn(folder, '.env')
    expect(written.startsWith(env)).toBe(true)
    expect(parseEnv(written)).toMatchObject({ DEBUG: 'a b', LATCHKEY_SECRET: expect.stringMatching(SECRET) })
    expect((await stat(join(folder.path, '.env'))).mode & 0o777).toBe(0o600)
    expect(await textIn(folder, '.gitignore')).toBe('node_modules\n.env\n.latchkey/\n')
  })

  test('takes over the secret that latchkey dev made, so that its database opens', async () => {
    await using folder = await makeCommandFolder()
    await mkdir(join(folder.path, '.latchkey'))
    const made = '5'.repeat(32) + 'a'.repeat(32)
    await folder.write('.latchkey/secret', `${made}\n`)
    expect(await folder.run(['init', '--yes'])).toMatchObject({ code: 0 })
    expect(parseEnv(await textIn(folder, '.env'))).toMatchObject({ LATCHKEY_SECRET: made })
  })

  test('a secret that does not open the database that is there is told before anything is written', async () => {
    await using folder = await makeCommandFolder({ LATCHKEY_ISSUER: 'http://localhost:4000' })
    const [theirs, another] = ['c'.repeat(32) + '4'.repeat(32), 'd'.repeat(32) + '5'.repeat(32)]
    await using running = folder.start(['start', '--port', '0'], { LATCHKEY_SECRET: theirs })
    await running.says(/answers at/)
    await running.signal('SIGTERM')
    await folder.write('.env', `LATCHKEY_SECRET=${another}\n`)
    const { code, stderr } = await folder.run(['init', '--yes'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('sealed under another secret')])
    expect(stderr).not.toContain(another)
    expect(await namesIn(folder)).toEqual(['.env', '.latchkey'])
    await folder.write('.env', `LATCHKEY_SECRET=${theirs}\n`)
    expect(await folder.run(['init', '--yes'])).toMatchObject({ code: 0 })
  })

  test('without a terminal and without the answers it ends with 2, says which, and writes nothing', async () => {
    await using folder = await makeProject()
    const { code, stdout, stderr } = await folder.run(
      ['init', '--frontend', 'django', '--app', 'http://localhost:1'],
      {},
      'vue\n',
    )
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--door --api --providers --pages --database --api-url\n')
    expect(await namesIn(folder)).toEqual(['api', 'web'])
  })

  test.each([
    ['--frontend', 'angular'],
    ['--providers', 'google,gogle'],
    ['--pages', ''],
    ['--app', 'localhost:3000'],
    ['--app', 'http://localhost:3000/path'],
    ['--app', 'https://app.example.com'],
    ['--app', 'http://user:secret@localhost:3000'],
    ['--api-url', "http://a'b"],
    ['--api-url', 'ftp://localhost'],
    ['--api-url', 'http://localhost/a;b'],
    ['--door', 'drf-token', '--frontend', 'vue'],
    ['--colour', 'red'],
  ])('%s %s is refused with 2, and writes nothing', async (...args) => {
    await using folder = await makeProject()
    const { code, stdout, stderr } = await folder.run(['init', '--yes', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(args[0])
    expect(stderr).not.toContain('secret')
    expect(await namesIn(folder)).toEqual(['api', 'web'])
  })

  test('what no server would start with is not written', async () => {
    await using folder = await makeProject()
    await folder.write('.env', 'LATCHKEY_SECRET=short\n')
    const { code, stderr } = await folder.run(['init', '--yes', '--write'])
    expect(code).toBe(1)
    expect(stderr).toContain('Nothing was written')
    expect(stderr).toContain('one is shorter than 32 characters')
    expect(await namesIn(folder)).toEqual(['.env', 'api', 'web'])
    expect(await textIn(folder, '.env')).toBe('LATCHKEY_SECRET=short\n')
    expect(await readdir(join(folder.path, 'web', 'src'))).toEqual(['main.ts'])
  })

  test('interrupted while it writes, it leaves all or nothing', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      await using folder = await makeProject()
      await using running = folder.start(['init', '--yes', '--write'])
      while (
        !(await namesIn(folder)).some((name) => name.startsWith('.latchkey-init-') || NAMES.includes(name))
      )
        await pause(1)
      const { code } = await running.signal(signal)
      const left = await namesIn(folder)
      if (code === 0) expect(left).toEqual([...NAMES, 'api', 'web'].sort())
      else {
        expect([code, left]).toEqual([130, ['api', 'web']])
        expect(await readdir(join(folder.path, 'web', 'src'))).toEqual(['main.ts'])
        expect(await readdir(join(folder.path, 'api'))).toEqual(['pyproject.toml'])
      }
    }
  })

  test('a link in the place of .env is not followed', async () => {
    await using folder = await makeCommandFolder()
    await folder.write('elsewhere', 'A=1\n')
    await symlink('elsewhere', join(folder.path, '.env'))
    const { code, stderr } = await folder.run(['init', '--yes'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('.env is no plain file')])
    expect(await namesIn(folder)).toEqual(['.env', 'elsewhere'])
    expect(await textIn(folder, 'elsewhere')).toBe('A=1\n')
  })

  test('every option is in --help, with the exit statuses', async () => {
    await using folder = await makeCommandFolder()
    const { code, stdout } = await folder.run(['init', '--help'])
    expect(code).toBe(0)
    for (const option of ['--frontend', '--door', '--api', '--providers', '--pages', '--database', '--app'])
      expect(stdout).toContain(`  ${option} <`)
    expect(stdout).toContain('Exit status: 0 all is written')
  })
})

describe('.env', { timeout: 60_000 }, () => {
  const showConfig = `const { PORT, NODE_TLS_REJECT_UNAUTHORIZED } = process.env
    if (PORT ?? NODE_TLS_REJECT_UNAUTHORIZED) throw new Error('what is not of Latchkey came along')
    export default { issuer: process.env.SHOWN_ISSUER }`

  test('is read by every command, after the environment, and only for what is of Latchkey', async () => {
    await using folder = await makeCommandFolder()
    await folder.write('latchkey.config.mjs', showConfig)
    const secret = 'c'.repeat(32) + '4'.repeat(32)
    await folder.write(
      '.env',
      `SHOWN_ISSUER=http://localhost:4001\nPORT=1\nNODE_TLS_REJECT_UNAUTHORIZED=0\nLATCHKEY_SECRET=${secret}\n`,
    )
    const port = String(await freePort())
    await using running = folder.start(['start', '--port', port])
    await running.says(/as http:\/\/localhost:4001\n/)
    await running.signal('SIGTERM')
    await using other = folder.start(['start'], {
      SHOWN_ISSUER: 'http://localhost:4002',
      LATCHKEY_PORT: port,
    })
    await other.says(/as http:\/\/localhost:4002\n/)
  })

  test('that is a folder, as Python keeps them, is none', async () => {
    await using folder = await makeCommandFolder()
    await mkdir(join(folder.path, '.env'))
    expect(await folder.run(['client', 'list'])).toMatchObject({ code: 0, stderr: '' })
  })
})

describe.skipIf(!hasTerminals())('latchkey init in a terminal', { timeout: 120_000 }, () => {
  test('asks, offers what it found, asks again where an answer is none, and writes', async () => {
    await using folder = await makeProject()
    const { code, seen } = await runInTerminal(
      folder.path,
      ['init', '--database', 'sqlite'],
      [
        { after: '[vue] ', keys: 'svelte\r' },
        { after: '[vue] ', keys: '4\r' },
        { after: '[fastapi] ', keys: '\r' },
        { after: '[google,github] ', keys: 'google\r' },
        { after: '[hosted] ', keys: 'own\r' },
        { after: '[http://localhost:5173] ', keys: '\r' },
        { after: '[http://localhost:8000] ', keys: 'http://localhost:8100\r' },
      ],
    )
    expect(code).toBe(0)
    expect(seen).toContain('4. react: React\n')
    expect(seen).toContain('Write one of: next-auth, next-auth-v4, vue, react')
    expect(seen).toMatch(
      /^Found your frontend: vue, in web\nFound your API: fastapi, in api\n\nWhat is your frontend\?\n/,
    )
    expect(seen).not.toContain('Where are people and sessions kept?')
    expect(seen).not.toContain('What does it call?')
    expect(await namesIn(folder)).toEqual([...NAMES, 'api', 'web'].sort())
    const config = await textIn(folder, 'latchkey.config.ts')
    expect(config).toContain("import { defineConfig, google } from '@latchkey/server'")
    expect(config).toContain("'http://localhost:8100'")
  })

  test.each([
    { how: 'Ctrl-C', keys: '\u0003' },
    { how: 'Ctrl-D', keys: '\u0004' },
  ])('$how leaves nothing behind, and ends with 130', async ({ keys }) => {
    await using folder = await makeProject()
    const { code, seen } = await runInTerminal(
      folder.path,
      ['init'],
      [
        { after: '[vue] ', keys: '\r' },
        { after: '[fastapi] ', keys },
      ],
    )
    expect(code).toBe(130)
    expect(seen).toContain('Nothing was written.')
    expect(await namesIn(folder)).toEqual(['api', 'web'])
  })
})
