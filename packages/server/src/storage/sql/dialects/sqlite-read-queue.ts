import type SqliteDatabase from 'better-sqlite3'

interface Read {
  readonly run: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Reads from a SQLite file, those of one turn of the event loop together: they share one snapshot and so its locks, and what
 * follows them runs in step, which is kind to the processor's caches. The snapshot is taken after the last of them was
 * asked for, so each sees every commit that was acknowledged before it was asked.
 */
export class SqliteReadQueue {
  readonly #connection: SqliteDatabase.Database
  #waiting: Read[] = []

  constructor(connection: SqliteDatabase.Database) {
    this.#connection = connection
  }

  add<Result>(run: () => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject })
      if (this.#waiting.length === 1) setImmediate(() => this.flush())
    })
  }

  /** Runs what waits. */
  flush(): void {
    const group = this.#waiting
    this.#waiting = []
    if (group.length === 0) return
    try {
      if (group.length > 1) this.#connection.exec('BEGIN')
      for (const read of group) settle(read)
    } catch (error) {
      for (const read of group) read.reject(error)
    } finally {
      if (this.#connection.inTransaction) this.#connection.exec('COMMIT')
    }
  }
}

const settle = ({ run, resolve, reject }: Read): void => {
  try {
    resolve(run())
  } catch (error) {
    reject(error)
  }
}
