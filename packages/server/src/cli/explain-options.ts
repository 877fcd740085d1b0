import type { ExplainedRequirement } from '@latchkey/guard/explain'
import { SECOND } from '../model/time.js'
import { CommandError } from './command-error.js'

/** The options of `latchkey explain`, as they were typed. */
export interface TypedExplainOptions {
  readonly config?: string
  readonly issuer?: string
  readonly audience?: string
  readonly algorithms?: string
  readonly preset?: string
  readonly scopes?: string
  readonly roles?: string
  readonly permissions?: string
  readonly at?: string
  readonly log?: readonly string[]
  readonly json?: boolean
}

/** What an endpoint needs, as it was typed. */
export const readRequirement = ({
  scopes,
  roles,
  permissions,
}: TypedExplainOptions): ExplainedRequirement => ({
  ...(scopes !== undefined && { scopes: wordsIn(scopes) }),
  ...(roles !== undefined && { roles: wordsIn(roles) }),
  ...(permissions !== undefined && { permissions: wordsIn(permissions) }),
})

const wordsIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '')

/** Audiences may hold spaces, and never a comma without need. */
export const listIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/i

/** @returns milliseconds since the epoch @throws CommandError for what is no moment */
export const readMoment = (text: string | undefined): number => {
  if (text === undefined) return Date.now()
  if (/^\d{1,11}$/.test(text)) return Number(text) * SECOND
  const moment = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(moment)) return moment
  throw new CommandError(
    `${JSON.stringify(text)} is no moment.`,
    'Write --at 2026-11-21T12:00:00Z, or seconds since 1970 as they stand in exp.',
  )
}
