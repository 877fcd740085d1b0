import { SECOND } from '../../model/time.js'
import type { Frame } from '../../pages/frame.js'
import { explainRefusal, type Problem } from '../../pages/refusal.js'
import { layOutDocument, type Page } from '../../pages/views/document.js'
import type { Refused } from './ask-door.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

/** What an answer with a page differs in. */
export interface PageAnswer {
  readonly status?: number
  readonly setCookies?: readonly string[]
  /** In milliseconds. */
  readonly retryAfter?: number | undefined
  /** A registered address outside the apps that a form on it may lead to. */
  readonly formLeadsTo?: string | undefined
}

/** A page → an answer that nobody keeps, frames, or gets a script into. */
export const answerDocument = async (
  deps: Pick<PageDeps, 'browser'>,
  frame: Frame,
  page: Page,
  { status = 200, setCookies = [], retryAfter, formLeadsTo }: PageAnswer = {},
): Promise<Response> => {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'content-language': frame.locale,
    'content-security-policy': policyFor(deps, formLeadsTo),
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    // Its address may hold a token. With `no-referrer` browsers would send forms with `Origin: null` (Fetch §3.1).
    'referrer-policy': 'strict-origin',
    vary: 'Accept-Language, Cookie',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.ceil(retryAfter / SECOND)))
  for (const line of setCookies) headers.append('set-cookie', line)
  return new Response(String(await layOutDocument(frame, page)), { status, headers })
}

/** A page for somebody who is there, with what was refused, if anything was. */
export const answerPage = (deps: PageDeps, visit: Visit, page: Page, refused?: Refused): Promise<Response> =>
  answerDocument(deps, visit.frame, page, {
    status: refused?.status ?? 200,
    setCookies: visit.setCookies,
    retryAfter: refused?.refusal.retryAfter,
  })

/** What a page tells of a refusal. */
export const problemsOf = (visit: Visit, refused: Refused | undefined): readonly Problem[] =>
  refused === undefined ? [] : explainRefusal(visit.frame, refused.refusal)

/** Nothing runs, and nothing comes from elsewhere. What follows a form may lead to a page of the app, and nowhere else. */
const policyFor = ({ browser }: Pick<PageDeps, 'browser'>, formLeadsTo: string | undefined): string =>
  [
    "default-src 'none'",
    "script-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...browser.apps, ...originOf(formLeadsTo)].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** As a policy names it: the scheme, where it is one of an app. */
const originOf = (address: string | undefined): readonly string[] => {
  if (address === undefined) return []
  const { origin, protocol } = new URL(address)
  return [origin === 'null' ? protocol : origin]
}
