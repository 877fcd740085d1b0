import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface ConfirmEmailView {
  readonly who: string
  /** Undefined when the link is good for nothing. */
  readonly token: string | undefined
  readonly problems: readonly Problem[]
}

/** For who followed the link to their new address, signed in. */
export const confirmEmailPage = (frame: Frame, { who, token, problems }: ConfirmEmailView): Page => {
  const { words } = frame
  return {
    title: words.confirmEmail.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.confirmEmail.title}</h1>
${layOutProblems(frame, problems)}
${
  token === undefined
    ? html`<p><a class="button main" href="${pageHref(frame, pagePaths.email)}">${words.email.title}</a></p>`
    : html`<p>${words.confirmEmail.ask(who)}</p>
${layOutForm(frame, { action: pageHref(frame, pagePaths.confirmEmail), hidden: { token }, submit: words.confirmEmail.submit })}`
}
</div>`,
  }
}
