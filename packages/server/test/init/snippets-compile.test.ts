import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Snippet } from '../../src/init/snippets/snippet.js'
import { writeSnippets } from '../../src/init/write-snippets.js'
import { everyPair, makeStackFolder, type StackFolder } from '../fixtures/init-stacks.js'

const run = promisify(execFile)
const typescript = createRequire(import.meta.url).resolve('typescript/package.json')
const tsc = join(dirname(typescript), 'bin/tsc')
const vueTsc = fileURLToPath(new URL('../../../../examples/vue-spa/check-types.mjs', import.meta.url))
const nextAuthV4 = fileURLToPath(new URL('../../../../node_modules/next-auth-v4', import.meta.url))

/** As the templates of Vite and Next.js have it, without their leniency. */
const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'ESNext',
  moduleResolution: 'bundler',
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
  jsx: 'react-jsx',
  experimentalDecorators: true,
}

const errorsOf = async (compiler: string, project: string): Promise<readonly string[]> => {
  const output = await run(process.execPath, [compiler, '-p', project], { cwd: project }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  )
  return output.split('\n').filter((line) => /error/i.test(line))
}

/** Every text once, each set of snippets in a folder of its own: they import each other. */
const setsOf = (isWanted: (snippet: Snippet) => boolean): ReadonlyMap<string, readonly Snippet[]> =>
  new Map(
    everyPair.flatMap((answers) =>
      (['frontend', 'api'] as const).flatMap((side) => {
        const snippets = writeSnippets(answers).filter((snippet) => snippet.side === side)
        return snippets.some(isWanted) ? [[JSON.stringify(snippets), snippets] as const] : []
      }),
    ),
  )

const isTypeScript = ({ file }: Snippet): boolean => /\.(ts|tsx|vue)$/.test(file)
const isVue = ({ file }: Snippet): boolean => file.endsWith('.vue')
const isV4 = (snippets: readonly Snippet[]): boolean =>
  snippets.some(({ text }) => text.includes('authOptions'))

/** A project for the compiler with these sets in it. */
const makeProject = async (
  folder: StackFolder,
  { name, sets, options = {} }: { name: string; sets: readonly (readonly Snippet[])[]; options?: object },
): Promise<string> => {
  for (const [index, snippets] of sets.entries())
    for (const { file, text } of snippets) await folder.write(join(name, String(index), file), text)
  await folder.write(`${name}/package.json`, '{ "type": "module" }')
  await folder.write(
    `${name}/tsconfig.json`,
    JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, include: ['.'] }),
  )
  return join(folder.path, name)
}

const sets = [...setsOf(isTypeScript).values()]
const vueSets = sets.filter((snippets) => snippets.some(isVue))
const v4Sets = sets.filter(isV4)
const otherSets = sets.filter((snippets) => !vueSets.includes(snippets) && !v4Sets.includes(snippets))

describe('the lines that latchkey init shows', { timeout: 240_000 }, () => {
  let folder: StackFolder
  beforeAll(async () => {
    folder = await makeStackFolder()
  })
  afterAll(async () => {
    await folder[Symbol.asyncDispose]()
  })

  test('are those of each framework, and all of them are looked at', () => {
    expect(vueSets).toHaveLength(2)
    expect(v4Sets).toHaveLength(2)
    // React and Auth.js with either pages; six frameworks of Node with each of three forms.
    expect(otherSets).toHaveLength(2 + 2 + 6 * 3)
  })

  test('compile against what is published', async () => {
    // Of React's plugin only that it is one: the packages of the repository do without it.
    await folder.write(
      'all/plugin-react.d.ts',
      "declare module '@vitejs/plugin-react' { export default function react(): import('vite').PluginOption }",
    )
    const project = await makeProject(folder, { name: 'all', sets: otherSets })
    expect(await errorsOf(tsc, project)).toEqual([])
  })

  test('compile with NextAuth v4', async () => {
    const paths = { 'next-auth': [nextAuthV4], 'next-auth/*': [`${nextAuthV4}/*`] }
    const project = await makeProject(folder, { name: 'v4', sets: v4Sets, options: { paths } })
    expect(await errorsOf(tsc, project)).toEqual([])
  })

  test('compile in Vue, templates included', async () => {
    const project = await makeProject(folder, { name: 'vue', sets: vueSets })
    await folder.write('vue/0/src/App.vue', '<template><main /></template>\n')
    await folder.write('vue/1/src/App.vue', '<template><main /></template>\n')
    expect(await errorsOf(vueTsc, project)).toEqual([])
  })

  test.each([
    { name: 'all', compiler: tsc, file: 'call-api.ts', from: 'getAccessToken()', to: 'getToken()' },
    { name: 'v4', compiler: tsc, file: 'auth.ts', from: '{ getAccessToken }', to: '{ getToken }' },
    {
      name: 'vue',
      compiler: vueTsc,
      file: 'src/WhoIsHere.vue',
      from: 'session.user.name',
      to: 'session.name',
    },
  ])(
    'do not compile with a slip in $file, so the tests above can fail',
    async ({ name, compiler, file, from, to }) => {
      const wanted = { all: otherSets, v4: v4Sets, vue: vueSets }[name] ?? []
      const slipped = wanted
        .filter((snippets) => snippets.some((snippet) => snippet.file === file))
        .map((snippets) =>
          snippets.map((snippet) => ({ ...snippet, text: snippet.text.replaceAll(from, to) })),
        )
      const project = await makeProject(folder, { name: `slipped-${name}`, sets: slipped })
      expect((await errorsOf(compiler, project)).join('\n')).toContain(file)
    },
  )
})
