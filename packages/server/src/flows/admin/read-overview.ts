import type { Overview, OverviewRange } from '@latchkey/contract'
import { signingNow } from '../../model/signing-schedule.js'
import { HOUR, type Millis, toMoment } from '../../model/time.js'
import type { AuditCount, AuditHistory } from '../../ports/audit-history.js'
import type { Clock } from '../../ports/clock.js'
import type { OutboxInspection } from '../../ports/outbox.js'
import type { SessionDirectory } from '../../ports/session-directory.js'
import type { SigningKeys } from '../../ports/signing-keys.js'

export interface ReadOverviewDeps {
  readonly auditHistory: Pick<AuditHistory, 'counts'>
  readonly sessionDirectory: Pick<SessionDirectory, 'countLive'>
  readonly outboxInspection: Pick<OutboxInspection, 'count'>
  readonly signingKeys: Pick<SigningKeys, 'list'>
  readonly clock: Clock
}

const SPANS: Readonly<Record<OverviewRange, { readonly length: Millis; readonly number: number }>> = {
  day: { length: 1 * HOUR, number: 24 },
  week: { length: 6 * HOUR, number: 28 },
  month: { length: 24 * HOUR, number: 30 },
}
/** Counting further would take the longer the more there are, and tell nobody more. */
const MOST_SESSIONS = 20_000
const MOST_MAILS = 1_000

/** How the service stands, and how sign-ins went: out of what was counted by the hour, never out of the history itself. */
export const readOverview = async (deps: ReadOverviewDeps, range: OverviewRange): Promise<Overview> => {
  const { auditHistory, sessionDirectory, outboxInspection, signingKeys, clock } = deps
  const now = clock.now()
  const { length, number } = SPANS[range]
  const before = (Math.floor(now / length) + 1) * length
  const from = before - number * length
  const [counts, liveSessions, waiting, failed, keys] = await Promise.all([
    auditHistory.counts(from, before),
    sessionDirectory.countLive(now, MOST_SESSIONS),
    outboxInspection.count('waiting', MOST_MAILS + 1),
    outboxInspection.count('failed', MOST_MAILS + 1),
    signingKeys.list(),
  ])
  const signing = signingNow(keys, now)
  const next = keys.find(({ signsFrom }) => signsFrom > now)
  return {
    range,
    spans: Array.from({ length: number }, (_, index) => describeSpan(counts, from + index * length, length)),
    refusals: byReason(counts),
    liveSessions,
    mail: { waiting: upTo(waiting), failed: upTo(failed) },
    signingKey:
      signing === undefined
        ? null
        : {
            kid: signing.kid,
            signsFrom: toMoment(signing.signsFrom),
            nextFrom: next === undefined ? null : toMoment(next.signsFrom),
          },
  }
}

const describeSpan = (
  counts: readonly AuditCount[],
  at: Millis,
  length: Millis,
): Overview['spans'][number] => {
  const within = counts.filter(({ hour }) => hour >= at && hour < at + length)
  const sum = (action: AuditCount['action']): number =>
    within.reduce(
      (total, each) => (each.action === action && each.refusal === null ? total + each.count : total),
      0,
    )
  const refused = within.filter(isRefusedSignIn).reduce((total, { count }) => total + count, 0)
  return { at: toMoment(at), signIns: sum('session.opened'), refused, signUps: sum('user.signed_up') }
}

const isRefusedSignIn = ({ action }: AuditCount): boolean => action === 'session.refused'

const byReason = (counts: readonly AuditCount[]): Overview['refusals'] => {
  const sums = new Map<string, number>()
  for (const { refusal, count } of counts.filter(isRefusedSignIn))
    sums.set(refusal ?? 'other', (sums.get(refusal ?? 'other') ?? 0) + count)
  return [...sums]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}

const upTo = (counted: number) => ({ count: Math.min(counted, MOST_MAILS), more: counted > MOST_MAILS })
