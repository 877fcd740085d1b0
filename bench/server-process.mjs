import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts one of `servers/` in a process of its own.
 *
 * @param {'latchkey' | 'floors' | 'provider' | 'guarded-express'} name
 * @param {object} settings
 */
export async function startServer(name, settings) {
  const file = fileURLToPath(new URL(`./servers/${name}.mjs`, import.meta.url))
  const child = fork(file, [JSON.stringify(settings)], { env: { ...process.env, NODE_ENV: 'production' } })
  const awaited = new Map()
  child.on('message', (message) => {
    for (const [member, value] of Object.entries(message)) {
      awaited.get(member)?.resolve(value)
      awaited.delete(member)
    }
  })
  child.once('exit', (code) => {
    for (const { reject } of awaited.values()) reject(new Error(`${name} ended with ${code}`))
  })
  const next = (member) => new Promise((resolve, reject) => awaited.set(member, { resolve, reject }))
  const port = await next('port')
  return {
    url: `http://localhost:${port}`,
    /** Processor time so far, in microseconds. */
    cpu: () => {
      const answer = next('cpu')
      child.send('cpu')
      return answer
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.send('stop')
      }),
  }
}
