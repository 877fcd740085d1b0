import { checkOptions } from '../configuration/check-options.js'
import { ConfigurationError } from '../configuration/configuration-error.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import type { Settings } from '../configuration/settings.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, error } = findingsOf('configuration')

/** A configuration as a start would read it: everything that is wrong with it, or what follows from it. */
export const checkConfiguration = (
  options: LatchkeyOptions,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly findings: readonly Finding[]; readonly settings: Settings | undefined } => {
  try {
    const settings = checkOptions(options, environment)
    return { findings: [ok(`a server starts with it, as ${settings.issuer}`)], settings }
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    const findings = failure.problems.map(({ at, problem, fix }) => error(`${at}: ${problem}`, fix))
    return { findings, settings: undefined }
  }
}
