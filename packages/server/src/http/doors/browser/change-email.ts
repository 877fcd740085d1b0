import { changeEmailRequest } from '@latchkey/contract'
import { type ChangeEmailDeps, changeEmail as changeEmailFlow } from '../../../flows/change-email.js'
import { acceptMail } from '../../browser/accept-mail.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /account/email/change`: writes to the new address. The same answer whether it is somebody's or not. */
export const changeEmail = async (deps: ChangeEmailDeps, call: BrowserCall): Promise<Response> => {
  const { current, locale, network } = requireSignedIn(call)
  const { email } = await readJson(changeEmailRequest, call.request)
  await changeEmailFlow(deps, { current, email, locale, network })
  return acceptMail()
}
