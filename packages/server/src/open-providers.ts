import { makeSetProvider } from './configuration/make-set-provider.js'
import type { Settings } from './configuration/settings.js'
import { openStoredProvider } from './flows/steps/open-stored-provider.js'
import { MINUTE, SECOND } from './model/time.js'
import { problemWithProviderAddress } from './outbound/provider-address.js'
import type { Clock } from './ports/clock.js'
import type { Log } from './ports/log.js'
import type { Secrets } from './ports/secrets.js'
import type { StoredProviders } from './ports/stored-providers.js'
import type { LiveProviders, MakeProvider } from './sign-in/social/live-providers.js'
import type { Provider } from './sign-in/social/provider.js'

export interface OpenProvidersDeps {
  readonly settings: Pick<Settings, 'providers' | 'setProviders'>
  readonly storedProviders: Pick<StoredProviders, 'list' | 'revision'>
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}

export interface OpenedProviders extends LiveProviders {
  readonly makeProvider: MakeProvider
  stop(): Promise<void>
}

/** What makes providers out of what operators say, under these settings. */
export const makerOf = ({ setProviders }: Pick<Settings, 'setProviders'>): MakeProvider =>
  makeSetProvider({
    ...setProviders,
    problemWithAddress: (url) => problemWithProviderAddress(url, setProviders),
  })

/** How late a change by another process is seen at most. */
const POLL = 1 * SECOND
const WARN_EVERY = 1 * MINUTE

/** The providers of the configuration and those in the database, for as long as the server runs. @throws when the database cannot be asked */
export const openProviders = async (deps: OpenProvidersDeps): Promise<OpenedProviders> => {
  const { settings, storedProviders, secrets, clock, log } = deps
  const { providers: configured } = settings
  const makeProvider = makerOf(settings)
  const hidden = new Set(configured.map(({ id }) => id))
  let revision: number | undefined
  let current: readonly Provider[] = configured
  let warnedAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> = Promise.resolve()

  const read = async (): Promise<void> => {
    // Asked first: what changes between the two is read once more.
    const now = await storedProviders.revision()
    if (now === revision) return
    const stored = (await storedProviders.list()).filter(({ id, enabled }) => enabled && !hidden.has(id))
    const opened = stored.map((one) => {
      const found = openStoredProvider({ secrets, makeProvider }, one)
      if (found.provider === undefined)
        log.error('a provider cannot be used', { provider: one.id, detail: found.problem })
      return found.provider ?? []
    })
    current = [...configured, ...opened.flat()]
    revision = now
  }

  /** One after the other: an older list must not come after a newer one. */
  const readInTurn = (): Promise<void> => {
    reading = reading.catch(() => {}).then(read)
    return reading
  }

  /** What cannot be read now is read at the next turn. */
  const refresh = (): Promise<void> =>
    readInTurn().catch((error: unknown) => {
      if (clock.now() - warnedAt < WARN_EVERY) return
      warnedAt = clock.now()
      log.warn('providers cannot be read: changes of operators may be seen late', {
        detail: error instanceof Error ? error.message : String(error),
      })
    })

  await readInTurn()
  const timer = setInterval(() => void refresh(), POLL)
  timer.unref()
  return {
    providers: () => current,
    configured,
    makeProvider,
    refresh,
    stop: async () => {
      clearInterval(timer)
      await reading.catch(() => {})
    },
  }
}
