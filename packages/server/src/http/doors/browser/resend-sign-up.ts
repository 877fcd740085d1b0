import { type ResendSignUpDeps, resendSignUp as resendSignUpFlow } from '../../../flows/resend-sign-up.js'
import { acceptMail } from '../../browser/accept-mail.js'
import type { BrowserCall } from '../../browser/browser-call.js'

/** `POST /account/sign-up/resend`, for the browser that signed up. */
export const resendSignUp = async (deps: ResendSignUpDeps, call: BrowserCall): Promise<Response> => {
  const { locale, network } = call
  await resendSignUpFlow(deps, { cookie: call.cookies.signUp, locale, network })
  return acceptMail()
}
