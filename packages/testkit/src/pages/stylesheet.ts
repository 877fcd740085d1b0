import { createHash } from 'node:crypto'

/** One stylesheet for every page, inline, so that a page is complete in one answer. Contrast is WCAG AA in both schemes. */
export const stylesheet = `
:root { color-scheme: light dark; --page: #eef0f4; --card: #fff; --ink: #191c22; --soft: #565d6b; --line: #c3c8d2;
  --hover: #f1f4fb; --accent: #2850c8; --on-accent: #fff; --warn: #7a4300; --warn-page: #fff1da; --bad: #b3201b }
@media (prefers-color-scheme: dark) { :root { --page: #12141a; --card: #1c1f27; --ink: #eceef3; --soft: #a9b0be;
  --line: #444b5a; --hover: #272c38; --accent: #9db5ff; --on-accent: #10183a; --warn: #ffd08a; --warn-page: #3a2b10;
  --bad: #ff9d96 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
.notice { margin: 0 0 1rem; padding: .6rem .9rem; border-radius: .6rem; background: var(--warn-page); color: var(--warn);
  font-size: .9rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.5rem }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25 }
h2 { margin: 0 0 .75rem; font-size: 1.1rem }
.lead { margin: .35rem 0 1.25rem; color: var(--soft); overflow-wrap: anywhere }
.people { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
button { font: inherit; color: inherit; cursor: pointer }
.person { display: flex; align-items: center; gap: .9rem; width: 100%; min-height: 4rem; padding: .6rem .8rem;
  border: 1px solid var(--line); border-radius: .8rem; background: none; text-align: start }
.person:hover { background: var(--hover); border-color: var(--accent) }
.person img { flex: none; width: 2.75rem; height: 2.75rem; border-radius: 50% }
.who { min-width: 0; overflow-wrap: anywhere }
.name { display: block; font-weight: 600 }
.email { display: block; color: var(--soft); font-size: .9rem }
.badge { display: inline-block; margin-top: .2rem; padding: 0 .5rem; border-radius: 1rem; background: var(--warn-page);
  color: var(--warn); font-size: .8rem }
section { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }
.field { margin-bottom: .9rem }
.field label { display: block; font-weight: 600 }
.field input { width: 100%; margin-top: .2rem; padding: .6rem .7rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: var(--card); color: inherit; font: inherit }
.field input[aria-invalid=true] { border: 2px solid var(--bad) }
.error { margin: .25rem 0 0; color: var(--bad); font-size: .9rem }
.check { display: flex; align-items: center; gap: .6rem; min-height: 1.5rem; margin-bottom: 1rem }
.check input { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent) }
.primary { width: 100%; padding: .7rem; border: 0; border-radius: .6rem; background: var(--accent);
  color: var(--on-accent); font-weight: 600 }
.plain { width: 100%; margin-top: 1rem; padding: .6rem; border: 1px solid var(--line); border-radius: .6rem; background: none }
.plain:hover { background: var(--hover) }
.wide main { max-width: 46rem }
a { color: var(--accent) }
.back { margin: 0 0 .75rem }
.mails { list-style: none; margin: 1rem -.6rem 0; padding: 0; border-top: 1px solid var(--line) }
.mails a { display: grid; gap: 0 1rem; grid-template-columns: 1fr auto; padding: .7rem .6rem; color: inherit;
  text-decoration: none; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.mails a:hover { background: var(--hover) }
.mails .subject { font-weight: 600 }
.mails .to { grid-column: 1 / -1; color: var(--soft); font-size: .9rem }
time { color: var(--soft); font-size: .9rem; font-variant-numeric: tabular-nums }
.facts { display: grid; gap: .2rem 1rem; grid-template-columns: auto 1fr; margin: 1rem 0 0 }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; overflow-wrap: anywhere }
.code { font: 600 1.3rem/1.4 ui-monospace, monospace; letter-spacing: .1em }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
details { margin-top: 1rem }
summary { cursor: pointer }
.switches { display: grid; gap: 0 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); align-items: start }
.overview { margin: 0; padding-inline-start: 1.2rem }
iframe { display: block; width: 100%; height: 48rem; border: 1px solid var(--line); border-radius: .6rem;
  background: var(--page); resize: vertical }
@media (max-width: 40rem) { iframe { height: 72rem } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

/** The source expression that lets exactly this stylesheet through (CSP Level 3 §2.3.1). */
export const stylesheetSource = `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`
