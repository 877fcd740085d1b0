import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Page } from './document.js'

/** In front of an act for which a sign-in has to be recent. */
export const againPage = (frame: Frame, { returnTo }: { readonly returnTo: string }): Page => {
  const { words } = frame
  return {
    title: words.again.title,
    main: html`<div class="card">
<h1>${words.again.title}</h1>
<p>${words.again.intro}</p>
<p><a class="button main" href="${pageHref(frame, pagePaths.signIn, { returnTo, again: 'true' })}">${words.again.submit}</a></p>
<p class="beside"><a href="${pageHref(frame, pagePaths.account)}">${words.again.cancel}</a></p>
</div>`,
  }
}
