import type { Millis } from '../model/time.js'
import type { FormerForm } from '../ports/imports.js'
import type { ImportedSession, ImportedUser } from './imported-user.js'
import type { NoteKind } from './note.js'

/** What a source has, one after the other. */
export type Found =
  | { readonly type: 'user'; readonly user: ImportedUser }
  /** `where`: what an operator looks for, such as `line 12`. */
  | { readonly type: 'unreadable'; readonly where: string; readonly reason: string }
  | { readonly type: 'remark'; readonly kind: NoteKind; readonly count: number; readonly detail?: string }
  /** A session of somebody who has come before. */
  | { readonly type: 'session'; readonly sourceId: string; readonly session: ImportedSession }
  /** Every session of this form that the source has has come: who had another has ended it there. */
  | { readonly type: 'all_sessions'; readonly form: FormerForm }
  /** A token that opens nothing there any more, and must not here. */
  | { readonly type: 'spent_token'; readonly jti: string; readonly expiresAt: Millis }

/** The credentials of an application at a provider, as lines of an environment file. */
export interface FoundApp {
  readonly provider: string
  readonly clientId: string
  readonly clientSecret: string
}

/** A system people come from. It is read twice: first who claims what, then everything. */
export interface Source {
  /** From the beginning, in the same order each time; people before their sessions. */
  read(): AsyncIterable<Found>
  /** Applications at providers, where the source keeps them. */
  readApps(): Promise<readonly FoundApp[]>
  close(): Promise<void>
}

/** The source is no such thing, or cannot be read at all. What it says is for the operator. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly fix: string

  constructor(problem: string, fix: string) {
    super(problem)
    this.fix = fix
  }
}
