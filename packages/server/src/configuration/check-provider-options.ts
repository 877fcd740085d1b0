import type { Misfit } from '../sign-in/social/find-misfits.js'
import type { Misgiven, Provider } from '../sign-in/social/provider.js'
import type { Report } from './configuration-error.js'
import { explainIssue, type Issue } from './explain-issue.js'

/**
 * Reports what was given to `google({ … })` and its like and does not fit, in the words of every other option.
 *
 * @returns whether all of them fit
 */
export const checkProviderOptions = (providers: readonly unknown[], report: Report): boolean => {
  providers.forEach((provider, index) => {
    if (isMisgiven(provider)) {
      explainMisgiven(`providers[${index}] (${provider.id})`, provider.id, provider.misgiven, report)
    }
  })
  return !providers.some(isMisgiven)
}

const isMisgiven = (provider: unknown): provider is Provider & { readonly misgiven: Misgiven } =>
  typeof provider === 'object' && provider !== null && 'misgiven' in provider

const explainMisgiven = (
  place: string,
  name: string,
  { options, kinds, misfits }: Misgiven,
  report: Report,
): void => {
  for (const misfit of misfits) {
    if (misfit.path.length === 0) {
      const needed = Object.keys(kinds).filter((option) => isNeeded(kinds[option]))
      const example = needed.map((option) => `${option}: …`).join(', ')
      report(
        place,
        'it has no options',
        `Write ${name}({ ${example} }). docs/social-sign-in.md says which there are.`,
      )
      continue
    }
    for (const { at, problem, fix } of explainIssue(issueOf(misfit), options)) {
      report(`${place}.${at}`, problem, fix)
    }
  }
}

const isNeeded = (kind: Misgiven['kinds'][string] | undefined): boolean =>
  kind !== undefined && 'needed' in kind && kind.needed === true

/** As the schema of the other options would have told it. */
const issueOf = (misfit: Misfit): Issue => {
  switch (misfit.kind) {
    case 'unknown':
      return {
        code: 'unrecognized_keys',
        keys: misfit.path.slice(-1).map(String),
        path: misfit.path.slice(0, -1),
        message: misfit.known.join(' '),
      }
    case 'wrong_type':
      return { code: 'invalid_type', expected: misfit.expected, path: [...misfit.path], message: '' }
    case 'wrong_value':
      return { code: 'invalid_value', values: [...misfit.values], path: [...misfit.path], message: '' }
  }
}
