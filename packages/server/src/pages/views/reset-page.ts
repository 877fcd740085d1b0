import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { newPasswordField, usernameField } from './credential-fields.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface ResetView {
  readonly token: string
  /** Whose password it is. */
  readonly email: string
  readonly problems: readonly Problem[]
}

export const resetPage = (frame: Frame, { token, email, problems }: ResetView): Page => {
  const { words } = frame
  return {
    title: words.reset.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.reset.title}</h1>
${layOutProblems(frame, problems, ['password'])}
<p>${words.reset.intro}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.reset),
  hidden: { token },
  fields: [usernameField(frame, email), newPasswordField(frame, 'password', words.fields.newPassword)],
  submit: words.reset.submit,
  problems,
})}
</div>`,
  }
}

/** Without a link, or with one that is good for nothing any more. */
export const resetNeedsLinkPage = (
  frame: Frame,
  { problems }: { readonly problems: readonly Problem[] },
): Page => {
  const { words } = frame
  return {
    title: words.reset.titleNone,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.reset.titleNone}</h1>
${layOutProblems(frame, problems)}
<p>${words.reset.none}</p>
<p><a class="button main" href="${pageHref(frame, pagePaths.forgot)}">${words.reset.askAgain}</a></p>
</div>`,
  }
}
