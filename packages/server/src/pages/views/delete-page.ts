import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface DeleteView {
  readonly who: string
  /** What has to be typed. */
  readonly expected: string
  readonly problems: readonly Problem[]
}

export const deletePage = (frame: Frame, { who, expected, problems }: DeleteView): Page => {
  const { words } = frame
  return {
    title: words.delete.title,
    account: 'delete',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.delete.title}</h1>
${layOutProblems(frame, problems, ['confirmation'])}
<p>${words.signIn.already(who)}</p>
<p>${words.delete.intro}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.delete),
  fields: [{ name: 'confirmation', label: words.delete.type(expected), autocomplete: 'off', last: true }],
  submit: words.delete.submit,
  look: 'danger',
  problems,
})}
</div>`,
  }
}
