import { html } from 'hono/html'
import type { Frame, Html } from '../frame.js'
import type { Problem } from '../refusal.js'

/** One line of a form. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password'
  readonly value?: string | undefined
  /** WHATWG HTML §4.10.18.7: by which browsers and password managers know what belongs there. */
  readonly autocomplete: string
  readonly inputmode?: 'numeric' | 'email'
  readonly hint?: string | undefined
  readonly optional?: boolean
  /** Shown, and read by password managers, but not to be changed. */
  readonly fixed?: boolean
  readonly maxLength?: number | undefined
  /** Says `done` on the key of a keyboard on glass that sends the form. */
  readonly last?: boolean
}

/** A form of a page: it goes to an address of ours, with the proof that the page was ours. */
export interface Form {
  readonly action: string
  /** What goes along unseen. */
  readonly hidden?: Readonly<Record<string, string | undefined>>
  readonly fields?: readonly Field[]
  /** Between the fields and the button. */
  readonly more?: Html
  readonly submit: string
  /** What the button is called for who does not see what stands around it. */
  readonly submitNamed?: string
  readonly look?: 'main' | 'quiet' | 'danger'
  readonly problems?: readonly Problem[]
}

export const layOutForm = (frame: Frame, form: Form): Html => {
  const { fields = [], problems = [], look = 'main', hidden = {} } = form
  const unseen = Object.entries({ csrf: frame.csrfToken, ...hidden }).map(
    ([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const label = form.submitNamed !== undefined && html` aria-label="${form.submitNamed}"`
  return html`<form method="post" action="${form.action}">
${unseen}
${fields.map((field) => layOutField(frame, field, problems))}
${form.more}
<button type="submit" class="button ${look}"${label}>${form.submit}</button>
</form>`
}

/** The id of a field, by its name: `profile.company` is a name, and would be a class in a selector. */
const idOf = (name: string): string => `field-${name.replaceAll('.', '-')}`

const layOutField = ({ words }: Frame, field: Field, problems: readonly Problem[]): Html => {
  const id = idOf(field.name)
  const wrong = problems.find((problem) => problem.field === field.name)?.sentence
  const described = [
    ...(wrong === undefined ? [] : [`${id}-wrong`]),
    ...(field.hint === undefined ? [] : [`${id}-hint`]),
  ].join(' ')
  const { type = 'text', inputmode, maxLength, optional = false, fixed = false, last = false } = field
  return html`<div class="field">
<label for="${id}">${field.label}${optional && html` <span class="soft">(${words.frame.optional})</span>`}</label>
${field.hint !== undefined && html`<p class="hint" id="${id}-hint">${field.hint}</p>`}
${wrong !== undefined && html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}
<input id="${id}" name="${field.name}" type="${type}" autocomplete="${field.autocomplete}" enterkeyhint="${last ? 'go' : 'next'}"${[
    type === 'password' ? false : html` value="${field.value ?? ''}"`,
    type !== 'text' && html` autocapitalize="none" spellcheck="false"`,
    inputmode !== undefined && html` inputmode="${inputmode}"`,
    maxLength !== undefined && html` maxlength="${maxLength}"`,
    !optional && !fixed && html` required`,
    fixed && html` readonly`,
    wrong !== undefined && html` aria-invalid="true"`,
    described !== '' && html` aria-describedby="${described}"`,
  ]}>
</div>`
}

/** A box to tick. */
export const layOutTick = (name: string, label: string, ticked: boolean): Html =>
  html`<div class="tick"><input type="checkbox" id="${idOf(name)}" name="${name}" value="true"${ticked && html` checked`}><label for="${idOf(name)}">${label}</label></div>`

/**
 * What is wrong, at the top and focused, so that it is heard first; each with a link to its field.
 *
 * @param names the fields of the page
 */
export const layOutProblems = (
  { words }: Frame,
  problems: readonly Problem[],
  names: readonly string[] = [],
): Html | false => {
  if (problems.length === 0) return false
  const items = problems.map(({ field, sentence }) =>
    field !== undefined && names.includes(field)
      ? html`<li><a href="#${idOf(field)}">${sentence}</a></li>`
      : html`<li>${sentence}</li>`,
  )
  return html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
<p>${words.frame.errorSummary}</p>
<ul>${items}</ul>
</div>`
}

/** What went well, at the top and focused. */
export const layOutDone = (sentence: string | undefined): Html | false =>
  sentence !== undefined &&
  html`<div class="notice good" role="status" tabindex="-1" autofocus><p>${sentence}</p></div>`
