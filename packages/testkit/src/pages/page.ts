import { html, raw } from 'hono/html'
import { stylesheet } from './stylesheet.js'

/** Markup whose every hole has been escaped. */
export type Markup = ReturnType<typeof html>

/** The frame of every page. */
export const page = (title: string, content: Markup): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Latchkey development provider</title>
<style>${raw(stylesheet)}</style>
</head>
<body>
<main>
<p class="notice"><strong>Development provider.</strong> Anyone may sign in as anyone here. No password, no real account.</p>
<div class="card">
${content}
</div>
</main>
</body>
</html>
`
