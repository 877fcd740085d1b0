import type { GuardOptions } from '@latchkey/guard'
import { type Check, type ExplainedUse, type Explanation, explainJwt } from '@latchkey/guard/explain'
import { parseSessionId } from '../model/ids.js'
import { type SessionLookup, sessionChecks } from './session-checks.js'
import { skipped, type Told, type ToldCheck, type Verdict } from './told.js'

/** What an access JWT is explained with. */
export interface AccessTokenSurroundings {
  readonly guard: GuardOptions
  /** How that guard is written: `createGuard({ issuer: 'https://…', audience: '…' })`. */
  readonly writtenAs: string
  readonly use: ExplainedUse
  /** Undefined: the token is another server's. */
  readonly lookup: SessionLookup | undefined
}

/** An access JWT, as a guard sees it; and the session behind it, where the server's own database is at hand. */
export const explainAccessToken = async (
  token: string,
  { guard, writtenAs, use, lookup }: AccessTokenSurroundings,
): Promise<Told> => {
  const explanation = await explainJwt(token, guard, use)
  const checks = explanation.checks.map(toTold)
  const behind = lookup === undefined ? [] : await sessionBehind(explanation, lookup)
  return {
    what: 'an access token (JWT)',
    checkedBy: `${writtenAs} would check it`,
    checks: [...checks, ...behind],
    verdict: verdictOf(explanation, behind),
    says: explanation.says,
    unshown: explanation.unshown,
    hints: [...explanation.hints, ...hintsFor(explanation, behind)],
  }
}

const toTold = (check: Check): ToldCheck => {
  const { name, outcome } = check
  switch (check.outcome) {
    case 'passed':
      return { name, outcome, said: check.seen }
    case 'failed':
      return { name, outcome, said: check.detail, code: check.code }
    case 'skipped':
      return { name, outcome, said: check.because }
  }
}

const CODES = {
  ended: 'token_session_ended',
  expired: 'token_session_ended',
  suspended: 'token_session_ended',
} as const

/** What stands in a token that this server did not sign says nothing about its sessions. */
const sessionBehind = async (
  { checks, says }: Explanation,
  lookup: SessionLookup,
): Promise<readonly ToldCheck[]> => {
  const isOurs = ['iss', 'signature'].every((wanted) =>
    checks.some(({ name, outcome }) => name === wanted && outcome === 'passed'),
  )
  const id = typeof says['sid'] === 'string' ? parseSessionId(says['sid']) : undefined
  if (!isOurs || id === undefined)
    return [skipped('session', 'it is not proven that this server made the token')]
  return sessionChecks(lookup, await lookup.sessions.find(id), CODES)
}

const verdictOf = ({ refused, boundTo }: Explanation, behind: readonly ToldCheck[]): Verdict => {
  if (refused !== undefined) return { outcome: 'refused', ...refused }
  const reason = behind.find(({ outcome }) => outcome === 'failed')
  return reason?.code === undefined
    ? {
        outcome: 'accepted',
        said:
          boundTo === undefined
            ? 'The guard takes it.'
            : 'The guard takes it as `Authorization: DPoP …`, with a proof by its key made for the request: that is not looked at here.',
      }
    : { outcome: 'refused', code: reason.code, detail: reason.said }
}

const hintsFor = ({ refused }: Explanation, behind: readonly ToldCheck[]): readonly string[] =>
  refused === undefined && behind.some(({ outcome }) => outcome === 'failed')
    ? [
        'The server and introspection refuse it now. An API that is not told of ended sessions takes it until it expires.',
      ]
    : []
