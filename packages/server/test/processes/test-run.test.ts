import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const GLOBAL_SETUP = fileURLToPath(new URL('../fixtures/postgres-server.ts', import.meta.url))

/** Runs one test beside a PostgreSQL of its own, the way every run of ours does. */
const runWith = async (expectation: string): Promise<{ code: number | null; output: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-run-'))
  try {
    await writeFile(
      join(folder, 'vitest.config.mjs'),
      `export default { test: { globals: true, globalSetup: [${JSON.stringify(GLOBAL_SETUP)}] } }`,
    )
    await writeFile(join(folder, 'one.test.js'), `test('one', () => { ${expectation} })`)
    const environment = { ...process.env }
    for (const name of Object.keys(environment))
      if (name.startsWith('VITEST') || name === 'TEST_PG_URL') delete environment[name]
    const child = spawn(process.execPath, [VITEST, 'run'], { cwd: folder, env: environment })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
      })
    const [code] = await once(child, 'close')
    return { code, output }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('a run fails when a test fails, and passes when all pass', async () => {
  const red = await runWith('expect(1).toBe(2)')
  expect(red.output).toMatch(/1 failed/)
  expect(red.code).toBe(1)
  const green = await runWith('expect(1).toBe(1)')
  expect(green.output).toMatch(/1 passed/)
  expect(green.code).toBe(0)
})
