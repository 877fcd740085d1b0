import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../source.js'

/** A text that can be read from the beginning as often as is needed. */
export interface TextFile {
  /** What the file is called in messages. */
  readonly name: string
  read(): AsyncIterable<string>
  close(): Promise<void>
}

/**
 * Opens a file of text in UTF-8, plain or gzipped; `-` is standard input.
 *
 * @param option with which the path was given
 */
export const openTextFile = async (
  path: string,
  option: '--from' | '--passwords',
  stdin: NodeJS.ReadableStream,
): Promise<TextFile> => {
  const handle = path === '-' ? await spool(stdin) : await openFile(path, option)
  const name = path === '-' ? 'standard input' : path
  try {
    const isGzipped = await sniff(handle, name)
    return {
      name,
      read: () => readText(handle, name, isGzipped),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

const openFile = async (path: string, option: string): Promise<FileHandle> => {
  let isFolder = false
  try {
    const handle = await open(path, 'r')
    const stat = await handle.stat()
    if (stat.isFile()) return handle
    isFolder = stat.isDirectory()
    await handle.close()
  } catch {
    throw new SourceError(
      `${path} cannot be read.`,
      `Check the path given with ${option}, and who may read it.`,
    )
  }
  throw new SourceError(
    `${path} is ${isFolder ? 'a folder' : 'no file'}.`,
    `Give the path of the file itself with ${option}.`,
  )
}

/** Standard input can be read but once: it goes to a file that nobody else can open, and that has no name any more. */
const spool = async (stdin: NodeJS.ReadableStream): Promise<FileHandle> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-'))
  const handle = await open(join(folder, 'stdin'), 'wx+', 0o600)
  try {
    await rm(folder, { recursive: true })
    for await (const chunk of stdin) await handle.writeFile(chunk)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

const GZIP = '1f8b'
const NO_TEXT = [
  { begins: 'fffe', what: 'text in UTF-16' },
  { begins: 'feff', what: 'text in UTF-16' },
  { begins: Buffer.from('SQLite format 3').toString('hex'), what: 'a SQLite database' },
  { begins: Buffer.from('PK\x03\x04').toString('hex'), what: 'a ZIP archive or a spreadsheet' },
  { begins: Buffer.from('PGDMP').toString('hex'), what: 'a dump of PostgreSQL' },
]

/** @returns whether it is gzipped */
const sniff = async (handle: FileHandle, name: string): Promise<boolean> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
  const head = buffer.subarray(0, bytesRead).toString('hex')
  const found = NO_TEXT.find(({ begins }) => head.startsWith(begins))
  if (found !== undefined)
    throw new SourceError(
      `${name} is ${found.what}.`,
      'This kind of source is a text in UTF-8: save or export it as such.',
    )
  return head.startsWith(GZIP)
}

async function* readText(handle: FileHandle, name: string, isGzipped: boolean): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  try {
    const bytes = isGzipped ? Readable.from(readBytes(handle)).compose(createGunzip()) : readBytes(handle)
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (!isGzipped || !(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')))
      throw error
    throw new SourceError(`${name} is a damaged gzip file.`, 'Export or copy it again.')
  }
}

const CHUNK = 64 * 1024

async function* readBytes(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
