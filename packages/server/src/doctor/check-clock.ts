import { paths } from '@latchkey/contract'
import { MINUTE, SECOND } from '../model/time.js'
import { ask } from './ask.js'
import { below, type Deployment } from './deployment.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('clock')

/** By how much a guard forgives, and by how much the server does. */
const NOTICEABLE = 5 * SECOND
const TOO_MUCH = 1 * MINUTE

/** Two clocks that were read at about the same moment. @param whose as it goes on: `the server` */
export const compareClocks = (theirs: number, ours: number, whose: string): Finding => {
  const difference = theirs - ours
  const seconds = Math.round(Math.abs(difference) / SECOND)
  if (Math.abs(difference) < NOTICEABLE) return ok(`${whose} and this machine agree`)
  const seen = `the clock of ${whose} is ${seconds} seconds ${difference > 0 ? 'ahead of' : 'behind'} that of this machine`
  const fix = 'Set the clock that is wrong (NTP): tokens are refused as expired, or as not valid yet.'
  return Math.abs(difference) < TOO_MUCH ? warning(seen, fix) : error(seen, fix)
}

/** Whether the server lives in the same time as this machine, by the Date of its answer (RFC 9110 §6.6.1). */
export const checkClock = async ({ url }: Pick<Deployment, 'url'>): Promise<readonly Finding[]> => {
  const { headers, askedAt, answeredAt } = await ask(below(url, paths.health))
  const date = Date.parse(headers.date ?? '')
  if (!Number.isFinite(date))
    return [warning('the answer has no Date', 'Let the proxy leave it there: clients set their clock by it.')]
  // It is cut to whole seconds.
  return [compareClocks(date + SECOND / 2, (askedAt + answeredAt) / 2, 'the server')]
}
