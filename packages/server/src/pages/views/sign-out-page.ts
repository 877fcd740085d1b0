import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface SignOutView {
  readonly who: string
  readonly returnTo: string | undefined
  readonly problems: readonly Problem[]
}

/** Asks first: a link alone signs nobody out. */
export const signOutPage = (frame: Frame, { who, returnTo, problems }: SignOutView): Page => {
  const { words } = frame
  return {
    title: words.signOut.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.signOut.title}</h1>
${layOutProblems(frame, problems)}
<p>${words.signOut.question(who)}</p>
${layOutForm(frame, { action: pageHref(frame, pagePaths.signOut, { returnTo }), submit: words.signOut.submit })}
</div>`,
  }
}
