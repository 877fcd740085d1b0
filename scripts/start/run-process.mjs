import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'

const LAST_LINES = 40
const WINDOWS = process.platform === 'win32'

/**
 * Starts a command as the leader of its own process group, so that its children end with it.
 *
 * @param {{ name: string, command: string[], cwd: string, env?: Record<string, string>, logFile?: string, onLine?: (line: string) => void }} service
 *   `logFile`: where everything it prints is kept; `onLine`: sees each line of it
 */
export function runProcess({ name, command: [program, ...args], cwd, env, logFile, onLine }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !WINDOWS,
  })
  const lines = []
  const log = logFile && createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log?.write(text)
      const said = text.split('\n').filter((line) => line.trim() !== '')
      for (const line of said) onLine?.(line)
      lines.push(...said)
      lines.splice(0, lines.length - LAST_LINES)
    })
  }

  /** Settles once, with how it ended. */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, how: `could not be started: ${error.message}` }))
    // `close` and not `exit`: the last lines of the output have arrived.
    child.once('close', (code, signal) =>
      resolve({ ok: code === 0, how: signal ? `was ended by ${signal}` : `ended with exit code ${code}` }),
    )
  })

  return {
    name,
    ended,
    lastLines: () => lines.join('\n'),
    signal: (signal) => signalGroup(child.pid, signal),
  }
}

/** Reaches grandchildren too, and also those whose parent has already gone. */
function signalGroup(pid, signal) {
  if (pid === undefined) return 'gone'
  if (WINDOWS) {
    if (signal !== 0) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'])
    return 'gone'
  }
  try {
    process.kill(-pid, signal)
    return 'alive'
  } catch (error) {
    if (error.code === 'ESRCH') return 'gone'
    throw error
  }
}
