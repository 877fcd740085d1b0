import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutForm, layOutProblems } from './form.js'

export interface EndSessionView {
  /** Who is signed in in this browser; undefined when nobody is. */
  readonly who: string | undefined
  /** The application that asks, if it said which it is. */
  readonly client: string | undefined
  readonly wish: string
  readonly problems: readonly Problem[]
}

/** Somebody else may have sent the browser here: so it asks, and says who asks. */
export const endSessionPage = (frame: Frame, { who, client, wish, problems }: EndSessionView): Page => {
  const { words } = frame
  return {
    title: words.endSession.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.endSession.title}</h1>
${layOutProblems(frame, problems)}
${client !== undefined && html`<p>${words.endSession.asked(client)}</p>`}
<p>${who === undefined ? words.endSession.question : words.signOut.question(who)}</p>
${layOutForm(frame, { action: pageHref(frame, pagePaths.endSession), hidden: { wish }, submit: words.endSession.submit })}
<p class="beside"><a href="${frame.site.app}/">${words.endSession.stay}</a></p>
</div>`,
  }
}
