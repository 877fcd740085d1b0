import { pagePaths } from '@latchkey/contract'
import { linkPage } from '../../../pages/views/link-page.js'
import { answerPage } from '../../pages/answer-page.js'
import { goToPage, pageAddress } from '../../pages/go-to.js'
import type { PageRoute } from '../../pages/page-endpoint.js'

/** `/pages/link`: where the message leads that a sign-in with a provider did not match. */
export const link: PageRoute = {
  GET: (deps, visit) => {
    if (visit.state.status === 'signed_in') return goToPage(deps, pagePaths.identities)
    const returnTo = pageAddress(deps, pagePaths.identities)
    return answerPage(deps, visit, linkPage(visit.frame, { returnTo }))
  },
}
