import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const typescript = createRequire(import.meta.url).resolve('typescript/package.json')
const tsc = join(dirname(typescript), 'bin/tsc')

/** Runs the compiler and gives the lines that are errors in files of ours; NextAuth's and Next's own do not count. */
const errorsOf = async (...args: string[]): Promise<string[]> => {
  const run = promisify(execFile)(process.execPath, [tsc, ...args], { cwd: here })
  const output = await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
  return output.split('\n').filter((line) => /error TS\d+/.test(line) && !line.includes('node_modules/next'))
}

// The apps below see what is published: the emitted declarations.
beforeAll(async () => {
  expect(await errorsOf('-b', '..')).toEqual([])
}, 120_000)

test.each(['v4', 'v5'])(
  'an app that has only NextAuth %s compiles against the published types',
  async (edition) => {
    expect(await errorsOf('-p', `types-${edition}`)).toEqual([])
  },
  120_000,
)

test('an app of the other edition does not compile, so the two tests above can fail', async () => {
  expect(await errorsOf('-p', 'types-v4', '--paths', 'null')).not.toEqual([])
}, 120_000)
