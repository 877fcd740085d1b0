import { html } from 'hono/html'
import { type Frame, type Markup, page } from '../../pages/page.js'

const frame: Frame = {
  name: 'Latchkey development mailbox',
  notice: html`<strong>Development mailbox:</strong> nothing leaves this machine.`,
  layout: 'wide',
}

/** The frame of every page of the mailbox. */
export const mailboxPage = (title: string, content: Markup): Markup => page(title, content, frame)
