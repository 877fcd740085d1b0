import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { GuardOptions } from '@latchkey/guard'

/** A guard in a process of its own. */
export interface GuardProcess {
  /** Its process, which it names in the description of its stream. */
  readonly pid: number
  /** What becomes of each of these tokens: `accepted`, or the reason of the refusal. */
  outcomes(tokens: readonly string[]): Promise<readonly string[]>
  /** Presents a token again and again until it is refused because its session has ended. @returns when, in milliseconds since the epoch */
  refusal(token: string): Promise<number>
  /** Sets its clock so much later than ours. */
  shift(milliseconds: number): Promise<void>
  staleness(): Promise<number>
  trouble(): Promise<readonly string[]>
  /** SIGSTOP: it is there, and does nothing. */
  fallAsleep(): void
  /** SIGCONT. */
  wakeUp(): void
  /** SIGKILL: it gets no chance to end its stream. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const SCRIPT = fileURLToPath(new URL('./guard-process.mjs', import.meta.url))

interface Answered {
  readonly id: number
  readonly answer: unknown
}

/** @param options as JSON can say them */
export const startGuardProcess = async (options: GuardOptions): Promise<GuardProcess> => {
  const child = fork(SCRIPT, [JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`the guard process ended with ${code} before it was there`)
    }),
  ])
  let count = 0
  const awaited = new Map<number, (answer: unknown) => void>()
  child.on('message', ({ id, answer }: Answered) => {
    awaited.get(id)?.(answer)
    awaited.delete(id)
  })
  const ask = <Answer>(deed: string, given?: unknown): Promise<Answer> =>
    new Promise((resolve) => {
      count += 1
      awaited.set(count, (answer) => resolve(answer as Answer))
      child.send({ id: count, deed, given })
    })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return {
    pid: child.pid ?? 0,
    outcomes: (tokens) => ask('outcomes', tokens),
    refusal: (token) => ask('refusal', token),
    shift: (milliseconds) => ask('shift', milliseconds),
    staleness: () => ask('staleness'),
    trouble: () => ask('trouble'),
    fallAsleep: () => child.kill('SIGSTOP'),
    wakeUp: () => child.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
