import type { BrowserSettings } from '../../model/topology.js'

/** What a page is told of a sign-in that came to nothing. */
export interface RefusedSignIn {
  readonly reason: string
  readonly provider: string
  /** Where the person wanted to go, checked: they may get there yet. */
  readonly returnTo?: string | undefined
  /** Whether they asked to stay signed in. */
  readonly remember?: boolean | undefined
}

/**
 * A page, told what went wrong: `?error=sign_in_cancelled&provider=google&returnTo=/todos`, and `&remember=true` where that was
 * asked for. `returnTo` is a path where it is one of the app, as pages ask for it.
 */
export const refusedPage = (
  { app }: Pick<BrowserSettings, 'app'>,
  page: string,
  { reason, provider, returnTo, remember = false }: RefusedSignIn,
): string => {
  const url = new URL(page)
  url.searchParams.set('error', reason)
  url.searchParams.set('provider', provider)
  const wanted = returnTo === undefined ? '/' : pathOn(app, returnTo)
  if (wanted !== '/') url.searchParams.set('returnTo', wanted)
  if (remember) url.searchParams.set('remember', 'true')
  return url.href
}

const pathOn = (app: string, address: string): string => {
  const { origin, pathname, search, hash } = new URL(address)
  return origin === app ? pathname + search + hash : address
}
