import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Page } from './document.js'

/** @param view `who`: who is signed in in this browser after all */
export const signedOutPage = (frame: Frame, { who }: { readonly who: string | undefined }): Page => {
  const { words } = frame
  if (who !== undefined)
    return {
      title: words.signIn.titleAlready,
      main: html`<div class="card">
<h1>${words.signIn.titleAlready}</h1>
<p>${words.signIn.already(who)}</p>
<p><a class="button main" href="${pageHref(frame, pagePaths.signOut)}">${words.signOut.submit}</a></p>
<p class="beside"><a href="${frame.site.app}/">${words.frame.backTo(frame.site.brand.name)}</a></p>
</div>`,
    }
  return {
    title: words.endSession.titleDone,
    main: html`<div class="card">
<h1>${words.endSession.titleDone}</h1>
<p>${words.endSession.done}</p>
<p><a class="button main" href="${pageHref(frame, pagePaths.signIn)}">${words.signIn.submit}</a></p>
<p class="beside"><a href="${frame.site.app}/">${words.frame.backTo(frame.site.brand.name)}</a></p>
</div>`,
  }
}
