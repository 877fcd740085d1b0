import Database from 'better-sqlite3'

const schema = `
  CREATE TABLE IF NOT EXISTS people (
    issuer        TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    id            TEXT    NOT NULL UNIQUE,
    name          TEXT,
    first_seen_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS todos (
    owner      TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    done       INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (owner, id)
  ) STRICT, WITHOUT ROWID`

/** Opens the SQLite file at `path` (or `:memory:`), creating it at the first start. */
export function openDatabase(path: string): Database.Database {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.exec(schema)
  return database
}
