import type { AccountUser } from '@latchkey/contract'
import { signedInPage } from '../../pages/views/sign-in-page.js'
import { answerPage } from './answer-page.js'
import { goOn } from './go-to.js'
import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'
import { nameOf } from './who-is.js'

/** For who opens a page to come in and is in already: on to where they wanted to go, or who they are. */
export const showSignedIn = (
  deps: PageDeps,
  visit: Visit,
  user: AccountUser,
): Response | Promise<Response> =>
  visit.returnTo === undefined
    ? answerPage(deps, visit, signedInPage(visit.frame, { who: nameOf(user) }))
    : goOn(deps, visit, visit.setCookies)
