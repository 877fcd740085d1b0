import type { Context, Handler } from 'hono'
import { newPendingSignIn } from '../grants/handles.js'
import {
  addressNotRegistered,
  type ReturnAddress,
  readAuthorizationRequest,
} from '../grants/read-authorization-request.js'
import { type Parameters, readForm, readParameters } from '../http/parameters.js'
import { sendAnswer } from '../http/send-answer.js'
import { chooseAPerson } from '../pages/choose-a-person.js'
import { refusalPage } from '../pages/refusal-page.js'
import type { Twin } from '../twin.js'

/** OIDC Core §3.1.2.1: a request may come as a query or as a form. */
const readRequest = async ({ req }: Context): Promise<Parameters> =>
  req.method === 'POST' ? readForm(req.raw) : readParameters(new URL(req.url).searchParams)

/** As the provider answers where an address is not registered: most keep the person on a page of theirs. */
const refuseRedirectUri = <P>(
  context: Context,
  twin: Twin<P>,
  returnTo: ReturnAddress,
): Response | Promise<Response> => {
  const { redirectUriNotRegistered } = twin.answerRules
  return redirectUriNotRegistered === undefined
    ? context.html(refusalPage(twin.name, addressNotRegistered), 400)
    : sendAnswer(context, twin, returnTo, redirectUriNotRegistered)
}

/** Checks a sign-in request and asks who is there. */
export const authorize =
  <P>(twin: Twin<P>): Handler =>
  async (context) => {
    const { clients, people, pendingSignIns, requestRules, answerRules, switches } = twin
    const outcome = readAuthorizationRequest(await readRequest(context), clients, requestRules)
    switch (outcome.kind) {
      case 'untrusted':
        return context.html(refusalPage(twin.name, outcome.sentence), 400)
      case 'refused': {
        const { error, description } = outcome.fault
        return sendAnswer(context, twin, outcome.returnTo, { error, error_description: description })
      }
      case 'accepted': {
        const { request } = outcome
        const { redirectUriNotRegistered, deny } = switches.current()
        if (redirectUriNotRegistered) return refuseRedirectUri(context, twin, request)
        if (deny) return sendAnswer(context, twin, request, answerRules.cancelled)
        const pendingSignIn = newPendingSignIn()
        pendingSignIns.put(pendingSignIn, request)
        const isNewAddress = request.loginHint?.includes('@') && !people.findByAddress(request.loginHint)
        const email = (isNewAddress && request.loginHint) || ''
        const draft = { name: '', email, emailVerified: true, errors: {} }
        return context.html(chooseAPerson({ twin, pendingSignIn, request, draft }))
      }
    }
  }
