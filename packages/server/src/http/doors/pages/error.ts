import { explainRefusal } from '../../../pages/refusal.js'
import { errorPage } from '../../../pages/views/error-page.js'
import { answerPage } from '../../pages/answer-page.js'
import { isErrorCode } from '../../pages/came-back-refused.js'
import type { PageRoute } from '../../pages/page-endpoint.js'

/** `/pages/error?error=…`: for an application that has nothing better to show. */
export const error: PageRoute = {
  GET: (deps, visit) => {
    const { error = '' } = visit.query
    const problems = explainRefusal(visit.frame, { reason: isErrorCode(error) ? error : 'internal_error' })
    return answerPage(
      deps,
      visit,
      errorPage(visit.frame, { problems, isMissing: false, reference: undefined }),
    )
  },
}
