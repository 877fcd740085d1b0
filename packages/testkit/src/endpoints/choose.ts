import type { Context, Handler } from 'hono'
import type { AuthorizationRequest } from '../grants/authorization-request.js'
import { isOwnFormPost } from '../http/is-own-form-post.js'
import { type Parameters, readFormOnce } from '../http/parameters.js'
import { sendAnswer } from '../http/send-answer.js'
import { chooseAPerson } from '../pages/choose-a-person.js'
import { refusalPage } from '../pages/refusal-page.js'
import { addNewPerson } from '../people/add-new-person.js'
import type { Twin } from '../twin.js'

interface Answer {
  readonly pendingSignIn: string
  readonly request: AuthorizationRequest
}

/** Ends the pending sign-in and sends a code for the person who was chosen. */
const grantTo = async <P>(context: Context, twin: Twin<P>, { pendingSignIn, request }: Answer, person: P) => {
  twin.pendingSignIns.take(pendingSignIn)
  const grant = { request, person, grantedAt: twin.now() }
  const code = twin.codes.issue(grant)
  if (twin.switches.current().replayedCode) twin.codes.redeem(code, request.clientId)
  const beside = await twin.answerRules.besideCode?.({ grant, code, responseType: request.responseType })
  return sendAnswer(context, twin, request, { code, ...beside })
}

const chooseNewPerson = <P>(context: Context, twin: Twin<P>, answer: Answer, form: Parameters) => {
  const typed = {
    name: form.get('name') ?? '',
    email: form.get('email') ?? '',
    emailVerified: form.get('email_verified') === 'yes',
  }
  const outcome = addNewPerson(twin.people, typed)
  if (outcome.kind === 'added') return grantTo(context, twin, answer, outcome.person)
  return context.html(chooseAPerson({ twin, ...answer, draft: { ...typed, errors: outcome.errors } }), 422)
}

/** Takes the answer of whoever sits in front of the page. */
export const choose =
  <P>(twin: Twin<P>): Handler =>
  async (context) => {
    const refuse = (sentence: string) => context.html(refusalPage(twin.name, sentence), 400)
    if (!isOwnFormPost(context.req.raw)) {
      return context.html(refusalPage(twin.name, 'The form was sent by another website.'), 403)
    }
    const form = await readFormOnce(context.req.raw)
    const pendingSignIn = form.get('sign_in') ?? ''
    const request = twin.pendingSignIns.read(pendingSignIn)
    if (request === undefined) return refuse('This page has been answered already, or is too old.')

    const answer = { pendingSignIn, request }
    switch (form.get('decision')) {
      case 'person': {
        const person = twin.people.find(form.get('person') ?? '')
        return person === undefined
          ? refuse('Nobody on the list was chosen.')
          : grantTo(context, twin, answer, person)
      }
      case 'new-person':
        return chooseNewPerson(context, twin, answer, form)
      case 'cancel':
        twin.pendingSignIns.take(pendingSignIn)
        return sendAnswer(context, twin, request, twin.answerRules.cancelled)
      default:
        return refuse('The form holds no decision.')
    }
  }
