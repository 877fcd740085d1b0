import { html, raw } from 'hono/html'
import { stylesheet } from './stylesheet.js'

/** Markup whose every hole has been escaped. */
export type Markup = ReturnType<typeof html>

/** Whose page it is. */
export interface Frame {
  /** Stands in the title behind the name of the page. */
  readonly name: string
  /** Says above everything what this server is, and is not. */
  readonly notice: Markup
  /** For the body: how the page is laid out. */
  readonly layout?: 'wide'
}

/** The frame of a twin, named after whom it stands for. */
export const providerFrame = (name: string): Frame => ({
  name: `Latchkey development provider (${name})`,
  notice: html`<strong>Development provider.</strong> It stands for ${name}. Anyone may sign in as anyone here. No password, no real account.`,
})

/** The frame of every page. */
export const page = (title: string, content: Markup, frame: Frame): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${frame.name}</title>
<style>${raw(stylesheet)}</style>
</head>
<body${frame.layout === undefined ? '' : html` class="${frame.layout}"`}>
<main>
<p class="notice">${frame.notice}</p>
<div class="card">
${content}
</div>
</main>
</body>
</html>
`
