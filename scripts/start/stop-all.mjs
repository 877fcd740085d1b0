import { setTimeout as wait } from 'node:timers/promises'

const GRACE_MS = 5_000
const POLL_MS = 25

/**
 * Asks every process group to end, waits for the last member of each, and kills what is left after the grace.
 *
 * @param {{ signal: (signal: NodeJS.Signals | 0) => 'alive' | 'gone' }[]} processes
 */
export async function stopAll(processes) {
  const isAlive = (each) => each.signal(0) === 'alive'
  for (const each of processes) each.signal('SIGTERM')
  for (let waited = 0; waited < GRACE_MS && processes.some(isAlive); waited += POLL_MS) await wait(POLL_MS)
  for (const each of processes.filter(isAlive)) each.signal('SIGKILL')
}
