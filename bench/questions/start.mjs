import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../load.mjs'

const bin = fileURLToPath(new URL('../../packages/server/bin/latchkey.js', import.meta.url))
const ROUNDS = 5
const IDLE = 2_000

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** How long from `latchkey start` on an existing database to the first answer, and how much memory does it keep? */
export async function ask() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-start-'))
  try {
    await startOnce(folder) // makes the database
    const rounds = []
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await startOnce(folder))
    const first = median(rounds.map((one) => one.firstAnswer))
    const memory = median(rounds.map((one) => one.memory))
    return [
      {
        question: 'first answer after `latchkey start`',
        value: `${Math.round(first)} ms`,
        aimText: '< 1000 ms',
        met: first < 1_000,
      },
      ...(Number.isNaN(memory)
        ? []
        : [
            {
              question: 'idle memory (RSS)',
              value: `${Math.round(memory)} MB`,
              aimText: '< 100 MB',
              met: memory < 100,
            },
          ]),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startOnce(folder) {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [bin, 'start', '--port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      LATCHKEY_ISSUER: `http://localhost:${port}`,
      LATCHKEY_SECRET: 'bench-secret-bench-secret-bench-secret',
    },
  })
  const firstAnswer = await untilAnswered(`http://localhost:${port}/health`, startedAt)
  await new Promise((resolve) => setTimeout(resolve, IDLE))
  const memory = await residentMegabytes(child.pid)
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  return { firstAnswer, memory }
}

async function untilAnswered(url, startedAt) {
  while (performance.now() - startedAt < 20_000) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (answered) return performance.now() - startedAt
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('latchkey start did not answer within 20 seconds')
}

/** From /proc; NaN where there is none. */
async function residentMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024
}
