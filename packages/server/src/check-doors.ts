import { paths } from '@latchkey/contract'
import { ConfigurationError } from './configuration/configuration-error.js'
import { otherIds } from './configuration/other-ids.js'
import type { Settings } from './configuration/settings.js'
import type { Clock } from './ports/clock.js'
import type { Log } from './ports/log.js'
import type { Storage } from './storage/sql/open-storage.js'

/** An address at which two doors would answer. `/health` says the same at both. */
export const addressOfTwo = (
  routes: readonly { readonly path: string }[],
  { issuer }: Pick<Settings, 'issuer'>,
): string | undefined => {
  const { pathname } = new URL(issuer)
  const health = pathname.replace(/\/$/, '') + paths.health
  return routes.find(
    ({ path }, at) => path !== health && routes.findIndex((other) => other.path === path) < at,
  )?.path
}

/** What can be said about the doors only with the time and the data at hand. @throws ConfigurationError */
export const checkDoorsOverData = async (
  { doors, userIds }: Pick<Settings, 'doors' | 'userIds'>,
  { storage, clock, log }: { readonly storage: Storage; readonly clock: Clock; readonly log: Log },
): Promise<void> => {
  for (const { kind, former } of doors)
    if (former !== undefined && former.until <= clock.now())
      log.warn('the last day of a former key has passed', { door: kind, fix: 'take `former` away' })
  await warnOfAwaited(doors, storage, log)
  const kept = doors.length === 0 ? undefined : await storage.djangoAccounts.findIdKind()
  if (kept !== undefined && kept !== userIds) throw new ConfigurationError([otherIds(kept)])
}

/** A provider that operators set may come later; a name that is misspelt never does. */
const warnOfAwaited = async (
  doors: Settings['doors'],
  { storedProviders }: Pick<Storage, 'storedProviders'>,
  log: Log,
): Promise<void> => {
  if (doors.every(({ awaited }) => awaited.length === 0)) return
  const stored = new Set((await storedProviders.list()).map(({ id }) => id))
  for (const { kind, awaited } of doors)
    for (const provider of awaited.filter((id) => !stored.has(id)))
      log.warn('a door names a provider that nobody has set', {
        door: kind,
        provider,
        fix: 'set it in the console, add it to `providers`, or take it out of the door',
      })
}
