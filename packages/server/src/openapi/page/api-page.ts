import { html, raw } from 'hono/html'
import type { ApiDocument } from '../describe-api.js'
import type { Html } from './html.js'
import { namesOf, readReference, readWebhooks } from './read-document.js'
import { showOperation, showWebhooks } from './show-operation.js'

/**
 * The document of the API → a page for people. It loads nothing and runs nothing.
 *
 * @param style the style sheet, which stands in the page
 */
export const apiPage = (document: ApiDocument, style: string): Html => {
  const { info, servers, tags } = document
  const [server] = servers
  const sent = readWebhooks(document)
  const groups = tags.map((tag) => ({ ...tag, operations: readReference(document, tag.name) }))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>API of ${server?.url ?? info.title}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<nav aria-label="Operations">
<p class="brand">${info.title} API</p>
${groups.map(
  ({ name, operations }) =>
    html`<h2>${name}</h2><ul>${operations.map(
      ({ id, method, path }) =>
        html`<li><a href="#${id}"><span class="method ${method}">${method}</span> ${path}</a></li>`,
    )}</ul>`,
)}
</nav>
<main id="main">
<h1>${info.title} API</h1>
<p>${info.description} Addresses are below <code>${server?.url}</code>.
For programs: <a href="openapi.json">openapi.json</a>.</p>
${howToCall(document)}
${groups.map(
  ({ name, description, operations }) =>
    html`<section><h2>${name}</h2><p>${description}</p>${operations.map((operation) => showOperation(operation, server?.url ?? ''))}</section>`,
)}
${sent.length > 0 && showWebhooks(sent)}
</main>
</body>
</html>
`
}

const howToCall = (document: ApiDocument): Html => {
  const ways = namesOf(document.components.securitySchemes)
  return html`<section><h2>Who calls</h2><dl>
${ways.includes('session') && html`<dt>The session of a browser</dt><dd>The cookie <code>${String(document.components.securitySchemes['session']?.['name'])}</code> goes along by itself. What changes something also has the header <code>x-xsrf-token</code>: the <code>csrfToken</code> of <code>GET /session</code>.</dd>`}
<dt>A client</dt><dd>Its id and secret by HTTP Basic, or as <code>client_id</code> and <code>client_secret</code> among the parameters.</dd>
<dt>An access token</dt><dd><code>Authorization: Bearer …</code></dd>
</dl>
<p>Refusals are JSON with a <code>reason</code> out of a closed list, a sentence for people, and a <code>trace_id</code> that finds the line in the log.</p></section>`
}
