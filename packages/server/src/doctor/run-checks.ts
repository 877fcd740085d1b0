import { SECOND } from '../model/time.js'
import type { Finding } from './finding.js'

/** One check, ready to run. */
export interface ReadyCheck {
  readonly name: string
  readonly run: () => Promise<readonly Finding[]>
}

const LIMIT = 20 * SECOND

/** Runs all checks, each for a limited time and whatever becomes of the others. @param limit milliseconds for each */
export const runChecks = async (
  checks: readonly ReadyCheck[],
  limit = LIMIT,
): Promise<readonly Finding[]> => {
  const found: Finding[] = []
  // One after another: what is looked at is not to be stormed, and a slow answer is its own.
  for (const check of checks) {
    const outcome = await runBounded(check, limit)
    const { broken } = outcome
    // Where nobody answers, one of them says so.
    const isTold = broken !== undefined && found.some(({ seen }) => seen.endsWith(broken))
    if (!isTold) found.push(...outcome.findings)
  }
  return found
}

interface Outcome {
  readonly findings: readonly Finding[]
  /** Why it came to no end. */
  readonly broken?: string
}

const runBounded = async ({ name, run }: ReadyCheck, limit: number): Promise<Outcome> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it within ${limit / SECOND} seconds`)), limit)
  })
  try {
    return { findings: await Promise.race([run(), tooLate]) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const fix = 'Look at what was to be checked, and run this again.'
    const seen = `it could not be checked: ${why}`
    return { findings: [{ check: name, severity: 'error', seen, fix }], broken: why }
  } finally {
    clearTimeout(timer)
  }
}
