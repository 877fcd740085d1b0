#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `node scripts/try-node.mjs 24 [arguments of vitest]`: runs the tests of what is committed on another version of Node,
 * in a clone of its own. npm brings the Node; native modules are built for it.
 */
const [version, ...vitestArguments] = process.argv.slice(2)
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error('Which version of Node? For example: node scripts/try-node.mjs 24')
  process.exit(2)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), `latchkey-node-${version}-`))
const clone = join(folder, 'latchkey')
const nodeHome = join(folder, 'node')
let env = process.env

const run = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}

try {
  run('git', ['clone', '--quiet', '--no-hardlinks', root, clone], folder)
  run('npm', ['install', '--silent', '--allow-scripts=node', '--prefix', nodeHome, `node@${version}`], folder)
  env = { ...env, PATH: join(nodeHome, 'node_modules/node/bin') + delimiter + env.PATH }
  const headers = join(nodeHome, 'node_modules/node/node_modules', `node-${process.platform}-${process.arch}`)
  if (existsSync(join(headers, 'include'))) env.npm_config_nodedir = headers
  run('node', ['--version'], clone)
  run('npm', ['ci', '--no-audit', '--no-fund'], clone)
  run('node', ['node_modules/typescript/bin/tsc', '-b'], clone)
  run('node', ['node_modules/vitest/vitest.mjs', 'run', ...vitestArguments], clone)
} catch (error) {
  console.error(String(error instanceof Error ? error.message : error))
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
