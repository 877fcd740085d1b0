import { html } from 'hono/html'
import { type Markup, page, providerFrame } from './page.js'

/**
 * Tells the person why a sign-in cannot go on, where there is no address to send them back to.
 *
 * @param name whose twin it is
 */
export const refusalPage = (name: string, sentence: string): Markup =>
  page(
    'This sign-in cannot go on',
    html`<h1>This sign-in cannot go on</h1>
<p>${sentence}</p>
<p>Go back to the application and start again.</p>`,
    providerFrame(name),
  )
