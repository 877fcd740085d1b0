import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './settings.mjs'

const OLDEST_NODE = [20, 19]

/** @param {string} root */
export function checkInstallation(root) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new StartRefused(
      `This is Node ${process.versions.node}. Latchkey needs ${OLDEST_NODE.join('.')} or newer.`,
    )
  }
  // npm writes this file last: without it the installation never finished.
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
    throw new StartRefused('The dependencies are not installed. Run:  npm ci')
  }
}
