import { type CreatedApiKey, pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, pageHref } from '../frame.js'
import type { Page } from './document.js'

/** A key that was just made, this once: in a field from which keyboards and fingers can copy it without a script. */
export const madeApiKeyPage = (frame: Frame, { key, apiKey }: CreatedApiKey): Page => {
  const { words } = frame
  return {
    title: words.apiKeys.titleMade,
    account: 'apiKeys',
    main: html`<div class="card">
<h1>${words.apiKeys.titleMade}</h1>
<p class="name">${apiKey.name}</p>
<p>${words.apiKeys.made}</p>
<div class="field">
<label for="field-key">${words.apiKeys.key}</label>
<textarea id="field-key" rows="3" readonly autofocus spellcheck="false" autocomplete="off">${key}</textarea>
</div>
<p class="beside"><a href="${pageHref(frame, pagePaths.apiKeys)}">${words.apiKeys.back}</a></p>
</div>`,
  }
}
