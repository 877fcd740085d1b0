import { type LinkedIdentity, pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'
import { layOutDone, layOutForm, layOutProblems } from './form.js'
import { moment } from './moment.js'

export interface IdentitiesView {
  readonly identities: readonly LinkedIdentity[]
  readonly done: 'linkedNow' | 'unlinked' | undefined
  readonly problems: readonly Problem[]
}

export const identitiesPage = (frame: Frame, { identities, done, problems }: IdentitiesView): Page => {
  const { site, words } = frame
  const linked = new Set(identities.map(({ provider }) => provider))
  const available = site.providers.filter(({ id }) => !linked.has(id))
  return {
    title: words.identities.title,
    account: 'identities',
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.identities.title}</h1>
${layOutProblems(frame, problems)}
${layOutDone(done && words.identities[done])}
<p>${words.identities.intro}</p>
<h2>${words.identities.linked}</h2>
${
  identities.length === 0
    ? html`<p class="soft">${words.identities.none}</p>`
    : html`<ul class="list">${identities.map((identity) => layOutIdentity(frame, identity))}</ul>`
}
${
  available.length > 0 &&
  html`<h2>${words.identities.available}</h2>
<ul class="providers">${available.map(
    ({ id, name }) =>
      html`<li>${layOutForm(frame, {
        action: pageHref(frame, pagePaths.identities),
        hidden: { act: 'link', provider: id },
        submit: words.identities.link(name),
        look: 'quiet',
      })}</li>`,
  )}</ul>`
}
</div>`,
  }
}

const layOutIdentity = (frame: Frame, identity: LinkedIdentity): Html => {
  const { site, words } = frame
  const { id, provider, providerName, email, name, lastUsedAt } = identity
  const isKnown = site.knownProviders.includes(provider)
  const account = email ?? name ?? providerName
  return html`<li>
<div>
<p class="name">${providerName}</p>
<p class="soft small">${account}<br>${words.identities.lastUsed}${words.frame.colon} ${moment(frame, lastUsedAt)}</p>
${!isKnown && html`<p class="soft small">${words.identities.switchedOff}</p>`}
</div>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.identities),
  hidden: { act: 'unlink', identity: id },
  submit: words.identities.unlink,
  submitNamed: words.identities.unlinkNamed(providerName, account),
  look: 'quiet',
})}
</li>`
}

/** On the way to a provider, after a form: policies of pages hold for redirects after forms, and name no provider. */
export const leavingPage = (
  frame: Frame,
  { provider, url }: { readonly provider: string; readonly url: string },
): Page => {
  const { words } = frame
  return {
    title: words.identities.titleLeaving,
    goOnTo: url,
    main: html`<div class="card">
<h1>${words.identities.titleLeaving}</h1>
<p>${words.identities.leaving(provider)}</p>
<p><a class="button main" href="${url}">${words.identities.leave(provider)}</a></p>
</div>`,
  }
}
