import { html } from 'hono/html'
import type { AuthorizationRequest } from '../grants/authorization-request.js'
import { pathPrefixOf } from '../http/path-prefix-of.js'
import { avatarPath } from '../people/avatar-path.js'
import type { Twin } from '../twin.js'
import { type NewPersonDraft, newPersonForm } from './new-person-form.js'
import { type Markup, page, providerFrame } from './page.js'

/** What the page shows. */
export interface Choice<P> {
  readonly twin: Twin<P>
  readonly pendingSignIn: string
  readonly request: Pick<AuthorizationRequest, 'clientId' | 'redirectUri' | 'loginHint'>
  readonly draft: NewPersonDraft
}

/** `<bdi>` keeps a name written right to left, or one that pretends to be, from rearranging what stands around it. */
const personButton =
  <P>({ people, url }: Twin<P>) =>
  (person: P): Markup => {
    const subject = people.kind.subjectOf(person)
    const { name, detail, badge } = people.kind.cardOf(person)
    return html`<li>
<button class="person" name="person" value="${subject}">
<img src="${pathPrefixOf(url)}${avatarPath(subject)}" alt="" width="44" height="44">
<span class="who">
<bdi class="name">${name}</bdi>
<bdi class="email">${detail}</bdi>
${badge === undefined ? '' : html`<span class="badge">${badge}</span>`}
</span>
</button>
</li>
`
  }

/** The person the application hinted at comes first (OIDC Core §3.1.2.1, `login_hint`). */
const hintedFirst = <P>({ people }: Twin<P>, hint: string | undefined): P[] => {
  const isHinted = (person: P) =>
    hint !== undefined &&
    (people.kind.subjectOf(person) === hint ||
      people.kind.addressOf(person)?.toLowerCase() === hint.toLowerCase())
  const all = people.all()
  return [...all.filter(isHinted), ...all.filter((person) => !isHinted(person))]
}

/** Where somebody chooses who they are. It works without scripts and carries none. */
export const chooseAPerson = <P>({ twin, pendingSignIn, request, draft }: Choice<P>): Markup => {
  const hasErrors = draft.errors.name !== undefined || draft.errors.email !== undefined
  return page(
    hasErrors ? 'Error: choose a person' : 'Choose a person',
    html`<h1>Choose a person</h1>
<p class="lead">who signs in with ${twin.name} to continue to <strong><bdi>${request.clientId}</bdi></strong> at ${new URL(request.redirectUri).host}</p>
<form method="post" action="${twin.choosePath}">
<input type="hidden" name="sign_in" value="${pendingSignIn}">
<input type="hidden" name="decision" value="person">
<ul class="people">
${hintedFirst(twin, request.loginHint).map(personButton(twin))}</ul>
</form>
${newPersonForm({ action: twin.choosePath, pendingSignIn, draft })}
<form method="post" action="${twin.choosePath}">
<input type="hidden" name="sign_in" value="${pendingSignIn}">
<button class="plain" name="decision" value="cancel">Cancel</button>
</form>`,
    providerFrame(twin.name),
  )
}
