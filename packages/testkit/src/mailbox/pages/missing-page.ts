import { html } from 'hono/html'
import type { Markup } from '../../pages/page.js'
import { mailboxPage } from './mailbox-page.js'

/** For a message that made room for others, was cleared, or never was. */
export const missingPage = (): Markup =>
  mailboxPage(
    'Not here',
    html`<h1>This message is not here</h1>
<p>The mailbox keeps the last 500 messages, and only while it runs. <a href="/">All messages</a></p>`,
  )
