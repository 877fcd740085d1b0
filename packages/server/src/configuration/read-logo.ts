import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Logo } from '../model/brand.js'
import type { Report } from './configuration-error.js'

const LARGEST_KIB = 100
const PNG_BEGINS = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What may stand before the root element: a byte order mark, the declaration, comments, a document type. */
const SVG_BEGINS = /^\uFEFF?(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*<svg[\s>]/is
const DATA_URL = /^data:image\/(?:svg\+xml|png)(?:;charset=[\w-]+)?(?<base64>;base64)?,(?<data>.*)$/is

/** The path of a picture, or a `data:` URL → the picture. Reports what cannot be served as one. */
export const readLogo = (given: string | undefined, report: Report): Logo | undefined => {
  if (given === undefined) return undefined
  const bytes = given.startsWith('data:') ? readDataUrl(given) : readFile(given)
  if (bytes === undefined) {
    const isUrl = given.startsWith('data:')
    report(
      'browser.pages.logo',
      isUrl ? 'it is no data: URL of an SVG or PNG' : `there is no file ${resolve(given)} that can be read`,
      `Write the path of an SVG or PNG file, seen from ${process.cwd()}, where this was started; or a data: URL.`,
    )
    return undefined
  }
  if (bytes.byteLength > LARGEST_KIB * 1024) {
    report(
      'browser.pages.logo',
      `it has ${Math.ceil(bytes.byteLength / 1024)} KiB`,
      `Use a picture of at most ${LARGEST_KIB} KiB.`,
    )
  }
  const type = typeOf(bytes)
  if (type === undefined) {
    report('browser.pages.logo', 'it is neither SVG nor PNG', 'Convert it to one of them.')
    return undefined
  }
  return { type, bytes }
}

const typeOf = (bytes: Buffer): Logo['type'] | undefined => {
  if (bytes.subarray(0, PNG_BEGINS.length).equals(PNG_BEGINS)) return 'image/png'
  return SVG_BEGINS.test(bytes.toString('utf8')) ? 'image/svg+xml' : undefined
}

const readFile = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

const readDataUrl = (text: string): Buffer | undefined => {
  const { base64, data } = DATA_URL.exec(text)?.groups ?? {}
  if (data === undefined) return undefined
  try {
    return base64 === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, 'base64')
  } catch {
    return undefined
  }
}
