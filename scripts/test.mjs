#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './test/ensure-chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => join(root, 'node_modules/.bin', name)

/** `npm test`: every check of the project, one after another; the first that fails ends the run. */
const checks = [
  ['types and build', bin('tsc'), ['-b']],
  ['route types of the Next.js app', bin('next'), ['typegen', 'examples/next-app']],
  ['types of the Next.js app', bin('tsc'), ['-p', 'examples/next-app', '--noEmit']],
  ['types of the console', bin('tsc'), ['-p', 'packages/admin']],
  ['the console', bin('vite'), ['build', '--logLevel', 'warn'], 'packages/admin'],
  ['types of the example configuration', bin('tsc'), ['-p', 'examples/auth-server']],
  ['types of the Vue app', process.execPath, ['check-types.mjs'], 'examples/vue-spa'],
  ['format and lint', bin('biome'), ['ci', '.']],
  ['rooms', bin('depcruise'), ['packages', 'examples/todo-api', '--config', '.dependency-cruiser.cjs']],
  ['unused code', bin('knip'), []],
  ...['contract', 'guard', 'server', 'client', 'admin', 'testkit'].map((name) => [
    `package ${name}`,
    bin('publint'),
    [`packages/${name}`, '--pack', 'false'],
  ]),
  ['tests', bin('vitest'), ['run', ...process.argv.slice(2)]],
]

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

/** @returns {Promise<number>} the exit code */
const run = (command, args, folder = '.') =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: join(root, folder), stdio: 'inherit', env })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })

ensureChromium(root)
for (const [name, command, args, folder] of checks) {
  console.log(`\n— ${name}`)
  const code = await run(command, args, folder)
  if (code !== 0) {
    console.error(`\n${name}: failed`)
    process.exit(code)
  }
}
