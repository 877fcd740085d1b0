import type { DjangoAccount } from '../../model/django-account.js'
import type { User } from '../../model/user.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import { type ReadHeldSessionsDeps, readHeldSessions } from './steps/read-held-sessions.js'

export interface ReadCookiePersonDeps extends ReadHeldSessionsDeps {
  readonly djangoAccounts: Pick<DjangoAccounts, 'recall'>
}

/** Who is signed in in a browser, as Django's frontends know them. */
export type CookiePerson =
  | { readonly outcome: 'known'; readonly user: User; readonly account: DjangoAccount }
  /** There is no cookie, or none that opens anything. */
  | { readonly outcome: 'nobody' }
  /** Cookies of two people: one was planted. Which one cannot be told, so neither is believed. */
  | { readonly outcome: 'several' }

/** Cookies `sessionid` → who is signed in, for reading. */
export const readCookiePerson = async (
  deps: ReadCookiePersonDeps,
  sessionKeys: readonly string[],
): Promise<CookiePerson> => {
  const [first, ...others] = await readHeldSessions(deps, sessionKeys, 'memory')
  if (first === undefined) return { outcome: 'nobody' }
  if (others.some(({ user }) => user.id !== first.user.id)) return { outcome: 'several' }
  const account = await deps.djangoAccounts.recall(first.user.id)
  return account === undefined ? { outcome: 'nobody' } : { outcome: 'known', user: first.user, account }
}
