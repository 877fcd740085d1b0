import { html } from 'hono/html'
import type { Html } from './html.js'
import type { Reference, ReferenceBody, ReferenceParameter, SentReference } from './read-document.js'
import { sayCommand } from './say-command.js'
import { sayType, showSchema } from './show-schema.js'

const CALLERS: Readonly<Record<string, string>> = {
  session: 'the session of a browser',
  client: 'a client',
  accessToken: 'an access token',
  drfToken: 'a token of 40 hex digits',
  djangoSession: 'the cookie of a Django session',
}

/** One operation for people: what is sent, what comes back, and how to try it. */
export const showOperation = (operation: Reference, server: string): Html => {
  const { id, method, path, summary, parameters, request, answers, refusals } = operation
  return html`<article id="${id}">
<h3><span class="method ${method}">${method}</span> <code>${path}</code></h3>
<p>${summary}.</p>
<p class="quiet">Called with ${sayCallers(operation)}. <a href="#${id}">#${id}</a></p>
${parameters.length > 0 && html`<h4>Parameters</h4><ul class="members">${parameters.map(showParameter)}</ul>`}
${request !== undefined && html`<h4>Sent</h4>${showBody(request)}`}
<h4>Answered</h4>
${answers.map(({ status, body }) =>
  body === undefined
    ? html`<p><span class="status">${status}</span> nothing beside the status</p>`
    : html`<div><span class="status">${status}</span> ${showBody(body)}</div>`,
)}
<p class="quiet">Refused with ${refusals.join(', ')}.</p>
<details><summary>On the command line</summary><pre>${sayCommand(operation, operation.server ?? server)}</pre></details>
</article>`
}

const sayCallers = ({ security, isOpen }: Reference): string => {
  const callers = security.map((name) => CALLERS[name] ?? name)
  return [...callers, ...(isOpen ? ['nothing'] : [])].join(' or ')
}

const showParameter = ({ name, in: place, required, description, schema }: ReferenceParameter): Html =>
  html`<li><code>${name}</code> <span class="type">${PLACES[place] ?? place}, ${sayType(schema)}</span>${!required && html` <span class="optional">optional</span>`}<p>${description}</p></li>`

const PLACES: Readonly<Record<string, string>> = {
  path: 'in the address',
  query: 'in the query',
  header: 'a header',
}

const showBody = ({ mediaType, name, schema }: ReferenceBody): Html =>
  html`<span class="quiet"><code>${mediaType}</code> ${name}</span>${showSchema(schema)}`

/** What the server sends by itself, for people. */
export const showWebhooks = (sent: readonly SentReference[]): Html =>
  html`<section><h2>Webhooks</h2><p>Sent as <code>POST</code> to the addresses that operators name, signed (Standard Webhooks).</p>${sent.map(
    ({ type, body }) =>
      html`<article id="webhook-${type}"><h3><code>${type}</code></h3>${body !== undefined && showBody(body)}</article>`,
  )}</section>`
