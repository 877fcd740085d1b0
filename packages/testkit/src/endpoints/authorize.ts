import type { Context, Handler } from 'hono'
import { newPendingSignIn } from '../grants/handles.js'
import { readAuthorizationRequest } from '../grants/read-authorization-request.js'
import { type Parameters, readForm, readParameters } from '../http/parameters.js'
import { redirectToClient } from '../http/redirect-to-client.js'
import { chooseAPerson } from '../pages/choose-a-person.js'
import { refusalPage } from '../pages/refusal-page.js'
import type { Provider } from '../provider.js'

/** OIDC Core §3.1.2.1: a request may come as a query or as a form. */
const readRequest = async ({ req }: Context): Promise<Parameters> =>
  req.method === 'POST' ? readForm(req.raw) : readParameters(new URL(req.url).searchParams)

/** Checks a sign-in request and asks who is there. */
export const authorize =
  ({ issuer, clients, people, pendingSignIns }: Provider): Handler =>
  async (context) => {
    const outcome = readAuthorizationRequest(await readRequest(context), clients)
    switch (outcome.kind) {
      case 'untrusted':
        return context.html(refusalPage(outcome.sentence), 400)
      case 'refused': {
        const { error, description } = outcome.fault
        return redirectToClient(context, issuer, outcome.returnTo, { error, error_description: description })
      }
      case 'accepted': {
        const { request } = outcome
        const pendingSignIn = newPendingSignIn()
        pendingSignIns.put(pendingSignIn, request)
        const isNewAddress = request.loginHint?.includes('@') && !people.findByAddress(request.loginHint)
        const email = (isNewAddress && request.loginHint) || ''
        const draft = { name: '', email, emailVerified: true, errors: {} }
        return context.html(chooseAPerson({ pendingSignIn, request, people: people.all(), draft }))
      }
    }
  }
