#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm run bench`: builds what is not built, then asks every question of `bench/`. */
const root = fileURLToPath(new URL('..', import.meta.url))
for (const args of [
  ['node_modules/typescript/bin/tsc', '-b', 'packages/server', 'packages/testkit'],
  ['bench/run.mjs', ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
