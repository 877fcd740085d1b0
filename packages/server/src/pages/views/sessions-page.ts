import { type ListedSession, pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems } from './form.js'
import { moment } from './moment.js'

export interface SessionsView {
  readonly sessions: readonly ListedSession[]
  readonly done: 'ended' | 'othersEnded' | undefined
  readonly problems: readonly Problem[]
}

export const sessionsPage = (frame: Frame, { sessions, done, problems }: SessionsView): Page => {
  const { words } = frame
  const action = pageHref(frame, pagePaths.sessions)
  return {
    title: words.sessions.title,
    account: 'sessions',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.sessions.title}</h1>
${layOutProblems(frame, problems)}
${layOutDone(done && words.sessions[done])}
<p>${words.sessions.intro}</p>
<ul class="list">${sessions.map((session) => layOutSession(frame, session))}</ul>
<div class="row">
${sessions.length > 1 && layOutForm(frame, { action, hidden: { act: 'others' }, submit: words.sessions.others, look: 'quiet' })}
${layOutForm(frame, { action, hidden: { act: 'everywhere' }, submit: words.sessions.everywhere, look: 'quiet' })}
</div>
</div>`,
  }
}

const layOutSession = (frame: Frame, session: ListedSession): Html => {
  const { words } = frame
  const name = nameOf(frame, session)
  return html`<li>
<div>
<p class="name">${name}${session.current && html` <span class="badge">${words.sessions.thisBrowser}</span>`}</p>
<p class="soft small">${words.sessions.opened}${words.frame.colon} ${moment(frame, session.createdAt)}<br>${words.sessions.lastUsed}${words.frame.colon} ${moment(frame, session.lastUsedAt)}</p>
</div>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.sessions),
  hidden: { act: 'end', session: session.id },
  submit: words.sessions.end,
  submitNamed: words.sessions.endNamed(session.current ? words.sessions.thisBrowser : name),
  look: 'quiet',
})}
</li>`
}

const nameOf = ({ words }: Frame, { browser, system, client, bySupport }: ListedSession): string => {
  if (bySupport) return words.support.name
  if (client !== null) return words.sessions.app(client)
  const shown = browser ?? words.sessions.unknownBrowser
  return system === null ? shown : words.sessions.on(shown, system)
}
