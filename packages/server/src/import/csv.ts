import { type ColumnMap, checkMappedColumns, foldColumn } from './records/column-map.js'
import { remarkOnLeftColumns } from './records/left-columns.js'
import { readPerson } from './records/read-person.js'
import { Records } from './records/record.js'
import { NO_ID } from './records/usable-id.js'
import { type Found, type Source, SourceError } from './source.js'
import { readCsv } from './text/read-csv.js'
import type { TextFile } from './text/text-file.js'

/** People in a table as text, with the names of the columns in its first line. */
export const csvSource = (file: TextFile, map: ColumnMap): Source => ({
  read: () => readTable(file, map),
  readApps: async () => [],
  close: () => file.close(),
})

async function* readTable(file: TextFile, map: ColumnMap): AsyncGenerator<Found> {
  const records = new Records(map)
  let header: readonly string[] | undefined
  for await (const piece of readCsv(file.read())) {
    if ('problem' in piece) {
      if (header === undefined)
        throw new SourceError(`${file.name} is no table: ${piece.problem}.`, ASK_FOR_HEADER)
      yield { type: 'unreadable', where: piece.where, reason: piece.problem }
    } else if (header === undefined) {
      header = checkHeader(file, piece.content, map)
    } else {
      yield readRow(records, header, piece)
    }
  }
  if (header === undefined) throw new SourceError(`${file.name} is empty.`, ASK_FOR_HEADER)
  yield* remarkOnLeftColumns(records, file.name)
}

const ASK_FOR_HEADER =
  'Its first line names the columns, such as: id,email,email_verified,username,name,password_hash. docs/import.md has them all.'

const checkHeader = (file: TextFile, header: readonly string[], map: ColumnMap): readonly string[] => {
  const names = header.map(foldColumn)
  checkMappedColumns(file.name, header, map)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new SourceError(`${file.name} has two columns that are called ${twice}.`, 'Rename one of them.')
  if (!['id', 'email', 'username'].some((field) => names.includes(foldColumn(map.get(field) ?? field))))
    throw new SourceError(`${file.name} has no column id, email or username.`, ASK_FOR_HEADER)
  return header
}

const readRow = (
  records: Records,
  header: readonly string[],
  { where, content }: { readonly where: string; readonly content: readonly string[] },
): Found => {
  if (content.length !== header.length)
    return {
      type: 'unreadable',
      where,
      reason: `it has ${content.length} fields, the header ${header.length}`,
    }
  const cells = Object.fromEntries(header.map((name, index) => [name, content[index] ?? '']))
  const user = readPerson(records.open(cells))
  return user === undefined ? { type: 'unreadable', where, reason: NO_ID } : { type: 'user', user }
}
