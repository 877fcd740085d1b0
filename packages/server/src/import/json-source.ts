import type { ImportedUser } from './imported-user.js'
import type { ColumnMap } from './records/column-map.js'
import { remarkOnLeftColumns } from './records/left-columns.js'
import { Records } from './records/record.js'
import type { SourceRecord } from './records/source-record.js'
import { NO_ID } from './records/usable-id.js'
import { type Found, type Source, SourceError } from './source.js'
import type { Piece } from './text/pieces.js'
import type { JsonObject } from './text/read-json-objects.js'
import type { TextFile } from './text/text-file.js'

/** How the objects of a text become people. */
export interface JsonFormat {
  readonly objects: (file: TextFile) => AsyncIterable<Piece<JsonObject>>
  /** What a text of this format looks like, for who brought another one. */
  readonly looksLike: string
  readonly readPerson: (record: SourceRecord) => ImportedUser | undefined
  /** Those that `--map` can give another name. */
  readonly fields: readonly string[]
}

/** A source that is a text of JSON objects. One without a single person in it is no such text. */
export const jsonSource = (file: TextFile, map: ColumnMap, format: JsonFormat): Source => ({
  read: () => readPeople(file, map, format),
  readApps: async () => [],
  close: () => file.close(),
})

async function* readPeople(file: TextFile, map: ColumnMap, format: JsonFormat): AsyncGenerator<Found> {
  const records = new Records(map)
  let people = 0
  let unreadable = 0
  for await (const piece of format.objects(file)) {
    const found = readOne(piece, records, format)
    if (found.type === 'user') people += 1
    else unreadable += 1
    if (people === 0 && unreadable > MOST_BEFORE_ANYBODY) break
    yield found
  }
  if (people === 0)
    throw new SourceError(`${file.name} has nobody in it that could be read.`, format.looksLike)
  const [unmet] = records.unmetMappings()
  if (unmet !== undefined)
    throw new SourceError(
      `Nobody in ${file.name} has the field that --map ${unmet} names.`,
      'Correct the name behind the =, or leave that --map out.',
    )
  yield* remarkOnLeftColumns(records, file.name)
}

/** So many in a row that are nobody: the rest is not read. */
const MOST_BEFORE_ANYBODY = 1_000

const readOne = (piece: Piece<JsonObject>, records: Records, format: JsonFormat): Found => {
  if ('problem' in piece) return { type: 'unreadable', where: piece.where, reason: piece.problem }
  const user = format.readPerson(records.open(piece.content))
  return user === undefined
    ? { type: 'unreadable', where: piece.where, reason: NO_ID }
    : { type: 'user', user }
}
