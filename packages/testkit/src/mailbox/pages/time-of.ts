import { html } from 'hono/html'
import type { Markup } from '../../pages/page.js'
import type { ReceivedMessage } from '../received-message.js'

/** When a message arrived, by the clock on this machine's wall. */
export const timeOf = ({ receivedAt }: ReceivedMessage): Markup =>
  html`<time datetime="${receivedAt}">${new Date(receivedAt).toTimeString().slice(0, 8)}</time>`
