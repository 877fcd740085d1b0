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

/** So many names of columns are remembered. */
export const MOST_COLUMNS = 500
/** The same few names come with every record. */
const folded = new Map<string, string>()

/**
 * @param fields those the source has
 * @throws SourceError unless each is `field=column`, once, and the source has the field
 */
export const readColumnMap = (pairs: readonly string[], fields: readonly string[]): ColumnMap => {
  const map = new Map<string, string>()
  for (const pair of pairs) {
    const [field = '', column = ''] = pair.split(/=(.*)/s)
    if (field === '' || column === '' || map.has(field))
      throw new SourceError(
        `--map ${pair} is not understood.`,
        'Write it as --map email=contact_mail, once for each field.',
      )
    if (!fields.includes(field))
      throw new SourceError(
        `There is no field ${field}, which --map ${pair} gives a column.`,
        `The name of the field comes first, that of your column behind it. Fields are: ${fields.join(' ')}.`,
      )
    map.set(field, column)
  }
  return map
}

/** @throws SourceError when a column that was named is not among those there are */
export const checkMappedColumns = (where: string, columns: readonly string[], map: ColumnMap): void => {
  const names = new Set(columns.map(foldColumn))
  for (const [field, column] of map) {
    if (!names.has(foldColumn(column)))
      throw new SourceError(
        `${where} has no column ${column}, which --map ${field}=${column} names.`,
        `It has: ${columns.join(', ').slice(0, 500)}.`,
      )
  }
}
