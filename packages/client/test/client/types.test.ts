import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const packageRoot = fileURLToPath(new URL('../../', import.meta.url))
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

/** Runs the compiler and gives the lines that are errors in files of ours. */
const errorsOf = async (...args: string[]): Promise<string[]> => {
  const output = await promisify(execFile)(process.execPath, [tsc, ...args], { cwd: packageRoot }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
  return output.split('\n').filter((line) => /error TS\d+/.test(line) && !line.includes('node_modules/'))
}

// The apps below see what is published: the emitted declarations.
beforeAll(async () => {
  expect(await errorsOf('-b', 'tsconfig.browser.json', '../server')).toEqual([])
}, 120_000)

test('an app compiles against the published types, and its mistakes do not', async () => {
  expect(await errorsOf('-p', 'test/types-client')).toEqual([])
}, 120_000)

test('a page knows the profile of the server’s configuration, though it has no types of Node', async () => {
  expect(await errorsOf('-p', 'test/types-client/tsconfig.profile.json')).toEqual([])
}, 120_000)
