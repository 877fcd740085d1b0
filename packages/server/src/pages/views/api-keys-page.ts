import { type ApiKey, pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems } from './form.js'
import { moment } from './moment.js'

export interface ApiKeysView {
  readonly apiKeys: readonly ApiKey[]
  readonly done: 'ended' | 'allEnded' | undefined
  readonly problems: readonly Problem[]
}

/** The API keys of somebody; never the keys themselves. */
export const apiKeysPage = (frame: Frame, { apiKeys, done, problems }: ApiKeysView): Page => {
  const { words } = frame
  return {
    title: words.apiKeys.title,
    account: 'apiKeys',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.apiKeys.title}</h1>
${layOutProblems(frame, problems)}
${layOutDone(done && words.apiKeys[done])}
<p>${words.apiKeys.intro}</p>
<p>${words.apiKeys.stay}</p>
${
  apiKeys.length === 0
    ? html`<p class="soft">${words.apiKeys.none}</p>`
    : html`<ul class="list">${apiKeys.map((key) => layOutKey(frame, key))}</ul>`
}
<div class="row">
<a class="button main" href="${pageHref(frame, pagePaths.newApiKey)}">${words.apiKeys.make}</a>
${
  apiKeys.length > 1 &&
  layOutForm(frame, {
    action: pageHref(frame, pagePaths.apiKeys),
    hidden: { act: 'all' },
    submit: words.apiKeys.endAll,
    look: 'quiet',
  })
}
</div>
</div>`,
  }
}

const layOutKey = (frame: Frame, key: ApiKey): Html => {
  const { words } = frame
  const fact = (label: string, value: Html | string): Html => html`${label}${words.frame.colon} ${value}`
  const lastUse = key.lastUsedAt === null ? words.apiKeys.never : moment(frame, key.lastUsedAt)
  return html`<li>
<div>
<p class="name">${key.name} <span class="soft small">${words.apiKeys.endsIn(key.hint)}</span></p>
<p class="small"><code>${key.scopes.join(' ')}</code></p>
<p class="soft small">${fact(words.apiKeys.opened, moment(frame, key.createdAt))}<br>${fact(words.apiKeys.lastUsed, lastUse)}<br>${fact(words.apiKeys.expires, moment(frame, key.expiresAt))}</p>
</div>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.apiKeys),
  hidden: { act: 'end', key: key.id },
  submit: words.apiKeys.end,
  submitNamed: words.apiKeys.endNamed(key.name),
  look: 'quiet',
})}
</li>`
}
