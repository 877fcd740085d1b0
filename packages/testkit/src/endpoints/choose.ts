import type { Context, Handler } from 'hono'
import type { AuthorizationRequest } from '../grants/authorization-request.js'
import { isOwnFormPost } from '../http/is-own-form-post.js'
import { type Parameters, readFormOnce } from '../http/parameters.js'
import { redirectToClient } from '../http/redirect-to-client.js'
import { chooseAPerson } from '../pages/choose-a-person.js'
import { refusalPage } from '../pages/refusal-page.js'
import { addNewPerson } from '../people/add-new-person.js'
import type { Person } from '../people/person.js'
import type { Provider } from '../provider.js'

interface Answer {
  readonly pendingSignIn: string
  readonly request: AuthorizationRequest
}

const refuse = (context: Context, sentence: string) => context.html(refusalPage(sentence), 400)

/** Ends the pending sign-in and sends a code for the person who was chosen. */
const grant = (
  context: Context,
  provider: Provider,
  { pendingSignIn, request }: Answer,
  person: Person,
): Response => {
  provider.pendingSignIns.take(pendingSignIn)
  const code = provider.codes.issue({ request, person, grantedAt: provider.now() })
  return redirectToClient(context, provider.issuer, request, { code })
}

const choosePerson = (context: Context, provider: Provider, answer: Answer, sub: string | undefined) => {
  const person = sub === undefined ? undefined : provider.people.find(sub)
  return person === undefined
    ? refuse(context, 'Nobody on the list was chosen.')
    : grant(context, provider, answer, person)
}

const chooseNewPerson = (context: Context, provider: Provider, answer: Answer, form: Parameters) => {
  const typed = {
    name: form.get('name') ?? '',
    email: form.get('email') ?? '',
    emailVerified: form.get('email_verified') === 'yes',
  }
  const outcome = addNewPerson(provider.people, typed)
  if (outcome.kind === 'added') return grant(context, provider, answer, outcome.person)
  const draft = { ...typed, errors: outcome.errors }
  return context.html(chooseAPerson({ ...answer, people: provider.people.all(), draft }), 422)
}

/** Takes the answer of whoever sits in front of the page. */
export const choose =
  (provider: Provider): Handler =>
  async (context) => {
    if (!isOwnFormPost(context.req.raw)) {
      return context.html(refusalPage('The form was sent by another website.'), 403)
    }
    const form = await readFormOnce(context.req.raw)
    const pendingSignIn = form.get('sign_in') ?? ''
    const request = provider.pendingSignIns.read(pendingSignIn)
    if (request === undefined) return refuse(context, 'This page has been answered already, or is too old.')

    const answer = { pendingSignIn, request }
    switch (form.get('decision')) {
      case 'person':
        return choosePerson(context, provider, answer, form.get('person'))
      case 'new-person':
        return chooseNewPerson(context, provider, answer, form)
      case 'cancel':
        provider.pendingSignIns.take(pendingSignIn)
        return redirectToClient(context, provider.issuer, request, {
          error: 'access_denied',
          error_description: 'The person cancelled the sign-in.',
        })
      default:
        return refuse(context, 'The form holds no decision.')
    }
  }
