/** The values of a record, by the folded names of their columns. */
export type Cells = ReadonlyMap<string, unknown>

/** A name of ours, and the folded name of the column it is looked for in. */
export interface FieldColumn {
  readonly field: string
  readonly column: string
}

/** What a record says about a field. */
export interface Said {
  readonly field: string
  readonly value: unknown
}

/** The first of these columns that says something. */
export const firstSaid = (cells: Cells, columns: readonly FieldColumn[]): Said | undefined => {
  const found = columns.find(({ column }) => !isNothing(cells.get(column)))
  return found && { field: found.field, value: cells.get(found.column) }
}

export const isNothing = (value: unknown): boolean => value === undefined || value === null || value === ''
