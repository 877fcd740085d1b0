import type { QuestionName } from '../init/questions.js'

/** The options of `latchkey init`, as they were typed. */
export interface TypedInitOptions extends Partial<Record<QuestionName, string>> {
  readonly yes?: boolean
  readonly force?: boolean
  readonly write?: boolean
  readonly json?: boolean
}

export const INIT_HELP = `
Every question has an option; with --yes whatever is not given is what would be offered.
Without a terminal nothing is asked: give all of them, or --yes.
Files that are there stay as they are: latchkey.config.ts is written anew with --force alone, .env and .gitignore
are added to, and --write makes new files only.

Exit status: 0 all is written, 1 nothing is, for the reason it says, 2 an answer is missing or not understood,
130 it was interrupted, and nothing is written.

Example, in a script:
  latchkey init --yes --json --frontend vue --api fastapi --providers google,github`
