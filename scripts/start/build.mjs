import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFolders } from './hash-folders.mjs'

const projects = ['packages/server', 'packages/client', 'packages/testkit', 'examples/todo-api']

/**
 * Builds what is not built: the TypeScript projects (the compiler knows which), and each app when one of
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

  const packages = [join(root, 'packages/client/dist'), join(root, 'packages/contract/dist')]
  const buildOnce = async ({ name, folder, stamp, command, env }) => {
    const app = join(root, folder)
    const sources = hashFolders([app, ...packages])
    const stampFile = join(app, stamp)
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return
    say(`Building the ${name} …`)
    await finish({ name: command.slice(1).join(' '), command, cwd: app, env })
    writeFileSync(stampFile, sources)
  }
  await buildOnce({
    name: 'console',
    folder: 'packages/admin',
    stamp: 'dist/.latchkey-build',
    command: [process.execPath, join(root, 'node_modules/vite/bin/vite.js'), 'build'],
    env: { NODE_ENV: 'production' },
  })

  // In development each app builds what is asked for, when it is.
  if (dev) return
  await buildOnce({
    name: 'Next.js app',
    folder: 'examples/next-app',
    stamp: '.next/latchkey-build',
    command: [process.execPath, join(root, 'node_modules/next/dist/bin/next'), 'build'],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  await buildOnce({
    name: 'Vue app',
    folder: 'examples/vue-spa',
    stamp: 'dist/.latchkey-build',
    command: [process.execPath, join(root, 'node_modules/vite/bin/vite.js'), 'build'],
    env: { NODE_ENV: 'production' },
  })
}
