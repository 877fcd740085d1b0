/** Something a user of the command can mend: shown without a stack. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly fix: string

  constructor(problem: string, fix: string) {
    super(problem)
    this.fix = fix
  }
}

/** What was typed cannot be meant: nothing was done, and the exit status is 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
}
