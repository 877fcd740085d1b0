import type { Millis } from '../../model/time.js'
import type { Note, NoteKind } from '../note.js'
import { readMoment } from '../read-moment.js'
import { readTruth } from '../read-truth.js'
import { isObject, type JsonObject } from '../text/read-json-objects.js'
import { type Cells, type FieldColumn, firstSaid, type Said } from './cells.js'
import { foldColumn } from './column-map.js'

/** Which columns a field may be in, by the names of ours it goes by. */
export type FindColumns = (names: readonly string[]) => readonly FieldColumn[]

/**
 * The fields of one record. Each question gives the names a field may have; the first one that says something counts. What is there
 * and is not what was asked for is noted, under the name of its field.
 */
export class SourceRecord {
  /** What could not be taken of it. Whoever reads the record adds what they see. */
  readonly notes: Note[]
  readonly #cells: Cells
  readonly #columnsOf: FindColumns
  /** Of which field of another record this is a part: `identities.`, or nothing. */
  readonly #within: string

  constructor(cells: Cells, columnsOf: FindColumns, of: { readonly notes: Note[]; readonly within: string }) {
    this.#cells = cells
    this.#columnsOf = columnsOf
    this.notes = of.notes
    this.#within = of.within
  }

  value(...names: readonly string[]): unknown {
    return this.#find(names)?.value
  }

  text(...names: readonly string[]): string | null {
    return this.#read(names, textOf) ?? null
  }

  /** As {@link text}, but what is empty is the empty text, where the record has such a field at all. */
  textOrEmpty(...names: readonly string[]): string | null {
    const isThere = this.#columnsOf(names).some(({ column }) => this.#cells.has(column))
    return this.text(...names) ?? (isThere ? '' : null)
  }

  /** @returns undefined when nothing is said, or nothing that is a truth */
  truth(...names: readonly string[]): boolean | undefined {
    return this.#read(names, truthOf)
  }

  moment(...names: readonly string[]): Millis | null {
    return this.#read(names, momentOf) ?? null
  }

  /** A truth, or the moment since when it is one. */
  truthOrMoment(...names: readonly string[]): boolean {
    return (
      this.#read(names, (value) => truthOf(value) ?? (momentOf(value) == null ? undefined : true)) ?? false
    )
  }

  /** The texts of a list, or of one text with semicolons between them. */
  texts(...names: readonly string[]): readonly string[] {
    const said = this.#find(names)
    if (said === undefined) return []
    const { field, value } = said
    const list: readonly unknown[] = typeof value === 'string' ? value.split(';') : this.#listOf(said)
    const texts = list.filter((one) => typeof one === 'string')
    if (texts.length < list.length) this.noteUnreadable(field)
    return texts.map((one) => one.trim()).filter((one) => one !== '')
  }

  /** A password as it was kept; {@link NO_HASH} where it was kept as no text. */
  password(...names: readonly string[]): string | null {
    const said = this.#find(names)
    return said === undefined ? null : (this.text(...names) ?? NO_HASH)
  }

  /** Whether somebody may not sign in: `suspended`, `blocked`. Nobody is let in because that could not be read. */
  suspendedWhen(...names: readonly string[]): boolean {
    return this.#isSuspended(names, true)
  }

  /** The same, told the other way round: `is_active`, `enabled`. */
  suspendedUnless(...names: readonly string[]): boolean {
    return this.#isSuspended(names, false)
  }

  /** The records of a list. */
  parts(...names: readonly string[]): readonly SourceRecord[] {
    const said = this.#find(names)
    if (said === undefined) return []
    return this.#listOf(said).flatMap((one) => {
      if (isObject(one)) return this.part(said.field, one)
      this.noteUnreadable(said.field)
      return []
    })
  }

  /** A record that stands in a field of this one, or in another table: what cannot be taken of it is noted here. */
  part(field: string, values: JsonObject): SourceRecord {
    const cells = new Map(Object.entries(values).map(([name, value]) => [foldColumn(name), value]))
    const columnsOf: FindColumns = (names) => names.map((name) => ({ field: name, column: foldColumn(name) }))
    return new SourceRecord(cells, columnsOf, { notes: this.notes, within: `${this.#within}${field}.` })
  }

  noteUnreadable(field: string, kind: NoteKind = 'value_unreadable'): void {
    const detail = `${this.#within}${field}`
    if (!this.notes.some((note) => note.kind === kind && note.detail === detail))
      this.notes.push({ kind, detail })
  }

  #find(names: readonly string[]): Said | undefined {
    return firstSaid(this.#cells, this.#columnsOf(names))
  }

  /** @param as undefined for what is no such value, null for one that says nothing */
  #read<Value>(
    names: readonly string[],
    as: (value: unknown) => Value | null | undefined,
  ): Value | undefined {
    const said = this.#find(names)
    if (said === undefined) return undefined
    const value = as(said.value)
    if (value === undefined) this.noteUnreadable(said.field)
    return value ?? undefined
  }

  #listOf({ field, value }: Said): readonly unknown[] {
    if (Array.isArray(value)) return value
    this.noteUnreadable(field)
    return []
  }

  #isSuspended(names: readonly string[], when: boolean): boolean {
    const said = this.#find(names)
    if (said === undefined) return false
    const truth = truthOf(said.value)
    if (truth === undefined) this.noteUnreadable(said.field, 'suspended_unreadable')
    return truth === undefined || truth === when
  }
}

/** Stands for a password that was there, and cannot be one. */
const NO_HASH = 'no hash'

/** A number that lost digits when it was read is none: it could be the id of somebody else. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value)
  return undefined
}

const truthOf = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : readTruthOf(textOf(value))

const readTruthOf = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : readTruth(text)

const momentOf = (value: unknown): Millis | null | undefined => {
  const text = textOf(value)
  return text?.trim() === '' ? null : (readMoment(text) ?? undefined)
}
