import type { Piece } from './pieces.js'
import { readJsonElements } from './read-json-elements.js'
import { readLines } from './read-lines.js'
import type { TextFile } from './text-file.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** The objects of a text with one on each line, or of one that is a list of them. */
export async function* readJsonObjects(file: TextFile): AsyncGenerator<Piece<JsonObject>> {
  const pieces = (await beginsWithList(file))
    ? readJsonElements(file.read(), undefined)
    : readLines(file.read())
  for await (const piece of pieces) yield parseObject(piece)
}

/** The objects of the lists that stand under a key, such as the `users` of a realm. */
export async function* readJsonObjectsUnder(file: TextFile, key: string): AsyncGenerator<Piece<JsonObject>> {
  for await (const piece of readJsonElements(file.read(), key)) yield parseObject(piece)
}

const beginsWithList = async (file: TextFile): Promise<boolean> => {
  for await (const chunk of file.read()) {
    const text = chunk.replace('\u{feff}', '').trimStart()
    if (text !== '') return text.startsWith('[')
  }
  return false
}

const parseObject = (piece: Piece<string>): Piece<JsonObject> => {
  if ('problem' in piece) return piece
  const { where, content } = piece
  try {
    const value: unknown = JSON.parse(content)
    if (isObject(value)) return { where, content: value }
    return { where, problem: 'it is no JSON object' }
  } catch {
    return { where, problem: 'it is no JSON' }
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
