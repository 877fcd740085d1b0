import type { SessionId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { Database } from './database.js'
import { statement } from './statement.js'

/** When sessions were last used, gathered and written in one transaction now and then. */
export class SessionTouches {
  readonly #database: Database
  #uses = new Map<SessionId, Millis>()
  /** What a write under way took along: the database may not show it yet. */
  #beingWritten: ReadonlyMap<SessionId, Millis> = new Map()

  constructor(database: Database) {
    this.#database = database
  }

  note(id: SessionId, at: Millis): void {
    this.#uses.set(id, Math.max(at, this.#uses.get(id) ?? 0))
  }

  /** The last use that is not written yet; 0 when there is none. */
  lastNoted(id: SessionId): Millis {
    return Math.max(this.#uses.get(id) ?? 0, this.#beingWritten.get(id) ?? 0)
  }

  /** Writes what was gathered; when that fails it is gathered again. */
  async write(): Promise<void> {
    const uses = this.#uses
    if (uses.size === 0) return
    this.#uses = new Map()
    this.#beingWritten = uses
    // In one order everywhere, so that two processes cannot wait for each other's rows.
    const inOrder = [...uses].sort(([a], [b]) => (a < b ? -1 : 1))
    try {
      await this.#database.transaction(async (connection) => {
        for (const [id, at] of inOrder) await connection.run(touchSession, { id, at })
      })
    } catch (error) {
      for (const [id, at] of inOrder) this.note(id, at)
      throw error
    } finally {
      this.#beingWritten = new Map()
    }
  }
}

const touchSession = statement((db, given: { id: SessionId; at: Millis }) =>
  db
    .updateTable('sessions')
    .set({ last_used_at: given.at })
    .where('id', '=', given.id)
    .where('last_used_at', '<', given.at),
)
