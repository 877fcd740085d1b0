import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 60_000
const POLL_MS = 50

/**
 * Waits until `url` answers with anything but a server error. Throws when it has not within a minute.
 *
 * @param {string} url
 * @param {AbortSignal} stopped aborted when there is no point in waiting any longer
 */
export async function waitUntilReady(url, stopped) {
  const deadline = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
  while (!(await answers(url, deadline))) {
    stopped.throwIfAborted()
    if (deadline.aborted) throw new Error(`${url} did not answer within ${PATIENCE_MS / 1000} seconds`)
    await wait(POLL_MS)
  }
}

async function answers(url, signal) {
  try {
    const response = await fetch(url, { signal, redirect: 'manual' })
    await response.arrayBuffer()
    return response.status < 500
  } catch {
    return false // Nobody listens there yet.
  }
}
