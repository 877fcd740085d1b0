import type { Statement } from './statement.js'

/** Runs statements, each on its own or as part of one transaction. */
export interface Connection {
  readonly dialect: Dialect
  /** @returns the rows the statement selects or returns */
  run<Parameters extends object, Row>(
    statement: Statement<Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row[]>
}

/** A transaction's connection. */
export interface TransactionConnection extends Connection {
  /** Runs after the commit, never after a rollback: the place to forget what was remembered. */
  afterCommit(action: () => void): void
}

/** A database that is open. Statements that write are durable when their promise resolves. */
export interface Database extends Connection {
  /** Runs `work` again, from the beginning, when the database had it give way to another transaction. */
  transaction<Result>(work: (connection: TransactionConnection) => Promise<Result>): Promise<Result>
  /**
   * A number that changes when what was read may have been changed by another process. What was read under one
   * epoch must not be used under another.
   */
  epoch(): number
  /**
   * Calls `wake` soon after another connection has committed something of this kind. Some wakes may be lost.
   *
   * @returns what stops it
   */
  listen(channel: 'latchkey_security_events', wake: () => void): Promise<() => Promise<void>>
  /**
   * Claims what only one process at a time may do. The claim ends with the process, however it ends.
   *
   * @returns what gives it back; undefined when somebody else has it
   */
  claim(name: 'import'): Promise<(() => Promise<void>) | undefined>
  close(): Promise<void>
}

/** The differences between the databases, named. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** Column type for a number of milliseconds. */
  readonly millisType: 'integer' | 'bigint'
  /** Whether rows must be locked by hand inside a transaction; SQLite has one writer at a time anyway. */
  readonly locksRows: boolean
  /** Whether numbers come from sequences, which give no number twice and wait for nobody. */
  readonly hasSequences: boolean
}
