import { signUpRequest } from '@latchkey/contract'
import { type SignUpDeps, signUp as signUpFlow } from '../../../flows/sign-up.js'
import { BROWSER_CLIENT } from '../../../model/client.js'
import { acceptMail } from '../../browser/accept-mail.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import type { CookieWriter } from '../../browser/cookies.js'
import { readJson } from '../../read-json.js'

/** `POST /account/sign-up`: the same answer whether the address is somebody's or not. */
export const signUp = async (
  deps: SignUpDeps & { readonly cookies: CookieWriter },
  call: BrowserCall,
): Promise<Response> => {
  const {
    email,
    password,
    name,
    profile = {},
    remember = false,
  } = await readJson(signUpRequest, call.request)
  const { locale, network, userAgent } = call
  const caller = { client: BROWSER_CLIENT, network, userAgent }
  const { cookie } = await signUpFlow(deps, { email, password, name, profile, remember, locale, caller })
  return acceptMail([deps.cookies.set('signUp', cookie)])
}
