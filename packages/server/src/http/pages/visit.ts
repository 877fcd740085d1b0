import { AuthError, CSRF_HEADER, paths, type SessionState, sessionState } from '@latchkey/contract'
import { knowsWayBack } from '../../flows/knows-way-back.js'
import type { Frame, Support } from '../../pages/frame.js'
import { wordsIn } from '../../pages/words/words-in.js'
import { type BrowserCall, openBrowserCall, openNavigation } from '../browser/browser-call.js'
import { readReturnTo } from '../browser/read-page-address.js'
import type { RequestSource } from '../client-network.js'
import { type Form, readForm } from '../read-form.js'
import { readQuery } from '../read-query.js'
import { askDoor, type DoorRequest, type Granted, type Refused, refusedBy } from './ask-door.js'
import type { PageDeps } from './page-deps.js'

/** Somebody who opens a page, or sends a form of one. */
export interface Visit {
  readonly call: BrowserCall
  readonly frame: Frame
  readonly state: SessionState
  /** Cookies that go along with whatever is shown. */
  readonly setCookies: readonly string[]
  readonly query: Form
  /** What was typed; empty when the page is only opened. */
  readonly form: Form
  /** Where the person wanted to go, checked; undefined when nothing was said. */
  readonly returnTo: string | undefined
  /** Why the form cannot have been one of this visitor's pages as they stand now. */
  readonly refused: Refused | undefined
}

/**
 * Reads who is there. A page may be opened from anywhere, a message or another site; a form only counts when it is one of ours and
 * holds the token of this very session, exactly as it is for requests of scripts.
 *
 * @throws AuthError `csrf_…` for what another site sends, `invalid_parameter` for a `returnTo` that leads elsewhere, …
 */
export const openVisit = async (deps: PageDeps, request: Request, source: RequestSource): Promise<Visit> => {
  const query = readQuery(request)
  const form = request.method === 'POST' ? await readForm(request) : {}
  const { call, refused } =
    request.method === 'POST'
      ? await openSubmission(deps, { request, source, token: form['csrf'] })
      : { call: await openNavigation(deps, request, source), refused: undefined }
  const asked = await askDoor(deps, call, { method: 'GET', route: paths.session })
  if (!asked.ok) throw new AuthError(asked.refusal.reason)
  const state = sessionState.parse(asked.body)
  const { returnTo } = query
  const support = supportIn(deps, call, state)
  return {
    call,
    frame: {
      site: deps.site,
      locale: call.locale,
      words: wordsIn(call.locale),
      csrfToken: state.csrfToken,
      ...(support !== undefined && { support }),
    },
    state,
    setCookies: asked.setCookies,
    query,
    form,
    returnTo: returnTo === undefined ? undefined : readReturnTo(deps.browser, returnTo),
    refused,
  }
}

const supportIn = (
  { secrets }: Pick<PageDeps, 'secrets'>,
  { cookies }: BrowserCall,
  state: SessionState,
): Support | undefined => {
  if (state.status === 'signed_out') return knowsWayBack(secrets, cookies) ? 'over' : undefined
  const { actor } = state.session
  return actor === null ? undefined : { operator: actor.name ?? actor.id }
}

/**
 * The token of a form that was open for too long is another matter than a form of a stranger: `Origin` has been looked at, and the
 * page is shown again with what was typed.
 */
const openSubmission = async (
  deps: PageDeps,
  sent: { readonly request: Request; readonly source: RequestSource; readonly token: string | undefined },
): Promise<Pick<Visit, 'call' | 'refused'>> => {
  const { request, source, token = '' } = sent
  const headers = new Headers(request.headers)
  // Only the form counts: a header would come from a script, which has the endpoints themselves. It may hold what no header can.
  headers.set(CSRF_HEADER, /^[\x21-\x7e]*$/.test(token) ? token : '-')
  try {
    const opened = new Request(request.url, { method: 'POST', headers })
    return { call: await openBrowserCall(deps, opened, source), refused: undefined }
  } catch (error) {
    if (!(error instanceof AuthError) || !STALE.includes(error.code)) throw error
    const refused = refusedBy(deps, request, error)
    return { call: await openNavigation(deps, request, source), refused }
  }
}

const STALE: readonly string[] = ['csrf_token_missing', 'csrf_token_invalid']

/**
 * Does what a form asks for, by the endpoint that does it for scripts.
 *
 * @throws AuthError `not_signed_in`, `recent_sign_in_needed`: there is a page for that, whatever was asked
 */
export const submit = async (
  deps: PageDeps,
  { call, refused }: Pick<Visit, 'call' | 'refused'>,
  asked: DoorRequest,
): Promise<Granted | Refused> => {
  const answer = refused ?? (await askDoor(deps, call, asked))
  if (!answer.ok && SIGN_IN_FIRST.includes(answer.refusal.reason)) throw new AuthError(answer.refusal.reason)
  return answer
}

const SIGN_IN_FIRST: readonly string[] = ['not_signed_in', 'recent_sign_in_needed']

/**
 * Reads what a page shows.
 *
 * @throws AuthError whatever the endpoint refuses
 */
export const read = async (
  deps: PageDeps,
  { call }: Pick<Visit, 'call'>,
  asked: Omit<DoorRequest, 'method' | 'body'>,
): Promise<unknown> => {
  const answer = await askDoor(deps, call, { ...asked, method: 'GET' })
  if (!answer.ok) throw new AuthError(answer.refusal.reason)
  return answer.body
}
