import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { areAlive, childPid, descendants } from './processes.js'
import { secretsOf } from './session-cookie.js'
import { addTodo, shownTodos, signInAs } from './sign-in.js'
import {
  choosePorts,
  collectOutput,
  createDataFolder,
  type Ports,
  removeDataFolder,
  runStart,
  START_PATIENCE_MS,
  type Stack,
  startStack,
} from './stack.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: START_PATIENCE_MS, hookTimeout: START_PATIENCE_MS })

const openDevice = useBrowser()
let ports: Ports
let data: string
const started: Stack[] = []

beforeEach(async () => {
  ports = await choosePorts()
  data = await createDataFolder()
})
afterEach(async () => {
  for (const stack of started.splice(0)) await stack.stop('SIGTERM')
  await removeDataFolder(data)
})

async function start(flags: string[] = []): Promise<Stack> {
  const stack = await startStack(ports, data, { flags })
  started.push(stack)
  return stack
}

const isListening = (url: string): Promise<boolean> =>
  fetch(url, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )

/** Runs a start that is expected to give up, and hands over what it said. */
async function failToStart(variables: Record<string, string>, flags: string[] = []) {
  const child = runStart({ ...ports, LATCHKEY_DATA: data, ...variables }, flags)
  const output = collectOutput(child)
  const [code] = await once(child, 'close')
  return { code, output: output() }
}

it('a second start finds its data again: the todos, and who is signed in', async () => {
  const page = await openDevice()
  const first = await start()
  await signInAs(page, first, 'Mara Lindqvist')
  await addTodo(page, 'Survive a restart')
  expect(await first.stop()).toBe(0)

  const second = await start()
  await page.goto(`${second.app}/todos`)
  expect(await shownTodos(page)).toEqual(['Survive a restart'])
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends everything: no process and no port is left behind',
  async (signal) => {
    const stack = await start()
    const family = descendants(stack.process.pid ?? 0)
    expect(family.length).toBeGreaterThanOrEqual(3)

    expect(await stack.stop(signal)).toBe(0)
    expect(areAlive(family)).toEqual([])
    for (const url of [stack.app, stack.latchkey, stack.provider, stack.api]) {
      expect(await isListening(url)).toBe(false)
    }
  },
)

it('a second interrupt does not wait for connections that are held open', async () => {
  const stack = await start()
  const family = descendants(stack.process.pid ?? 0)
  const held = [stack.vueApp, stack.latchkey].map((url) =>
    connect({ host: 'localhost', port: Number(new URL(url).port) }, function (this: Socket) {
      this.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
    }).on('error', () => {}),
  )
  await Promise.all(held.map((socket) => once(socket, 'connect')))
  const ended = once(stack.process, 'close')
  stack.process.kill('SIGINT')
  await vi.waitFor(() => expect(stack.output()).toContain('Stopping …'))
  await setTimeout(600) // Sooner it would be the same request, passed on by npm.
  stack.process.kill('SIGINT')
  expect((await ended)[0]).toBe(0)
  expect(areAlive(family)).toEqual([])
})

it.each(['SIGTERM', 'SIGKILL'] as const)('who ends npm alone with %s ends everything', async (signal) => {
  const npm = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ...ports, LATCHKEY_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collectOutput(npm)
  await vi.waitFor(() => expect(output()).toContain('To stop'), START_PATIENCE_MS)
  const family = descendants(npm.pid ?? 0)
  expect(family.length).toBeGreaterThanOrEqual(5)
  const closed = once(npm, 'close')
  npm.kill(signal)
  await closed
  await vi.waitFor(() => expect(areAlive(family)).toEqual([]), START_PATIENCE_MS)
})

it('when one service dies the others are stopped, and its last words are shown', async () => {
  const stack = await start()
  const family = descendants(stack.process.pid ?? 0)
  const ended = once(stack.process, 'close')
  process.kill(childPid(stack.process, 'dist/main.js'), 'SIGKILL')
  expect((await ended)[0]).toBe(1)
  expect(stack.output()).toContain('Todo API was ended by SIGKILL')
  expect(stack.output()).toContain('The todo API listens on')
  expect(areAlive(family)).toEqual([])
})

it('the secrets are kept from other people of the machine, and are never printed', async () => {
  const stack = await start()
  await stack.stop()
  expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600)
  const secrets = Object.values(secretsOf(stack))
  expect(secrets).toHaveLength(3)
  for (const secret of secrets) {
    expect(secret).toHaveLength(43)
    expect(stack.output()).not.toContain(secret)
  }
})

it('with --dev the app runs from its sources, under the same rules', async () => {
  const stack = await start(['--dev'])
  const page = await openDevice()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await signInAs(page, stack, 'Mara Lindqvist')
  await addTodo(page, 'Change a page')
  expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([])
})

it('the table names the console and the readable API, and both are there', async () => {
  const stack = await start()
  for (const [name, words] of [
    ['Console', '<title>'],
    ['API', 'Latchkey API'],
  ] as const) {
    const [, address = ''] = new RegExp(`^ +${name} +(http\\S+)`, 'm').exec(stack.output()) ?? []
    const page = await fetch(address)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(words)])
  }
})

it('with HOSTED_PAGES the table names them, and without JavaScript they lead to the account', async () => {
  const stack = await startStack(ports, data, { variables: { HOSTED_PAGES: 'true' } })
  started.push(stack)
  const [, address = ''] = /Hosted pages +(\S+)/.exec(stack.output()) ?? []
  expect(address).toBe(`${stack.vueApp}/auth/pages/account`)
  for (const start of [address, `${stack.vueApp}/auth/pages/sign-in?returnTo=/auth/pages/account`]) {
    const page = await openDevice({ javaScriptEnabled: false })
    await page.goto(start)
    await page.getByRole('link', { name: 'Sign in with Google' }).click()
    await page.getByRole('button', { name: 'Mara Lindqvist' }).click()
    await page.waitForURL(address)
  }
})

it('without its dependencies it says how to install them', async () => {
  await cp(fileURLToPath(new URL('../scripts', import.meta.url)), join(data, 'scripts'), { recursive: true })
  const child = spawn(process.execPath, [join(data, 'scripts/start.mjs')])
  const output = collectOutput(child)
  expect(await once(child, 'close')).toEqual([1, null])
  expect(output().trim()).toBe('The dependencies are not installed. Run:  npm ci')
})

it('ports that are taken are all named, each with the variable that moves it', async () => {
  const holders = [
    createServer().listen(Number(ports.TODO_API_PORT), '127.0.0.1'),
    createServer().listen(Number(ports.NEXT_APP_PORT), '::'),
  ]
  await Promise.all(holders.map((holder) => once(holder, 'listening')))
  const { code, output } = await failToStart({})
  for (const holder of holders) holder.close()
  expect(code).toBe(1)
  expect(output).toContain(`Port ${ports.TODO_API_PORT} is taken`)
  expect(output).toContain('TODO_API_PORT=')
  expect(output).toContain(`Port ${ports.NEXT_APP_PORT} is taken`)
  expect(output).toContain('NEXT_APP_PORT=')
  expect(output).not.toContain('LATCHKEY_PORT=')
})

it('settings that cannot be are all named', async () => {
  const { code, output } = await failToStart(
    {
      NEXT_APP_PORT: 'http',
      LATCHKEY_PORT: ports.TODO_API_PORT,
      DEV_PROVIDER_PORT: '70000',
    },
    ['--devel'],
  )
  expect(code).toBe(1)
  expect(output).toContain('NEXT_APP_PORT is "http"')
  expect(output).toContain('"--devel" is not understood')
  expect(output).toContain('DEV_PROVIDER_PORT is "70000"')
  expect(output).toContain(`LATCHKEY_PORT and TODO_API_PORT are both ${ports.TODO_API_PORT}`)
})
