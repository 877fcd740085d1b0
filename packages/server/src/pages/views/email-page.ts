import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { codeField } from './confirm-page.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems } from './form.js'

export interface EmailView {
  readonly email: string | null
  readonly typed: string | undefined
  readonly done: boolean
  readonly problems: readonly Problem[]
}

export const emailPage = (frame: Frame, { email, typed, done, problems }: EmailView): Page => {
  const { words } = frame
  return {
    title: words.email.title,
    account: 'email',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.email.title}</h1>
${layOutProblems(frame, problems, ['email'])}
${layOutDone(done ? words.email.done : undefined)}
<p>${email === null ? words.email.currentNone : words.email.current(email)}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.email),
  fields: [
    {
      name: 'email',
      label: words.email.newEmail,
      type: 'email',
      value: typed,
      autocomplete: 'email',
      inputmode: 'email',
      last: true,
    },
  ],
  submit: words.email.submit,
  problems,
})}
</div>`,
  }
}

/** The message to the new address is on its way. */
export const emailSentPage = (
  frame: Frame,
  { problems }: { readonly problems: readonly Problem[] },
): Page => {
  const { words } = frame
  return {
    title: words.email.titleSent,
    account: 'email',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.email.titleSent}</h1>
${layOutProblems(frame, problems, ['code'])}
<p>${words.email.sent}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.email),
  hidden: { act: 'code' },
  fields: [codeField(frame)],
  submit: words.email.submitCode,
  problems,
})}
<p class="beside"><a href="${pageHref(frame, pagePaths.email)}">${words.email.other}</a></p>
</div>`,
  }
}
