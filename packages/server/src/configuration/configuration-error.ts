/** One thing that is wrong with a configuration, and what to do about it. */
export interface ConfigurationProblem {
  /** The option, for example `clients[0].secret`. */
  readonly at: string
  readonly problem: string
  readonly fix: string
}

/** Collects problems; every check goes on after the first. */
export type Report = (at: string, problem: string, fix: string) => void

/** The configuration cannot be used. Lists everything that is wrong with it, not only the first thing. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly ConfigurationProblem[]

  constructor(problems: readonly ConfigurationProblem[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
    const lines = problems.map(({ at, problem, fix }) => `  ${at}: ${problem}\n    Fix: ${fix}`)
    super(`The configuration has ${count}.\n${lines.join('\n')}`)
    this.problems = problems
  }
}
