import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { addressField, passwordField } from './credential-fields.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems, layOutTick } from './form.js'
import { providerButtons } from './provider-buttons.js'

export interface SignInView {
  readonly returnTo: string | undefined
  /** Whether somebody who is signed in proves once more who they are. */
  readonly again: boolean
  readonly email: string | undefined
  readonly remember: boolean
  readonly done: 'signedOut' | 'passwordReset' | 'deleted' | undefined
  /** Why the session is over that brought somebody here. */
  readonly ended: 'ended' | 'endedElsewhere' | 'endedByPassword' | 'suspended' | 'expired' | undefined
  readonly problems: readonly Problem[]
  /** Whether the code of a sign-up would help. */
  readonly offersCode: boolean
}

/** Providers first, then address and password. */
export const signInPage = (frame: Frame, view: SignInView): Page => {
  const { words } = frame
  const { returnTo, again, problems } = view
  const title = again ? words.signIn.titleAgain : words.signIn.title
  return {
    title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${title}</h1>
${layOutProblems(frame, problems, ['email', 'password'])}
${view.offersCode && html`<p><a href="${pageHref(frame, pagePaths.confirm, { returnTo })}">${words.signIn.enterCode}</a></p>`}
${layOutDone(view.done && words.signIn[view.done])}
${view.ended && html`<div class="notice" role="status"><p>${words.signIn[view.ended]}</p></div>`}
${again && html`<p>${words.signIn.introAgain}</p>`}
${providerButtons(frame, pagePaths.signIn, { ...view, again: again ? 'true' : undefined })}
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.signIn, { returnTo, again: again ? 'true' : undefined }),
  fields: [addressField(frame, view.email), passwordField(frame)],
  more: layOutTick('remember', words.fields.remember, view.remember),
  submit: words.signIn.submit,
  problems,
})}
<p class="beside"><a href="${pageHref(frame, pagePaths.forgot, { returnTo })}">${words.signIn.forgot}</a></p>
${
  !again &&
  html`<p class="beside">${words.signIn.noAccount} <a href="${pageHref(frame, pagePaths.signUp, { returnTo })}">${words.signIn.signUp}</a></p>`
}
</div>`,
  }
}

/** For who is signed in already and opens the page without wanting to go anywhere. */
export const signedInPage = (frame: Frame, view: { readonly who: string }): Page => {
  const { site, words } = frame
  return {
    title: words.signIn.titleAlready,
    main: html`<div class="card">
<h1>${words.signIn.titleAlready}</h1>
<p>${words.signIn.already(view.who)}</p>
<p><a class="button main" href="${site.app}/">${words.frame.backTo(site.brand.name)}</a></p>
<p class="beside"><a href="${pageHref(frame, pagePaths.account)}">${words.signIn.toAccount}</a></p>
<p class="beside"><a href="${pageHref(frame, pagePaths.signOut)}">${words.signOut.title}</a></p>
</div>`,
  }
}
