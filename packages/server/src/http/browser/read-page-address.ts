import { AuthError } from '@latchkey/contract'
import type { BrowserSettings } from '../../model/topology.js'

type Apps = Pick<BrowserSettings, 'app' | 'apps' | 'hostedPages' | 'console'>

/** It goes into a cookie. */
const LONGEST = 1_000

/**
 * Where a person goes afterwards: a path of the app, a whole address on one of its origins, one of the hosted pages, or the console. It is
 * read as browsers read it, so that nothing that looks like a path leads elsewhere.
 *
 * @throws AuthError `invalid_parameter`
 */
export const readReturnTo = (settings: Apps, text: string | undefined): string => {
  const { app, apps } = settings
  const own = [settings.hostedPages, settings.console].filter((address) => address !== undefined)
  if (text === undefined || text === '') return `${app}/`
  const base = text.startsWith('/') ? app : undefined
  const url = readAt(text, base, ({ origin, href }) => {
    return apps.includes(origin) || own.some((address) => href.startsWith(address))
  })
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
  const url = readAt(text, undefined, ({ origin }) => apps.includes(origin))
  if (url === undefined || url.search !== '' || url.hash !== '' || url.href !== text)
    throw new AuthError('invalid_parameter', { parameter: 'redirectUri' })
  return text
}

const readAt = (text: string, base: string | undefined, isOurs: (url: URL) => boolean): URL | undefined => {
  if (text.length > LONGEST || !URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  // Of `blob:` addresses the origin is that of whoever made them; they are no pages.
  const isPage = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  // Such a path names a host wherever it is read by itself (RFC 3986 §4.2).
  if (url.pathname.startsWith('//')) return undefined
  return isPage && isOurs(url) && url.href.length <= LONGEST ? url : undefined
}
