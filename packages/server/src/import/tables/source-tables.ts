/** A row, every cell as text: that is where the databases agree. */
export type Row = Readonly<Record<string, string | null>>

export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  /** The one column that is the primary key; undefined when there are several, or none. */
  readonly primaryKey: string | undefined
  /** Which column refers to which table, as far as the database says so. */
  readonly references: ReadonlyMap<string, string>
}

/** The database of a source, to be read and never written. */
export interface SourceTables {
  /** What it is called in messages; no password stands in it. */
  readonly name: string
  tables(): Promise<ReadonlyMap<string, Table>>
  /** Rows in the order of a column that tells them apart, behind the one that was last. */
  page(from: Page): Promise<readonly Row[]>
  rowsWhere(table: string, column: string, values: readonly string[]): Promise<readonly Row[]>
  count(table: string): Promise<number>
  close(): Promise<void>
}

export interface Page {
  readonly table: string
  readonly key: string
  readonly after: string | null
  readonly limit: number
}

const PAGE = 500

/** A whole table, a page at a time. */
export async function* pagesOf(
  tables: SourceTables,
  table: string,
  key: string,
): AsyncGenerator<readonly Row[]> {
  let after: string | null = null
  for (;;) {
    const rows: readonly Row[] = await tables.page({ table, key, after, limit: PAGE })
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.[key] ?? null
    if (after === null) return
  }
}

/** Names of tables and columns, as both databases quote them. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Rows by what stands in a column. */
export const groupBy = (rows: readonly Row[], column: string): ReadonlyMap<string, Row[]> => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = row[column]
    if (key === null || key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

/** What stands in a column of these rows, each once. */
export const valuesOf = (rows: readonly Row[], column: string): readonly string[] => [
  ...new Set(rows.flatMap((row) => row[column] ?? [])),
]
