import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { addressField } from './credential-fields.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface ForgotView {
  readonly returnTo: string | undefined
  readonly email: string | undefined
  readonly problems: readonly Problem[]
}

export const forgotPage = (frame: Frame, { returnTo, email, problems }: ForgotView): Page => {
  const { words } = frame
  return {
    title: words.forgot.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.forgot.title}</h1>
${layOutProblems(frame, problems, ['email'])}
<p>${words.forgot.intro}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.forgot, { returnTo }),
  fields: [addressField(frame, email, true)],
  submit: words.forgot.submit,
  problems,
})}
<p class="beside"><a href="${pageHref(frame, pagePaths.signIn, { returnTo })}">${words.forgot.backToSignIn}</a></p>
</div>`,
  }
}

/** The same whether there is an account or not. */
export const linkSentPage = (frame: Frame, { returnTo }: Pick<ForgotView, 'returnTo'>): Page => {
  const { words } = frame
  return {
    title: words.forgot.titleSent,
    main: html`<div class="card">
<h1>${words.forgot.titleSent}</h1>
<p>${words.forgot.sent}</p>
<p class="beside"><a href="${pageHref(frame, pagePaths.signIn, { returnTo })}">${words.forgot.backToSignIn}</a></p>
</div>`,
  }
}
