import { html } from 'hono/html'
import { type Markup, page, providerFrame } from './page.js'

/**
 * Carries an answer back as a form post (OAuth 2.0 Form Post Response Mode §2). The real providers send the form by
 * a script; here somebody presses the button.
 *
 * @param name whose twin it is
 */
export const continuePage = (name: string, redirectUri: string, parameters: URLSearchParams): Markup =>
  page(
    'Continue',
    html`<h1>Back to the application</h1>
<p class="lead">The answer goes to <strong>${new URL(redirectUri).host}</strong> as a form.</p>
<form method="post" action="${redirectUri}">
${[...parameters].map(
  ([parameter, value]) => html`<input type="hidden" name="${parameter}" value="${value}">
`,
)}<button class="primary" autofocus>Continue</button>
</form>`,
    providerFrame(name),
  )
