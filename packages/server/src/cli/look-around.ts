import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, parse, relative, resolve } from 'node:path'
import { z } from 'zod'
import type { FolderFacts } from '../init/recognise.js'

const MOST_FOLDERS = 50
const LARGEST_FILE = 1024 * 1024
const NOT_OURS = /^(\.|node_modules$|dist$|build$|venv$|__pycache__$)/

/** What is in this folder, in those below it and in those beside it, the nearest first. Reads what a project says of itself, and nothing else. */
export const lookAround = (folder: string): readonly FolderFacts[] => {
  const here = resolve(folder)
  const parent = dirname(here)
  // Beside a project of its own at home, in a temporary folder or at the root are other people's things.
  const isAmongStrangers = [parse(here).root, resolve(homedir()), resolve(tmpdir())].includes(parent)
  const beside = isAmongStrangers ? [] : foldersIn(parent).filter((path) => path !== here)
  return [here, ...foldersIn(here), ...beside].map((path) => factsOf(path, relative(here, path) || '.'))
}

const foldersIn = (folder: string): readonly string[] =>
  entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !NOT_OURS.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort()
    .slice(0, MOST_FOLDERS)

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return [] // Not for us to read: then nothing is known of it.
  }
}

const factsOf = (folder: string, path: string): FolderFacts => ({
  path,
  packages: packagesIn(textOf(join(folder, 'package.json'))),
  python: `${textOf(join(folder, 'requirements.txt'))}\n${textOf(join(folder, 'pyproject.toml'))}`,
  files: new Set(
    entriesOf(folder)
      .filter((entry) => entry.isFile())
      .map(({ name }) => name),
  ),
})

const textOf = (file: string): string => {
  try {
    const { size } = statSync(file)
    return size > LARGEST_FILE ? '' : readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const named = z.record(z.string(), z.string()).optional().catch(undefined)
const manifest = z.object({ dependencies: named, devDependencies: named, peerDependencies: named })

/** What a file of somebody else says is taken as far as it can be read. */
const packagesIn = (text: string): ReadonlyMap<string, string> => {
  try {
    const { data } = manifest.safeParse(JSON.parse(text))
    return new Map(
      Object.entries({ ...data?.peerDependencies, ...data?.devDependencies, ...data?.dependencies }),
    )
  } catch {
    return new Map()
  }
}
