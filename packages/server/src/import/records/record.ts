import type { Millis } from '../../model/time.js'
import { readMoment } from '../read-moment.js'
import { readTruth } from '../read-truth.js'
import { SourceError } from '../source.js'

/** Which column or field is meant by a name of ours, in the operator's words: `--map email=contact_mail`. */
export type ColumnMap = ReadonlyMap<string, string>

/** Capital letters and what stands between words do not matter: `emailVerified` is `email_verified`. */
export const foldColumn = (name: string): string => {
  const known = folded.get(name)
  if (known !== undefined) return known
  const fresh = name.toLowerCase().replaceAll(/[\s_-]/g, '')
  if (folded.size < MOST_COLUMNS) folded.set(name, fresh)
  return fresh
}

const MOST_COLUMNS = 500
/** The same few names come with every record. */
const folded = new Map<string, string>()

/** @throws SourceError unless each is `field=column`, once */
export const readColumnMap = (pairs: readonly string[]): ColumnMap => {
  const map = new Map<string, string>()
  for (const pair of pairs) {
    const [field = '', column = ''] = pair.split(/=(.*)/s)
    if (field === '' || column === '' || map.has(field))
      throw new SourceError(
        `--map ${pair} is not understood.`,
        'Write it as --map email=contact_mail, once for each field.',
      )
    map.set(field, column)
  }
  return map
}

/** Reads records of one source, and remembers which of their columns nobody asked for. */
export class Records {
  readonly #map: ColumnMap
  readonly #asked = new Set<string>()
  readonly #seen = new Map<string, string>()

  constructor(map: ColumnMap) {
    this.#map = map
  }

  open(values: Readonly<Record<string, unknown>>): SourceRecord {
    const cells = new Map<string, unknown>()
    for (const [name, value] of Object.entries(values)) {
      const column = foldColumn(name)
      cells.set(column, value)
      if (this.#seen.size < MOST_COLUMNS && !isNothing(value)) this.#seen.set(column, name)
    }
    return new SourceRecord(
      (names) => this.#find(cells, names),
      (names) => this.#columnsOf(names).some((column) => cells.has(column)),
    )
  }

  /** The columns in which something stood, and that were given no meaning. */
  leftColumns(): readonly string[] {
    return [...this.#seen].filter(([column]) => !this.#asked.has(column)).map(([, name]) => name.slice(0, 64))
  }

  #find(cells: ReadonlyMap<string, unknown>, names: readonly string[]): unknown {
    const columns = this.#columnsOf(names)
    for (const column of columns) this.#asked.add(column)
    const found = columns.find((column) => !isNothing(cells.get(column)))
    return found === undefined ? undefined : cells.get(found)
  }

  #columnsOf(names: readonly string[]): readonly string[] {
    const mapped = names.map((name) => this.#map.get(name)).find((column) => column !== undefined)
    return (mapped === undefined ? names : [mapped]).map(foldColumn)
  }
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''

/** The fields of one record. Each question gives the names a field may have; the first one that says something counts. */
export class SourceRecord {
  readonly #find: (names: readonly string[]) => unknown
  readonly #has: (names: readonly string[]) => boolean

  constructor(find: (names: readonly string[]) => unknown, has: (names: readonly string[]) => boolean) {
    this.#find = find
    this.#has = has
  }

  value(...names: readonly string[]): unknown {
    return this.#find(names)
  }

  text(...names: readonly string[]): string | null {
    const value = this.#find(names)
    if (typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
      ? String(value)
      : null
  }

  /** As {@link text}, but what is empty is the empty text, where the record has such a field at all. */
  textOrEmpty(...names: readonly string[]): string | null {
    return this.text(...names) ?? (this.#has(names) ? '' : null)
  }

  /** @returns undefined when nothing is said, or nothing that is a truth */
  truth(...names: readonly string[]): boolean | undefined {
    const text = this.text(...names)
    return text === null ? undefined : readTruth(text)
  }

  moment(...names: readonly string[]): Millis | null {
    return readMoment(this.text(...names))
  }

  /** The texts of a list, or of one text with semicolons between them. */
  texts(...names: readonly string[]): readonly string[] {
    const value = this.#find(names)
    const list: readonly unknown[] = Array.isArray(value) ? value : (this.text(...names)?.split(';') ?? [])
    return list
      .filter((one) => typeof one === 'string')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  }
}
