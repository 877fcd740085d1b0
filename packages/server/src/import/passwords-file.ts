import SqliteDatabase from 'better-sqlite3'
import { auth0IdOf } from './auth0.js'
import { Records } from './records/record.js'
import { SourceError } from './source.js'
import { type JsonObject, readJsonObjects } from './text/read-json-objects.js'
import type { TextFile } from './text/text-file.js'

/** The password hashes that Auth0 hands over apart from its users. */
export interface PasswordsFile {
  find(sourceId: string): string | null
  /** How many lines of it have none that could be read. */
  readonly unreadable: number
  close(): void
}

/** Reads them into a database of SQLite's own, which has no name on the disk and is gone with this process. */
export const readPasswordsFile = async (file: TextFile): Promise<PasswordsFile> => {
  const database = new SqliteDatabase('')
  database.exec('create table passwords (id text primary key, hash text not null) without rowid; begin')
  const insert = database.prepare('insert into passwords values (?, ?) on conflict do nothing')
  const select = database.prepare('select hash from passwords where id = ?').pluck()
  let count = 0
  let unreadable = 0
  for await (const piece of readJsonObjects(file)) {
    const entry = 'problem' in piece ? undefined : readEntry(piece.content)
    if (entry === undefined) {
      unreadable += 1
    } else {
      insert.run(entry.id, entry.hash)
      count += 1
    }
  }
  database.exec('commit')
  if (count === 0) {
    database.close()
    throw new SourceError(
      `${file.name} has no password hash in it that could be read.`,
      'Give the file Auth0 made of them: one JSON object on each line, with _id and passwordHash.',
    )
  }
  return {
    find: (sourceId) => {
      const found: unknown = select.get(sourceId)
      return typeof found === 'string' ? found : null
    },
    unreadable,
    close: () => database.close(),
  }
}

const readEntry = (fields: JsonObject): { readonly id: string; readonly hash: string } | undefined => {
  const record = new Records(new Map()).open(fields)
  const id = auth0IdOf(record)
  const hash = record.text('passwordHash')
  return id === undefined || hash === null ? undefined : { id, hash }
}
