import { CSRF_HEADER, paths, type SessionState } from '@latchkey/contract'
import { openBrowser } from './browser.js'
import type { LatchkeyServer } from './latchkey-server.js'

/** What somebody signs up with. */
export interface Account {
  readonly email: string
  readonly password: string
  readonly name: string
}

/** Makes an account as a person does: on a page of Latchkey's browser door, with the code from the message. */
export const signUp = async (
  { issuer, mailbox }: LatchkeyServer,
  { email, password, name }: Account,
): Promise<void> => {
  const browser = openBrowser(issuer, (request) => fetch(request))
  const { csrfToken } = (await (await browser.get(paths.session)).json()) as SessionState
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', origin: issuer, [CSRF_HEADER]: csrfToken }
    const response = await browser.send(path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`)
  }
  await post(paths.signUp, { email, password, name })
  const { code } = await mailbox.waitFor({ to: email })
  await post(paths.confirmSignUp, { code })
}
