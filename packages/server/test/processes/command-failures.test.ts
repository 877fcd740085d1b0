import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { type CommandFolder, type Ended, freePort, makeCommandFolder } from '../fixtures/command.js'

// What an operator can mend is told in sentences: what is wrong, and what to do. A stack is for bugs of ours.

const SECRET = 'a-root-secret-of-a-test-0123456789abcdef'
const ENVIRONMENT = { LATCHKEY_SECRET: SECRET, LATCHKEY_ISSUER: 'http://localhost:4000' }

const inFolder = async (
  run: (folder: CommandFolder) => Promise<void>,
  environment: Readonly<Record<string, string>> = ENVIRONMENT,
): Promise<void> => {
  await using folder = await makeCommandFolder(environment)
  await run(folder)
}

const linesOf = ({ code, stderr }: Ended): readonly string[] => {
  expect(code).toBe(1)
  expect(stderr).not.toMatch(/^\s+at /m)
  return stderr.trimEnd().split('\n')
}

describe('a port that is taken is told with what moves that very port', () => {
  test.each([
    ['providers', '--provider-port', '--provider-port or DEV_PROVIDER_PORT, for the development providers.'],
    ['mailbox', '--mailbox-port', '--mailbox-port or DEV_MAILBOX_PORT, for the development mailbox.'],
    ['server', '--port', '--port or LATCHKEY_PORT, and set LATCHKEY_ISSUER to match.'],
  ])('that of the %s of latchkey dev', (_, option, how) =>
    inFolder(async (folder) => {
      const taken = createServer().listen(0, 'localhost')
      await once(taken, 'listening')
      const address = taken.address()
      const port = String(typeof address === 'object' ? address?.port : undefined)
      const ports = new Map<string, string>()
      for (const name of ['--port', '--provider-port', '--mailbox-port'])
        ports.set(name, String(await freePort()))
      ports.set(option, port)
      const ended = await folder.run(['dev', ...[...ports].flat()])
      expect(linesOf(ended)).toEqual([
        `Port ${port} is taken by another program.`,
        `Choose another with ${how}`,
      ])
      taken.close()
    }, {}),
  )
})

describe('a database that cannot be used is told with where it is', () => {
  const database = (url: string) => ({ ...ENVIRONMENT, LATCHKEY_DATABASE: url })

  test.each([[['start', '--port', '0']], [['mail', 'list']]])(
    'PostgreSQL that does not answer, without its password: %j',
    async (args) => {
      const port = await freePort()
      await inFolder(
        async (folder) => {
          expect(linesOf(await folder.run(args))).toEqual([
            `PostgreSQL at localhost:${port} cannot be reached: nothing listens there.`,
            'Start it, or correct LATCHKEY_DATABASE (or database in the configuration).',
          ])
        },
        database(`postgres://latchkey:hunter2@localhost:${port}/latchkey`),
      )
    },
  )

  test('PostgreSQL without that database', () => {
    const url = new URL(inject('postgresUrl'))
    url.pathname = '/no_such_database'
    return inFolder(async (folder) => {
      const [problem, fix] = linesOf(await folder.run(['mail', 'list']))
      expect(problem).toBe(`PostgreSQL at ${url.host} has no database no_such_database.`)
      expect(fix).toContain('createdb no_such_database')
    }, database(url.href))
  })

  test('a SQLite file that is none', () =>
    inFolder(async (folder) => {
      await folder.write('notes.db', 'notes '.repeat(100))
      for (const args of [['start'], ['keys', 'list']]) {
        expect(linesOf(await folder.run(args))[0]).toBe(
          `The SQLite file ${join(folder.path, 'notes.db')} cannot be used: it is no SQLite database.`,
        )
      }
    }, database('sqlite:notes.db')))
})

describe('a configuration that cannot be loaded is told with where it breaks', () => {
  const failureOf = async (text: string, file = 'latchkey.config.ts'): Promise<readonly string[]> => {
    await using folder = await makeCommandFolder(ENVIRONMENT)
    await folder.write(file, text)
    const lines = linesOf(await folder.run(['start']))
    return lines.map((line) => line.replaceAll(`${folder.path}/`, ''))
  }

  test.each(['latchkey.config.ts', 'latchkey.config.mjs', 'latchkey.config.js'])(
    'a syntax error in %s, with its line',
    async (file) => {
      expect(await failureOf("export default {\n  service: 'Example'\n  secrets: [],\n}\n", file)).toEqual([
        `${file} cannot be read: Unexpected token, expected ",", in line 3.`,
        'Mend it there, and run this again.',
      ])
    },
  )

  test.each([
    ['no-such-package', 'Run, in the folder of the configuration: npm install no-such-package'],
    ['no-such-package/part', 'Run, in the folder of the configuration: npm install no-such-package'],
    ['@no/such/part', 'Run, in the folder of the configuration: npm install @no/such'],
    ['./elsewhere.js', 'Check the path.'],
  ])('a module that is not there: %s', async (name, fix) => {
    for (const file of ['latchkey.config.ts', 'latchkey.config.mjs'])
      expect(await failureOf(`import x from '${name}'\nexport default { service: x }`, file)).toEqual([
        `${file} imports ${name}, which is not there.`,
        fix,
      ])
  })

  test('no default export', async () => {
    for (const file of ['latchkey.config.ts', 'latchkey.config.mjs'])
      expect(await failureOf("export const config = { service: 'Example' }", file)).toEqual([
        `${file} has no default export.`,
        expect.stringContaining('export default defineConfig({ … })'),
      ])
  })

  test('an error of its own, with its place', async () => {
    expect(await failureOf("const name: string = 'x'\n\nexport default { service: nmae }")).toEqual([
      'latchkey.config.ts could not be run: nmae is not defined',
      expect.stringMatching(/^It happened at latchkey\.config\.ts:3:\d+\.$/),
    ])
  })

  test('an option that is misspelt', async () => {
    expect(await failureOf("export default { brwoser: {}, lifetimes: { accessToken: '10m' } }")).toEqual([
      'The configuration has 2 problems.',
      '  lifetimes.accessToken: it is a text, not a number',
      '    Fix: Give milliseconds: 600_000.',
      '  brwoser: there is no such option',
      '    Fix: Did you mean browser?',
    ])
  })
})

// A dozen processes, one after another, on a machine that may be busy.
describe('beside `latchkey dev`, in its folder', { timeout: 120_000 }, () => {
  const dev = async (folder: CommandFolder) => {
    const ports = [await freePort(), await freePort(), await freePort()]
    const names = ['--port', '--provider-port', '--mailbox-port']
    const running = folder.start(['dev', ...names.flatMap((name, index) => [name, String(ports[index])])])
    await running.says(/The development mailbox shows/)
    return running
  }

  test('commands that look into the database need no issuer, no secret and no mail server', () =>
    inFolder(async (folder) => {
      await folder.write(
        'latchkey.config.mjs',
        `export default {
           browser: { topology: { kind: 'same-origin', app: 'http://localhost:5173' } },
           clients: [{ id: 'web', type: 'confidential', secret: process.env.WEB_SECRET ?? '${SECRET}' }],
         }`,
      )
      await using _running = await dev(folder)
      const said = async (...args: string[]) => {
        const { code, stdout, stderr } = await folder.run(args)
        expect([code, stderr]).toEqual([0, ''])
        return stdout
      }
      expect(await said('mail', 'list')).toBe('No message is waiting.\n')
      expect(await said('mail', 'list', '--failed')).toBe('No message was given up.\n')
      expect(await said('mail', 'list', '--all')).toBe('There is no message.\n')
      expect(await said('keys', 'list')).toMatch(/ signing /)
      expect(await said('client', 'add', 'reports')).toMatch(/shown only now/)
      expect(await said('client', 'list')).toBe(
        'web  confidential  from the configuration\nreports  confidential\n',
      )
      expect(await said('client', 'remove', 'reports', '--yes')).toBe('Removed reports.\n')
      expect(await said('migrate')).toBe('The schema is up to date.\n')
      expect(linesOf(await folder.run(['mail', 'retry', 'mail_0']))[0]).toMatch(/^There is no such message/)
    }, {}))

  test('keys rotate needs the secret, and says where dev keeps it', () =>
    inFolder(async (folder) => {
      await using _running = await dev(folder)
      expect(linesOf(await folder.run(['keys', 'rotate']))).toEqual([
        'The configuration has a problem.',
        '  secrets: there is none',
        '    Fix: Set LATCHKEY_SECRET to the one the server runs with. `latchkey dev` keeps its own: LATCHKEY_SECRET=$(cat .latchkey/secret)',
      ])
      const other = linesOf(await folder.run(['keys', 'rotate'], { LATCHKEY_SECRET: SECRET })).join('\n')
      expect(other).toMatch(/sealed under another secret[\s\S]*LATCHKEY_SECRET=\$\(cat \.latchkey\/secret\)/)
      const own = (await readFile(join(folder.path, '.latchkey/secret'), 'utf8')).trim()
      expect(await folder.run(['keys', 'rotate'], { LATCHKEY_SECRET: own })).toMatchObject({
        code: 0,
        stderr: '',
      })
    }, {}))
})
