import { answerRedirect } from '../answer.js'
import { readReturnTo } from '../browser/read-page-address.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

/** The whole address of a page of ours. */
export const pageAddress = (
  { browser }: Pick<PageDeps, 'browser'>,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => {
  const url = new URL(browser.home + path)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

/** On to another page of ours: what was sent is done, and reloading does not send it again. */
export const goToPage = (
  deps: Pick<PageDeps, 'browser'>,
  path: string,
  {
    query = {},
    setCookies = [],
  }: {
    readonly query?: Readonly<Record<string, string | undefined>>
    readonly setCookies?: readonly string[]
  } = {},
): Response => answerRedirect(pageAddress(deps, path, query), setCookies)

/** On to where the person wanted to go; to the app when they did not say. */
export const goOn = (
  { browser }: Pick<PageDeps, 'browser'>,
  { returnTo }: Pick<Visit, 'returnTo'>,
  setCookies: readonly string[] = [],
): Response => answerRedirect(returnTo ?? readReturnTo(browser, undefined), setCookies)
