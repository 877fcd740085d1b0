import { DAY, MINUTE, SECOND } from '../model/time.js'
import type { Report } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'

/** How long things live, with every default filled in. */
export const checkLifetimes = (lifetimes: NonNullable<LatchkeyOptions['lifetimes']>, report: Report) => {
  const accessToken = lifetimes.accessToken ?? 10 * MINUTE
  const idleLimit = lifetimes.sessionIdle ?? 14 * DAY
  const absoluteLimit = lifetimes.session ?? 90 * DAY
  const unremembered = lifetimes.unremembered ?? 1 * DAY
  const refreshGrace = lifetimes.refreshGrace ?? 30 * SECOND
  for (const [name, value] of Object.entries({
    accessToken,
    sessionIdle: idleLimit,
    session: absoluteLimit,
    unremembered,
  })) {
    if (!Number.isSafeInteger(value) || value < SECOND)
      report(
        `lifetimes.${name}`,
        `${value} is not a whole number of milliseconds, at least a second`,
        'Give milliseconds, for example 10 * 60_000.',
      )
  }
  if (!(Number.isSafeInteger(refreshGrace) && refreshGrace >= 0 && refreshGrace <= 5 * MINUTE)) {
    report(
      'lifetimes.refreshGrace',
      `${refreshGrace} is not between 0 and 5 minutes`,
      'Give milliseconds; 30_000 suits most.',
    )
  }
  if (accessToken > idleLimit || idleLimit > absoluteLimit) {
    report(
      'lifetimes',
      'an access token must not outlive an idle session, nor an idle session a whole one',
      'Keep accessToken ≤ sessionIdle ≤ session.',
    )
  }
  if ((lifetimes.unremembered ?? 0) > absoluteLimit) {
    report(
      'lifetimes.unremembered',
      'a session that is not remembered must not outlive one that is',
      'Keep unremembered ≤ session.',
    )
  }
  const { auditHistory } = lifetimes
  if (auditHistory !== undefined && !(Number.isSafeInteger(auditHistory) && auditHistory >= DAY)) {
    report(
      'lifetimes.auditHistory',
      `${auditHistory} is not a whole number of milliseconds, at least a day`,
      'Give milliseconds, for example 400 * 24 * 60 * 60_000, or leave it out to keep everything.',
    )
  }
  return {
    auditLifetime: auditHistory,
    accessTokenLifetime: accessToken,
    sessionPolicy: { idleLimit, absoluteLimit, refreshGrace },
    unrememberedLimit: Math.min(unremembered, absoluteLimit),
  }
}
