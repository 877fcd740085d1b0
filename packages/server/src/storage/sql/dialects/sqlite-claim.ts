import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'

/**
 * Claims a file by a lock of SQLite's own, which the system drops when its holder dies. The file is empty, and goes with the
 * claim.
 */
export const claimFile = (file: string): (() => Promise<void>) | undefined => {
  closeSync(openSync(file, 'a', 0o600))
  const opened = statSync(file).ino
  const connection = new SqliteDatabase(file, { timeout: 0 })
  try {
    connection.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    connection.close()
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
  // Whoever had it before may have taken the file away between our opening and our locking it: then ours is nobody's.
  if (statSync(file, { throwIfNoEntry: false })?.ino !== opened) {
    connection.close()
    return undefined
  }
  return async () => {
    rmSync(file, { force: true })
    connection.close()
  }
}
