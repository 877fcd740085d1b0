import { AuthError } from '@latchkey/contract'
import type SqliteDatabase from 'better-sqlite3'
import { SECOND } from '../../../model/time.js'

interface Job {
  readonly run: () => unknown
  /** Whether the job has several statements, which must then come or go together. */
  readonly savepoint: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
}

type Settled = { readonly value: unknown } | { readonly error: unknown }

const BUSY_PAUSE = 5
const BUSY_LIMIT = 5 * SECOND

/**
 * Writes to a SQLite file, one group commit after another: the jobs that arrive while the event loop is busy share one
 * transaction and so one fsync. Each job still succeeds or fails alone, and none is told so before the commit.
 */
export class SqliteWriteQueue {
  readonly #connection: SqliteDatabase.Database
  #waiting: Job[] = []
  #draining: Promise<void> | undefined

  constructor(connection: SqliteDatabase.Database) {
    this.#connection = connection
  }

  /** @param run one statement (may be synchronous), or several when `savepoint` is true */
  add<Result>(run: () => Result | Promise<Result>, savepoint: boolean): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ run, savepoint, resolve: resolve as (value: unknown) => void, reject })
      this.#draining ??= this.#drain()
    })
  }

  /** Resolves when everything that was added is settled. */
  async idle(): Promise<void> {
    await this.#draining
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Lets every request that has already arrived add its job to this group.
      await new Promise(setImmediate)
      const group = this.#waiting
      this.#waiting = []
      await this.#commit(group)
    }
    this.#draining = undefined
  }

  async #commit(group: readonly Job[]): Promise<void> {
    try {
      await this.#begin()
      const outcomes: Settled[] = []
      for (const job of group) outcomes.push(await this.#runJob(job))
      this.#connection.exec('COMMIT')
      for (const [index, job] of group.entries()) settle(job, outcomes[index])
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
      for (const job of group) job.reject(error)
    }
  }

  /** Takes the write lock; another process may hold it for a moment. Waiting does not block the event loop. */
  async #begin(): Promise<void> {
    const giveUpAt = Date.now() + BUSY_LIMIT
    for (;;) {
      try {
        this.#connection.exec('BEGIN IMMEDIATE')
        return
      } catch (error) {
        if (!isBusy(error)) throw error
        if (Date.now() > giveUpAt)
          throw new AuthError('storage_unavailable', {
            detail: 'another process holds the write lock',
            cause: error,
          })
        await new Promise((resume) => setTimeout(resume, BUSY_PAUSE))
      }
    }
  }

  async #runJob(job: Job): Promise<Settled> {
    if (!job.savepoint) return attempt(job.run)
    this.#connection.exec('SAVEPOINT job')
    const outcome = await attempt(job.run)
    if ('error' in outcome) this.#connection.exec('ROLLBACK TO job')
    this.#connection.exec('RELEASE job')
    return outcome
  }
}

const attempt = async (run: () => unknown): Promise<Settled> => {
  try {
    return { value: await run() }
  } catch (error) {
    return { error }
  }
}

const settle = (job: Job, outcome: Settled | undefined): void => {
  if (outcome !== undefined && 'value' in outcome) job.resolve(outcome.value)
  else job.reject(outcome?.error)
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_BUSY')
