/** Something a user of the command can mend: shown without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly fix: string

  constructor(problem: string, fix: string) {
    super(problem)
    this.fix = fix
  }
}
