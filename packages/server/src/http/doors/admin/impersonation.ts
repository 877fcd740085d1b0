import type { Impersonation } from '@latchkey/contract'
import { type ImpersonateUserDeps, impersonateUser } from '../../../flows/admin/impersonate-user.js'
import { sessionCsrfToken } from '../../../flows/steps/csrf-token.js'
import { toMoment } from '../../../model/time.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readReason } from '../../admin/read-reason.js'
import { answerText } from '../../answer.js'
import type { BrowserDoorDeps } from '../../browser/browser-call.js'
import { readReturnTo } from '../../browser/read-page-address.js'

export type ImpersonationDeps = ImpersonateUserDeps & Pick<BrowserDoorDeps, 'browser' | 'cookies'>

/** `POST /admin/api/users/:id/impersonate`: this browser is signed in as that user from now on, and knows the way back. */
export const impersonate = async (deps: ImpersonationDeps, call: OperatorCall): Promise<Response> => {
  const { session, cookie, operatorCookie } = await impersonateUser(deps, call.operator, {
    id: call.part('id'),
    reason: await readReason(call),
    locale: call.locale,
    browser: { cookie: call.sessionCookie, userAgent: call.operator.caller.userAgent },
  })
  const answer: Impersonation = {
    session: session.id,
    expiresAt: toMoment(session.expiresAt),
    goTo: readReturnTo(deps.browser, undefined),
  }
  return answerText(JSON.stringify(answer), [
    deps.cookies.set('operator', operatorCookie),
    deps.cookies.set('session', cookie),
    deps.cookies.set('csrf', sessionCsrfToken(deps.secrets, session.cookieHash ?? '')),
  ])
}
