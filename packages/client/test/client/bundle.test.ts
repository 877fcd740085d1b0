import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'

const packages = fileURLToPath(new URL('../../../', import.meta.url))
const KILOBYTE = 1000

/** What a page gets that imports all of an entry, without the framework it has anyway. */
const bundle = async (entry: string): Promise<string> => {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@latchkey/contract': `${packages}contract/src/index.ts` } },
    build: {
      write: false,
      minify: true,
      lib: { entry: `${packages}client/src/${entry}`, formats: ['cjs'] },
      rolldownOptions: { external: ['react', 'vue'] },
    },
  })
  const results = Array.isArray(output) ? output : [output]
  return results
    .flatMap((result) => ('output' in result ? result.output : []))
    .map(codeOf)
    .join('')
}
const codeOf = (file: { type: string; code?: string }) => (file.type === 'chunk' ? (file.code ?? '') : '')

describe('what a browser downloads', () => {
  test.each([
    ['index.ts', 7.5],
    ['react/index.ts', 1],
    ['vue/index.ts', 2],
  ])(
    '%s stays below %s kB and brings no schema library',
    async (entry, limit) => {
      const code = await bundle(entry)
      expect(code.length).toBeGreaterThan(200)
      expect(gzipSync(code).length).toBeLessThan(limit * KILOBYTE)
      expect(code).not.toMatch(/zod|ZodError|safeParse/i)
      // The sentences come with the answers of the server.
      expect(code).not.toContain('The email address or the password is wrong.')
    },
    60_000,
  )

  test('is known to bundlers as free of side effects', async () => {
    const manifest = JSON.parse(await readFile(`${packages}client/package.json`, 'utf8'))
    expect(manifest).toMatchObject({ sideEffects: false })
  })
})
