import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFolders } from './hash-folders.mjs'

const projects = ['packages/server', 'packages/client', 'packages/testkit', 'examples/todo-api']

/**
 * Builds what is not built: the TypeScript projects (the compiler knows which), and the Next.js app when one of
 * its sources changed since its last build.
 *
 * @param {{ root: string, dev: boolean }} settings
 * @param {(command: { name: string, command: string[], cwd: string, env?: Record<string, string> }) => Promise<void>} finish
 * @param {(line: string) => void} say
 */
export async function build({ root, dev }, finish, say) {
  if (!existsSync(join(root, 'examples/todo-api/dist/main.js'))) say('Building the packages …')
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await finish({ name: 'tsc --build', command: [process.execPath, tsc, '--build', ...projects], cwd: root })

  // `next dev` builds what is asked for, when it is.
  if (dev) return
  const app = join(root, 'examples/next-app')
  const stamp = join(app, '.next/latchkey-build')
  const sources = hashFolders([app, join(root, 'packages/client/dist'), join(root, 'packages/contract/dist')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  say('Building the Next.js app …')
  const next = join(root, 'node_modules/next/dist/bin/next')
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  await finish({ name: 'next build', command: [process.execPath, next, 'build'], cwd: app, env })
  writeFileSync(stamp, sources)
}
