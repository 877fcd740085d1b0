import { namedLocale } from '../../../model/locale.js'
import { signedOutPage } from '../../../pages/views/signed-out-page.js'
import { wordsIn } from '../../../pages/words/words-in.js'
import { answerPage } from '../../pages/answer-page.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { nameOf } from '../../pages/who-is.js'

/** `/pages/signed-out`: says so, and to somebody who is signed in, that they are. */
export const signedOut: PageRoute = {
  GET: (deps, visit) => {
    const locale = namedLocale(visit.query['lang']) ?? visit.frame.locale
    const frame = { ...visit.frame, locale, words: wordsIn(locale) }
    const who = visit.state.status === 'signed_out' ? undefined : nameOf(visit.state.user)
    return answerPage(deps, { ...visit, frame }, signedOutPage(frame, { who }))
  },
}
