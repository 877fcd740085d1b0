import { isNothing } from './cells.js'
import { type ColumnMap, foldColumn, MOST_COLUMNS } from './column-map.js'
import { type FindColumns, SourceRecord } from './source-record.js'

/** Reads records of one source, and remembers which of their columns nobody asked for. */
export class Records {
  readonly #map: ColumnMap
  readonly #asked = new Set<string>()
  readonly #seen = new Map<string, string>()
  /** Columns that were named for a field, and have not been met so far. */
  readonly #unmet: Map<string, string>

  constructor(map: ColumnMap) {
    this.#map = map
    this.#unmet = new Map([...map].map(([field, column]) => [foldColumn(column), `${field}=${column}`]))
  }

  open(values: Readonly<Record<string, unknown>>): SourceRecord {
    const cells = new Map<string, unknown>()
    for (const [name, value] of Object.entries(values)) {
      const column = foldColumn(name)
      cells.set(column, value)
      this.#unmet.delete(column)
      if (this.#seen.size < MOST_COLUMNS && !isNothing(value)) this.#seen.set(column, name)
    }
    return new SourceRecord(cells, this.#columnsOf, { notes: [], within: '' })
  }

  /** The columns in which something stood, and that were given no meaning. */
  leftColumns(): readonly string[] {
    return [...this.#seen].filter(([column]) => !this.#asked.has(column)).map(([, name]) => name.slice(0, 64))
  }

  /** What `--map` said, of columns that no record has. */
  unmetMappings(): readonly string[] {
    return [...this.#unmet.values()]
  }

  readonly #columnsOf: FindColumns = (names) => {
    const mapped = names.find((name) => this.#map.has(name))
    const columns = (mapped === undefined ? names : [mapped]).map((field) => ({
      field,
      column: foldColumn(this.#map.get(field) ?? field),
    }))
    for (const { column } of columns) this.#asked.add(column)
    return columns
  }
}
