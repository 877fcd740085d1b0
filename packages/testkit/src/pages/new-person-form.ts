import { html } from 'hono/html'
import type { NewPersonErrors } from '../people/add-new-person.js'
import type { Markup } from './page.js'

/** What stands in the form: as typed, with a sentence beside each field that could not be accepted. */
export interface NewPersonDraft {
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  readonly errors: NewPersonErrors
}

/** Where the form is sent, for which sign-in, and what stands in it. */
export interface NewPersonFormParts {
  readonly action: string
  readonly pendingSignIn: string
  readonly draft: NewPersonDraft
}

interface TextField {
  readonly name: 'name' | 'email'
  readonly label: string
  readonly type: 'text' | 'email'
  readonly value: string
  readonly error: string | undefined
  readonly focus: boolean
}

const textField = ({ name, label, type, value, error, focus }: TextField): Markup => html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${value}" required autocomplete="off"${focus ? html` autofocus` : ''}${
  error === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-error"`
}>
${error === undefined ? '' : html`<p class="error" id="${name}-error">${error}</p>`}
</div>`

/** The form is checked here and not by the browser, so that every fault reads alike and is announced alike. */
export const newPersonForm = ({ action, pendingSignIn, draft }: NewPersonFormParts): Markup => {
  const { name, email, emailVerified, errors } = draft
  return html`<section aria-labelledby="new-person">
<h2 id="new-person">Somebody new</h2>
<form method="post" action="${action}" novalidate>
<input type="hidden" name="sign_in" value="${pendingSignIn}">
<input type="hidden" name="decision" value="new-person">
${textField({ name: 'name', label: 'Name', type: 'text', value: name, error: errors.name, focus: errors.name !== undefined })}
${textField({
  name: 'email',
  label: 'Email address',
  type: 'email',
  value: email,
  error: errors.email,
  focus: errors.name === undefined && errors.email !== undefined,
})}
<div class="check">
<input id="email_verified" name="email_verified" type="checkbox" value="yes"${emailVerified ? html` checked` : ''}>
<label for="email_verified">The address is verified</label>
</div>
<button class="primary">Sign in as this person</button>
</form>
</section>`
}
