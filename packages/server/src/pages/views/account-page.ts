import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems } from './form.js'
import { nameField, profileFieldsOf } from './profile-fields.js'

export interface AccountPageView {
  readonly who: string
  /** By the name of the field. */
  readonly values: Readonly<Record<string, string | undefined>>
  readonly saved: boolean
  readonly problems: readonly Problem[]
}

export const accountPage = (frame: Frame, { who, values, saved, problems }: AccountPageView): Page => {
  const { words } = frame
  const fields = [nameField(frame, values['name']), ...profileFieldsOf(frame, values)]
  return {
    title: words.account.title,
    account: 'account',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.account.title}</h1>
${layOutProblems(
  frame,
  problems,
  fields.map(({ name }) => name),
)}
${layOutDone(saved ? words.account.saved : undefined)}
<p>${words.signIn.already(who)}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.account),
  fields,
  submit: words.account.save,
  problems,
})}
</div>
<section class="card" aria-labelledby="data">
<h2 id="data">${words.account.export}</h2>
<p>${words.account.exportIntro}</p>
<p><a class="button quiet" href="${pageHref(frame, pagePaths.export)}">${words.account.exportLink}</a></p>
</section>
<section class="card" aria-labelledby="leave">
<h2 id="leave">${words.signOut.title}</h2>
${layOutForm(frame, { action: pageHref(frame, pagePaths.signOut), submit: words.account.signOut, look: 'quiet' })}
</section>`,
  }
}
