import { setTimeout as wait } from 'node:timers/promises'

const GRACE_MS = 5_000
const POLL_MS = 25

/**
 * Asks every process group to end, waits for the last member of each, and kills what is left after the grace: a browser that holds
 * a connection open keeps servers that long.
 *
 * @param {{ signal: (signal: NodeJS.Signals | 0) => 'alive' | 'gone' }[]} processes
 * @param {AbortSignal} hurry aborted when there is to be no more grace
 */
export async function stopAll(processes, hurry) {
  const isAlive = (each) => each.signal(0) === 'alive'
  for (const each of processes) each.signal('SIGTERM')
  const mayWait = (waited) => waited < GRACE_MS && !hurry.aborted && processes.some(isAlive)
  for (let waited = 0; mayWait(waited); waited += POLL_MS) await wait(POLL_MS)
  for (const each of processes.filter(isAlive)) each.signal('SIGKILL')
}
