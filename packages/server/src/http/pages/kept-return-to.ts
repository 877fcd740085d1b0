import { AuthError } from '@latchkey/contract'
import { readReturnTo } from '../browser/read-page-address.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

/** Cookies are no place for long addresses: who has one goes to the app. */
const LONGEST = 1_000

/** A message does not say where somebody wanted to go: their browser keeps it until they follow the link. */
export const keepReturnTo = ({ cookies }: PageDeps, { returnTo, call }: Visit): readonly string[] => {
  const written = encodeURIComponent(returnTo ?? '')
  if (written !== '' && written.length <= LONGEST) return [cookies.set('returnTo', written)]
  return forgetReturnTo({ cookies }, { call })
}

export const forgetReturnTo = (
  { cookies }: Pick<PageDeps, 'cookies'>,
  { call }: Pick<Visit, 'call'>,
): readonly string[] => (call.cookies.returnTo === undefined ? [] : [cookies.clear('returnTo')])

/** Where somebody wanted to go when they signed up; what leads elsewhere is passed over. */
export const readKeptReturnTo = ({ browser }: PageDeps, { returnTo, call }: Visit): string | undefined => {
  const kept = call.cookies.returnTo
  if (returnTo !== undefined || kept === undefined) return returnTo
  try {
    return readReturnTo(browser, decodeURIComponent(kept))
  } catch (error) {
    if (error instanceof AuthError || error instanceof URIError) return undefined
    throw error
  }
}
