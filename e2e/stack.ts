import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from './free-ports.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A first start builds: give it the time a small machine needs. */
export const START_PATIENCE_MS = 180_000

const PORT_NAMES = [
  'NEXT_APP_PORT',
  'VUE_APP_PORT',
  'LATCHKEY_PORT',
  'DEV_PROVIDER_PORT',
  'DEV_MAILBOX_PORT',
  'TODO_API_PORT',
] as const
export type Ports = Record<(typeof PORT_NAMES)[number], string>

/** One run of `scripts/start.mjs`: the stack as a newcomer gets it. */
export interface Stack {
  readonly process: ChildProcess
  readonly ports: Ports
  readonly data: string
  readonly app: string
  readonly vueApp: string
  readonly mailbox: string
  readonly latchkey: string
  readonly provider: string
  readonly api: string
  /** All it has printed so far. */
  output(): string
  /** Sends the signal, and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export async function choosePorts(): Promise<Ports> {
  const ports = await freePorts(PORT_NAMES.length)
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, String(ports[index])])) as Ports
}

export const createDataFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'latchkey-e2e-'))

export const removeDataFolder = (data: string): Promise<void> => rm(data, { recursive: true, force: true })

/** Runs `scripts/start.mjs` and waits for its table. Whoever starts it stops it. */
export async function startStack(
  ports: Ports,
  data: string,
  { variables = {}, flags = [] }: { variables?: Record<string, string>; flags?: string[] } = {},
): Promise<Stack> {
  const child = runStart({ ...variables, ...ports, LATCHKEY_DATA: data }, flags)
  const output = collectOutput(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('To stop') && resolve())
    child.once('close', () => reject(new Error(`npm start ended early:\n${output()}`)))
  })
  const at = (port: string) => `http://localhost:${port}`
  return {
    process: child,
    ports,
    data,
    app: at(ports.NEXT_APP_PORT),
    vueApp: at(ports.VUE_APP_PORT),
    mailbox: at(ports.DEV_MAILBOX_PORT),
    latchkey: at(ports.LATCHKEY_PORT),
    provider: at(ports.DEV_PROVIDER_PORT),
    api: at(ports.TODO_API_PORT),
    output,
    async stop(signal = 'SIGINT') {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close')
        child.kill(signal)
        await closed
      }
      return child.exitCode
    },
  }
}

/** `npm start` itself, with these variables on top of the environment. */
export function runStart(variables: Record<string, string>, flags: string[] = []): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts/start.mjs'), ...flags], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function collectOutput(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}
