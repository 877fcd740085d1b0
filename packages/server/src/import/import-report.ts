import { type Note, type NoteKind, sayNote } from './note.js'

/** What became of people, added up. */
export interface Tally {
  /** Who came, readable and once. */
  read: number
  imported: number
  linked: number
  renewed: number
  unchanged: number
  /** Known, and deleted here since. */
  deleted: number
  suspended: number
  provenAddresses: number
  passwords: number
  identities: number
  roles: number
  sessions: number
  spentTokens: number
}

/** What of the same kind happened to how many, and to whom first. */
export interface NotedKind {
  readonly count: number
  readonly sentence: string
  readonly examples: readonly NotedCase[]
}

export interface NotedCase {
  /** Who it is there; or where it is, such as `line 12`. */
  readonly who: string
  readonly detail?: string
}

export interface ImportReport {
  readonly source: string
  readonly dryRun: boolean
  /** False: it was told to stop, and goes on where it stopped when it is run again. */
  readonly finished: boolean
  readonly people: Readonly<Tally>
  readonly notes: Readonly<Partial<Record<NoteKind, NotedKind>>>
}

/** One line of the whole list of what was not imported as it was. */
export interface ReportLine extends NotedCase {
  readonly note: NoteKind
}

const MOST_EXAMPLES = 10

/** Adds up what happens, a bounded number of examples along with it; every single case goes to `write`. */
export class ReportBuilder {
  readonly tally: Tally = {
    read: 0,
    imported: 0,
    linked: 0,
    renewed: 0,
    unchanged: 0,
    deleted: 0,
    suspended: 0,
    provenAddresses: 0,
    passwords: 0,
    identities: 0,
    roles: 0,
    sessions: 0,
    spentTokens: 0,
  }
  readonly #write: (line: ReportLine) => void
  readonly #noted = new Map<NoteKind, { count: number; examples: NotedCase[] }>()

  constructor(write: (line: ReportLine) => void) {
    this.#write = write
  }

  note(who: string, { kind, detail }: Note, count = 1): void {
    const noted = this.#noted.get(kind) ?? { count: 0, examples: [] }
    noted.count += count
    const example = { who, ...(detail !== undefined && { detail }) }
    if (noted.examples.length < MOST_EXAMPLES) noted.examples.push(example)
    this.#noted.set(kind, noted)
    this.#write({ note: kind, ...example })
  }

  report(of: {
    readonly source: string
    readonly dryRun: boolean
    readonly finished: boolean
  }): ImportReport {
    const notes = [...this.#noted].map(([kind, { count, examples }]) => [
      kind,
      { count, sentence: sayNote(kind, count), examples },
    ])
    return { ...of, people: { ...this.tally }, notes: Object.fromEntries(notes) }
  }
}
