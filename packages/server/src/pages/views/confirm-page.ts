import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { passwordField } from './credential-fields.js'
import type { Page } from './document.js'
import { type Field, layOutDone, layOutForm, layOutProblems } from './form.js'

export interface EnterCodeView {
  readonly returnTo: string | undefined
  readonly resent: boolean
  readonly problems: readonly Problem[]
}

/** For the browser that signed up: the code, and the message once more. */
export const enterCodePage = (frame: Frame, { returnTo, resent, problems }: EnterCodeView): Page => {
  const { words } = frame
  const action = pageHref(frame, pagePaths.confirm, { returnTo })
  return {
    title: words.confirm.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.confirm.title}</h1>
${layOutProblems(frame, problems, ['code'])}
${layOutDone(resent ? words.confirm.resent : undefined)}
<p>${words.confirm.sent}</p>
${layOutForm(frame, { action, fields: [codeField(frame)], submit: words.confirm.submit, problems })}
<hr>
<p>${words.confirm.nothingCame}</p>
${layOutForm(frame, { action, hidden: { act: 'resend' }, submit: words.confirm.resend, look: 'quiet' })}
</div>`,
  }
}

export const codeField = ({ words }: Frame): Field => ({
  name: 'code',
  label: words.fields.code,
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  hint: words.fields.codeHint,
  maxLength: 20,
  last: true,
})

export interface FollowLinkView {
  readonly returnTo: string | undefined
  readonly token: string
  /** Whether the link was opened in another browser than the one that signed up. */
  readonly asksPassword: boolean
  readonly problems: readonly Problem[]
}

/** For who followed the link: programs that look into mail follow links too, and press no button. */
export const followLinkPage = (frame: Frame, view: FollowLinkView): Page => {
  const { words } = frame
  const { token, asksPassword, problems, returnTo } = view
  return {
    title: words.confirm.titleLink,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.confirm.titleLink}</h1>
${layOutProblems(frame, problems, ['password'])}
<p>${asksPassword ? words.confirm.askPassword : words.confirm.askLink}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.confirm, { returnTo }),
  hidden: { token },
  fields: asksPassword ? [passwordField(frame)] : [],
  submit: words.confirm.submitLink,
  problems,
})}
</div>`,
  }
}

/** For a browser in which nobody has signed up. */
export const nothingToConfirmPage = (
  frame: Frame,
  { returnTo, problems }: { readonly returnTo: string | undefined; readonly problems: readonly Problem[] },
): Page => {
  const { words } = frame
  return {
    title: words.confirm.titleNone,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.confirm.titleNone}</h1>
${layOutProblems(frame, problems)}
${problems.length === 0 && html`<p>${words.confirm.none}</p>`}
<p><a class="button main" href="${pageHref(frame, pagePaths.signUp, { returnTo })}">${words.confirm.signUpAgain}</a></p>
<p class="beside"><a href="${pageHref(frame, pagePaths.signIn, { returnTo })}">${words.signIn.title}</a></p>
</div>`,
  }
}
