import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Page } from './document.js'

/** For who was told by mail that a sign-in did not match. */
export const linkPage = (frame: Frame, { returnTo }: { readonly returnTo: string }): Page => {
  const { words } = frame
  return {
    title: words.link.title,
    main: html`<div class="card">
<h1>${words.link.title}</h1>
<p>${words.link.intro}</p>
<p>${words.link.steps}</p>
<p><a class="button main" href="${pageHref(frame, pagePaths.signIn, { returnTo })}">${words.link.signIn}</a></p>
</div>`,
  }
}
