import { html } from 'hono/html'
import { type Markup, page } from './page.js'

/** Tells the person why a sign-in cannot go on, where there is no address to send them back to. */
export const refusalPage = (sentence: string): Markup =>
  page(
    'This sign-in cannot go on',
    html`<h1>This sign-in cannot go on</h1>
<p>${sentence}</p>
<p>Go back to the application and start again.</p>`,
  )
