import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import type { Page } from './document.js'

export interface ErrorView {
  readonly problems: readonly Problem[]
  readonly isMissing: boolean
  /** By which the log line is found. */
  readonly reference: string | undefined
}

export const errorPage = (frame: Frame, { problems, isMissing, reference }: ErrorView): Page => {
  const { words } = frame
  const title = isMissing ? words.error.titleNotFound : words.error.title
  return {
    title,
    main: html`<div class="card">
<h1>${title}</h1>
${problems.map(({ sentence }) => html`<p>${sentence}</p>`)}
${reference !== undefined && html`<p class="soft small">${words.error.reference}${words.frame.colon} <code>${reference}</code></p>`}
<p><a class="button main" href="${pageHref(frame, pagePaths.signIn)}">${words.error.toSignIn}</a></p>
<p class="beside"><a href="${frame.site.app}/">${words.frame.backTo(frame.site.brand.name)}</a></p>
</div>`,
  }
}
