import { html } from 'hono/html'
import type { SwitchName } from '../misbehaviour/switches.js'
import { type Markup, page } from '../pages/page.js'
import type { MountedTwin } from '../twins/running-twin.js'
import type { MountedTwins, ShownTwin } from './mounted-twins.js'
import { switchLabels } from './switch-labels.js'

const switchesThatAreOn = ({ twin }: MountedTwin<unknown>): readonly SwitchName[] =>
  twin.switches.names.filter((name) => Boolean(twin.switches.current()[name]))

const stateOf = (mounted: MountedTwin<unknown>): string => {
  const on = switchesThatAreOn(mounted)
  return on.length === 0 ? 'Behaves.' : `Misbehaves: ${on.join(', ')}.`
}

const slowField = (id: string, milliseconds: number): Markup => html`<div class="field">
<label for="${id}">${switchLabels.slow}</label>
<input id="${id}" name="slow" type="number" min="0" max="60000" step="1" value="${milliseconds}">
</div>
`

const switchField = (path: string, { twin }: MountedTwin<unknown>, name: SwitchName): Markup => {
  const id = `${path}-${name}`
  const position = twin.switches.current()[name]
  if (typeof position === 'number') return slowField(id, position)
  return html`<div class="check">
<input id="${id}" name="${name}" type="checkbox" value="on"${position ? html` checked` : ''}>
<label for="${id}">${switchLabels[name]}</label>
</div>
`
}

/** `<pre>` keeps the lines of a key. */
const clientFacts = (client: ShownTwin['client']): Markup => html`<dl class="facts">
${Object.entries(client).map(
  ([name, value]) => html`<dt>${name}</dt><dd><pre class="text">${value.trim()}</pre></dd>
`,
)}</dl>
`

const twinSection = (
  path: string,
  mounted: MountedTwin<ShownTwin>,
  action: string,
): Markup => html`<section id="${path}" aria-labelledby="${path}-heading">
<h2 id="${path}-heading">${mounted.twin.name}</h2>
<p class="lead"><code>${mounted.running.url}</code><br><strong>${stateOf(mounted)}</strong></p>
<form method="post" action="${action}" aria-labelledby="${path}-heading">
<input type="hidden" name="twin" value="${path}">
<div class="switches">
${mounted.twin.switches.names.map((name) => switchField(path, mounted, name))}</div>
<button class="primary" name="decision" value="set">Set the switches of ${mounted.twin.name}</button>
<button class="plain" name="decision" value="behave">Put every switch of ${mounted.twin.name} back</button>
</form>
<details>
<summary>Client of ${mounted.twin.name}</summary>
${clientFacts(mounted.running.client)}</details>
</section>
`

const overview = (twins: MountedTwins): Markup => html`<ul class="overview">
${Object.entries(twins).map(
  ([path, mounted]) => html`<li><a href="#${path}">${mounted.twin.name}</a> ${stateOf(mounted)}</li>
`,
)}</ul>
`

/** Every switch of every twin, and how it stands. It works without scripts and carries none. */
export const panelPage = (twins: MountedTwins, action: string): Markup =>
  page(
    'Switches',
    html`<h1>Providers of this machine</h1>
<p class="lead">A switch holds until it is put back.</p>
${overview(twins)}${Object.entries(twins).map(([path, mounted]) => twinSection(path, mounted, action))}`,
    {
      name: 'Latchkey development providers',
      notice: html`<strong>Development providers.</strong> Anyone may sign in as anyone here. No password, no real account.`,
      layout: 'wide',
    },
  )
