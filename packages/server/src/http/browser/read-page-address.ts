import { AuthError } from '@latchkey/contract'
import type { BrowserSettings } from '../../model/topology.js'

type Apps = Pick<BrowserSettings, 'app' | 'apps'>

/** It goes into a cookie. */
const LONGEST = 1_000

/**
 * Where a person goes afterwards: a path of the app, or a whole address on one of its origins. It is read as browsers read it,
 * so that nothing that looks like a path leads elsewhere.
 *
 * @throws AuthError `invalid_parameter`
 */
export const readReturnTo = ({ app, apps }: Apps, text: string | undefined): string => {
  if (text === undefined || text === '') return `${app}/`
  const base = text.startsWith('/') ? app : undefined
  const url = readOn(apps, text, base)
  // A path is one of the app that asked for it, not a way to name another.
  if (url === undefined || (base !== undefined && url.origin !== app))
    throw new AuthError('invalid_parameter', { parameter: 'returnTo' })
  return url.href
}

/**
 * A page of the application that a provider sends people back to. It is registered there, byte for byte.
 *
 * @throws AuthError `invalid_parameter`
 */
export const readRedirectUri = ({ apps }: Apps, text: string): string => {
  const url = readOn(apps, text, undefined)
  if (url === undefined || url.search !== '' || url.hash !== '' || url.href !== text)
    throw new AuthError('invalid_parameter', { parameter: 'redirectUri' })
  return text
}

const readOn = (origins: readonly string[], text: string, base: string | undefined): URL | undefined => {
  if (text.length > LONGEST || !URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  // Of `blob:` addresses the origin is that of whoever made them; they are no pages.
  const isPage = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  const isThere = isPage && origins.includes(url.origin)
  return isThere && url.href.length <= LONGEST ? url : undefined
}
