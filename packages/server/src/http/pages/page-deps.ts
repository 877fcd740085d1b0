import type { EndHintedSessionDeps } from '../../flows/end-hinted-session.js'
import type { FindResetOwnerDeps } from '../../flows/find-reset-owner.js'
import type { IsSignUpLinkDeps } from '../../flows/is-sign-up-link.js'
import type { JudgeLogoutDeps } from '../../flows/judge-logout.js'
import type { Site } from '../../pages/frame.js'
import type { BrowserRoutesDeps } from '../browser-routes.js'

/** What hosted pages stand on: the endpoints of the browser door, and how the pages look. */
export type PageDeps = BrowserRoutesDeps &
  FindResetOwnerDeps &
  IsSignUpLinkDeps &
  JudgeLogoutDeps &
  EndHintedSessionDeps & { readonly site: Site }
