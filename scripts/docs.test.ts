import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
const pages = listed.split('\n').filter((page) => page !== '' && existsSync(join(root, page)))

/** Headings as the anchors that GitHub makes of them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

const brokenLinksOf = (page: string): readonly string[] => {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? join(root, page) : resolve(root, dirname(page), decodeURIComponent(path))
    if (!existsSync(target)) return true
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
  })
}

/** The configurations that pages show whole, each in a file of its own. */
const writeSamples = (folder: string): number => {
  const samples = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)]
      .map(([, code = ''], index) => ({ name: `${page.replaceAll(/[/.]/g, '-')}-${index}.ts`, code }))
      .filter(({ code }) => /export default defineConfig/.test(code) && /@latchkey\/server'/.test(code)),
  )
  for (const { name, code } of samples) writeFileSync(join(folder, name), code)
  return samples.length
}

describe('documentation', () => {
  test('every configuration that is shown whole compiles', { timeout: 120_000 }, () => {
    const folder = join(root, 'test-output/docs')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    expect(writeSamples(folder)).toBeGreaterThan(5)
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const compile = (...args: string[]) => spawnSync(process.execPath, [tsc, ...args], { encoding: 'utf8' })
    // They see what is published.
    expect(compile('-b', join(root, 'packages/server')).stdout).toBe('')
    expect(compile('-p', folder).stdout).toBe('')
  })

  test.each(pages)('every link of %s leads somewhere', (page) => {
    expect(brokenLinksOf(page)).toEqual([])
  })

  test('every command of the README is a script of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/npm (?:run )?([a-z]+)/g)].map(
      ([, name = '']) => name,
    )
    expect(named.filter((name) => name !== 'ci' && scripts[name] === undefined)).toEqual([])
  })
})
