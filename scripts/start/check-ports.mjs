import { createServer } from 'node:net'
import { StartRefused } from './settings.mjs'

/**
 * Throws when a port is taken, naming each one and the variable that moves it.
 *
 * @param {Record<string, number>} ports by the variable that sets them
 */
export async function checkPorts(ports) {
  const checks = Object.entries(ports).map(async ([name, port]) => ({ name, port, free: await isFree(port) }))
  const taken = (await Promise.all(checks)).filter(({ free }) => !free)
  if (taken.length === 0) return
  const lines = taken.map(
    ({ name, port }) => `Port ${port} is taken. Free it, or choose another:  ${name}=${port + 1} npm start`,
  )
  throw new StartRefused(lines.join('\n'))
}

/** `localhost` may be either loopback, and a service of ours may listen on all addresses: try each. */
async function isFree(port) {
  for (const host of ['::', '0.0.0.0', '127.0.0.1', '::1']) {
    if ((await tryToListen(port, host)) === 'taken') return false
  }
  return true
}

/** @returns {Promise<'free' | 'taken'>} */
function tryToListen(port, host) {
  return new Promise((resolve) => {
    const probe = createServer()
    // A machine without IPv6 refuses `::` for another reason: that does not make the port taken.
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? 'taken' : 'free'))
    probe.listen({ port, host, exclusive: true, ipv6Only: host.includes(':') }, () =>
      probe.close(() => resolve('free')),
    )
  })
}
