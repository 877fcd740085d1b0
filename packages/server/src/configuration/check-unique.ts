import type { Report } from './configuration-error.js'

/** Reports each value that is there more than once. */
export const checkUnique = (at: string, values: readonly string[], report: Report): void => {
  for (const value of new Set(values.filter((one, index) => values.indexOf(one) !== index))) {
    report(at, `${value} is there twice`, 'Keep one of them.')
  }
}
