import { paths } from '@latchkey/contract'
import type { BrowserSettings } from '../../../model/topology.js'
import { answerRedirect } from '../../answer.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { lastPartOf } from '../../last-part-of.js'
import { readForm } from '../../read-form.js'

/**
 * `POST /callback/:provider` with a form (OAuth 2.0 Form Post Response Mode): another site sends it, so no `SameSite=Lax` cookie
 * came along. The browser is sent to the same address by GET, which brings them, and nothing else is done here.
 */
export const receiveForm = async (
  { browser }: { readonly browser: BrowserSettings },
  { request }: BrowserCall,
): Promise<Response> => {
  const parameters = new URLSearchParams(await readForm(request))
  return answerRedirect(`${browser.home}${paths.callback}/${lastPartOf(request)}?${parameters}`)
}
