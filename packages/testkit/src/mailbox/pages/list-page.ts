import { html } from 'hono/html'
import type { Markup } from '../../pages/page.js'
import type { ReceivedMessage } from '../received-message.js'
import { mailboxPage } from './mailbox-page.js'
import { timeOf } from './time-of.js'

/** `<bdi>` keeps a subject written right to left from rearranging what stands around it. */
const entry = (message: ReceivedMessage): Markup => html`<li>
<a href="/messages/${message.id}">
<bdi class="subject">${message.subject || 'No subject'}</bdi>
${timeOf(message)}
<bdi class="to">${message.to.join(', ')}</bdi>
</a>
</li>
`

/** @param messages newest first */
export const listPage = (messages: readonly ReceivedMessage[]): Markup =>
  mailboxPage(
    messages.length === 1 ? '1 message' : `${messages.length} messages`,
    html`<h1>Messages</h1>
<p class="lead"><a href="/">Read the list again</a></p>
${
  messages.length === 0
    ? html`<p>None yet. Whatever your server sends shows up here.</p>`
    : html`<ul class="mails">
${messages.map(entry)}</ul>`
}`,
  )
