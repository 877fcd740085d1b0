import { AuthError } from '@latchkey/contract'
import { chooseLocale } from '../../model/locale.js'
import type { Frame } from '../../pages/frame.js'
import { explainRefusal } from '../../pages/refusal.js'
import { errorPage } from '../../pages/views/error-page.js'
import { wordsIn } from '../../pages/words/words-in.js'
import { answerDocument } from './answer-page.js'
import { refusedBy } from './ask-door.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

/** Something thrown → a page that says it, to the visitor if it is known who that is. */
export const showError = async (
  deps: PageDeps,
  { request, visit }: { readonly request: Request; readonly visit?: Pick<Visit, 'frame'> | undefined },
  error: unknown,
): Promise<Response> => {
  const { status, refusal, traceId } = refusedBy(deps, request, error)
  const frame = visit?.frame ?? frameForAnybody(deps, request)
  const page = errorPage(frame, {
    problems: leadsElsewhere(error)
      ? [{ field: undefined, sentence: frame.words.error.leadsElsewhere(deps.site.brand.name) }]
      : explainRefusal(frame, refusal),
    isMissing: status === 404,
    reference: status === 404 ? undefined : traceId,
  })
  return answerDocument(deps, frame, page, { status, retryAfter: refusal.retryAfter })
}

const frameForAnybody = ({ site }: Pick<PageDeps, 'site'>, request: Request): Frame => {
  const locale = chooseLocale(request.headers.get('accept-language') ?? undefined)
  return { site, locale, words: wordsIn(locale), csrfToken: '' }
}

/** Of what a page reads, only `returnTo` is an address to go on to. */
const leadsElsewhere = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'invalid_parameter' && error.parameter === 'returnTo'
