import { html } from 'hono/html'
import type { AuthorizationRequest } from '../grants/authorization-request.js'
import { endpointPaths } from '../http/endpoint-paths.js'
import { avatarPath } from '../people/avatar-path.js'
import type { Person } from '../people/person.js'
import { type NewPersonDraft, newPersonForm } from './new-person-form.js'
import { type Markup, page } from './page.js'

/** What the page shows. */
export interface Choice {
  readonly pendingSignIn: string
  readonly request: AuthorizationRequest
  readonly people: readonly Person[]
  readonly draft: NewPersonDraft
}

/** `<bdi>` keeps a name written right to left, or one that pretends to be, from rearranging what stands around it. */
const personButton = (person: Person): Markup => html`<li>
<button class="person" name="person" value="${person.sub}">
<img src="${avatarPath(person.sub)}" alt="" width="44" height="44">
<span class="who">
<bdi class="name">${person.name}</bdi>
<bdi class="email">${person.email}</bdi>
${person.emailVerified ? '' : html`<span class="badge">address not verified</span>`}
</span>
</button>
</li>
`

/** The person the application hinted at comes first (OIDC Core §3.1.2.1, `login_hint`). */
const hintedFirst = (people: readonly Person[], hint: string | undefined): Person[] => {
  const isHinted = (person: Person) =>
    person.sub === hint || person.email.toLowerCase() === hint?.toLowerCase()
  return [...people.filter(isHinted), ...people.filter((person) => !isHinted(person))]
}

/** Where somebody chooses who they are. It works without scripts and carries none. */
export const chooseAPerson = ({ pendingSignIn, request, people, draft }: Choice): Markup => {
  const hasErrors = draft.errors.name !== undefined || draft.errors.email !== undefined
  return page(
    hasErrors ? 'Error: choose a person' : 'Choose a person',
    html`<h1>Choose a person</h1>
<p class="lead">to continue to <strong><bdi>${request.clientId}</bdi></strong> at ${new URL(request.redirectUri).host}</p>
<form method="post" action="${endpointPaths.choose}">
<input type="hidden" name="sign_in" value="${pendingSignIn}">
<input type="hidden" name="decision" value="person">
<ul class="people">
${hintedFirst(people, request.loginHint).map(personButton)}</ul>
</form>
${newPersonForm(pendingSignIn, draft)}
<form method="post" action="${endpointPaths.choose}">
<input type="hidden" name="sign_in" value="${pendingSignIn}">
<button class="plain" name="decision" value="cancel">Cancel</button>
</form>`,
  )
}
