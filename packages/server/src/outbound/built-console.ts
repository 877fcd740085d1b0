import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { consoleFolder } from '@latchkey/admin'
import type { ConsoleFile, ConsoleFiles } from '../ports/console-files.js'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * Reads the console as it was built, once, when somebody first asks; only files that stand in its folder are ever shown.
 *
 * @returns what gives it; undefined where it was not built
 */
export const builtConsole = (folder: URL = consoleFolder): (() => Promise<ConsoleFiles | undefined>) => {
  let read: Promise<ConsoleFiles | undefined> | undefined
  return () => {
    // What failed for a moment, as with too many open files, is tried again.
    read ??= readConsole(folder).catch((error: unknown) => {
      read = undefined
      throw error
    })
    return read
  }
}

const readConsole = async (folder: URL): Promise<ConsoleFiles | undefined> => {
  const page = await readFile(new URL('index.html', folder), 'utf8').catch(() => undefined)
  if (page === undefined) return undefined
  const names = await readdir(fileURLToPath(new URL('assets/', folder)))
  const files = await Promise.all(
    names.map(async (name) => ({ path: `assets/${name}`, file: await readAsset(folder, name) })),
  )
  const assets = new Map<string, ConsoleFile>()
  for (const { path, file } of files) if (file !== undefined) assets.set(path, file)
  return { page, assets }
}

const readAsset = async (folder: URL, name: string): Promise<ConsoleFile | undefined> => {
  const type = TYPES[extname(name)]
  if (type === undefined) return undefined
  const body = new Uint8Array(await readFile(new URL(`assets/${name}`, folder)))
  const packed = new Uint8Array(await promisify(gzip)(body))
  return { type, body, gzip: packed.length < body.length ? packed : undefined }
}
