import { html } from 'hono/html'
import type { Markup } from '../../pages/page.js'
import type { ReceivedMessage } from '../received-message.js'
import { splitAtLinks } from '../split-at-links.js'
import { mailboxPage } from './mailbox-page.js'
import { timeOf } from './time-of.js'

const withLinks = (text: string): Markup =>
  html`${splitAtLinks(text).map((piece) =>
    piece.kind === 'link' ? html`<a href="${piece.text}" rel="noreferrer">${piece.text}</a>` : piece.text,
  )}`

/**
 * The HTML part as it came, in a frame without scripts, forms or an origin of its own. A link in it opens beside this page, as
 * in a mail program.
 */
const asHtml = (source: string): Markup => html`<section aria-labelledby="as-html">
<h2 id="as-html">As HTML</h2>
<iframe title="The message as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${inNewTabs(source)}"></iframe>
</section>`

const inNewTabs = (source: string): string => {
  const base = '<base target="_blank">'
  return /<head\b[^>]*>/i.test(source)
    ? source.replace(/<head\b[^>]*>/i, (head) => head + base)
    : base + source
}

/** One message: who gets it, the code, the text with its links, and the HTML part. */
export const messagePage = (message: ReceivedMessage): Markup =>
  mailboxPage(
    message.subject || 'No subject',
    html`<p class="back"><a href="/">All messages</a></p>
<h1><bdi>${message.subject || 'No subject'}</bdi></h1>
<dl class="facts">
<dt>To</dt><dd><bdi>${message.to.join(', ')}</bdi></dd>
<dt>From</dt><dd><bdi>${message.from}</bdi></dd>
<dt>Arrived</dt><dd>${timeOf(message)}</dd>
${message.code === undefined ? '' : html`<dt>Code</dt><dd class="code">${message.code}</dd>`}
</dl>
<section aria-labelledby="as-text">
<h2 id="as-text">As text</h2>
<div class="text">${withLinks(message.text)}</div>
</section>
${message.html === '' ? '' : asHtml(message.html)}`,
  )
