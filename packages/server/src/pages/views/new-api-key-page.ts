import { type ApiKeyList, pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { type Field, layOutForm, layOutProblems, layOutTick } from './form.js'

export interface NewApiKeyView {
  readonly choices: ApiKeyList['choices']
  /** By the names of the fields. */
  readonly typed: Readonly<Record<string, string | undefined>>
  readonly problems: readonly Problem[]
}

/** In front of the name of each scope: a form has one field for each. */
export const SCOPE_FIELD = 'scope.'

/** The form for a key. Nothing is ticked: whoever makes one says what it may do. */
export const newApiKeyPage = (frame: Frame, { choices, typed, problems }: NewApiKeyView): Page => {
  const { words } = frame
  const fields: readonly Field[] = [
    {
      name: 'name',
      label: words.apiKeys.name,
      hint: words.apiKeys.nameHint,
      value: typed['name'],
      autocomplete: 'off',
      maxLength: 60,
    },
    {
      name: 'days',
      label: words.apiKeys.days,
      hint: words.apiKeys.daysHint(choices.mostDays),
      value: typed['days'] ?? String(choices.defaultDays),
      autocomplete: 'off',
      inputmode: 'numeric',
      maxLength: 5,
    },
  ]
  return {
    title: words.apiKeys.titleNew,
    account: 'apiKeys',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.apiKeys.titleNew}</h1>
${layOutProblems(frame, problems, ['name', 'days', ...(choices.scopes.length > 0 ? ['scopes'] : [])])}
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.newApiKey),
  fields,
  more: html`${choices.scopes.length > 0 && layOutScopes(frame, choices.scopes, { typed, problems })}
${choices.audiences.length > 1 && layOutAudiences(frame, choices.audiences, typed)}`,
  submit: words.apiKeys.submit,
  problems,
})}
</div>
<p class="beside"><a href="${pageHref(frame, pagePaths.apiKeys)}">${words.apiKeys.back}</a></p>`,
  }
}

const layOutScopes = (
  { words }: Frame,
  scopes: readonly string[],
  { typed, problems }: Pick<NewApiKeyView, 'typed' | 'problems'>,
): Html => {
  const wrong = problems.find(({ field }) => field === 'scopes')?.sentence
  const described = wrong === undefined ? 'field-scopes-hint' : 'field-scopes-wrong field-scopes-hint'
  return html`<fieldset id="field-scopes" tabindex="-1" aria-describedby="${described}">
<legend>${words.apiKeys.scopes}</legend>
<p class="hint" id="field-scopes-hint">${words.apiKeys.scopesHint}</p>
${wrong !== undefined && html`<p class="wrong" id="field-scopes-wrong">${wrong}</p>`}
${scopes.map((scope) => layOutTick(SCOPE_FIELD + scope, scope, typed[SCOPE_FIELD + scope] === 'true'))}
</fieldset>`
}

const layOutAudiences = (
  { words }: Frame,
  audiences: readonly string[],
  { audience: chosen = audiences[0] }: NewApiKeyView['typed'],
): Html =>
  html`<fieldset>
<legend>${words.apiKeys.audience}</legend>
${audiences.map(
  (audience, index) =>
    html`<div class="tick"><input type="radio" id="field-audience-${index}" name="audience" value="${audience}"${audience === chosen && html` checked`}><label for="field-audience-${index}">${audience}</label></div>`,
)}
</fieldset>`
