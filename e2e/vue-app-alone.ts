import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Stack } from './stack.js'

const folder = fileURLToPath(new URL('../examples/vue-spa', import.meta.url))

/**
 * Serves the Vue app of a stack that was stopped, so that its pages answer and nothing behind them does. `await using` ends it,
 * and frees the port for the next start.
 */
export async function serveVueAppAlone({ ports, vueApp, latchkey }: Stack): Promise<AsyncDisposable> {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
  const child = spawn(process.execPath, [join(vite, 'bin/vite.js'), 'preview'], {
    cwd: folder,
    env: { ...process.env, VUE_APP_PORT: ports.VUE_APP_PORT, LATCHKEY_URL: latchkey },
    stdio: 'ignore',
  })
  const ended = once(child, 'close')
  await expect.poll(() => isServed(vueApp), { timeout: 30_000 }).toBe(true)
  return {
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
    },
  }
}

const isServed = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
