/** How a page stands: one column, a card, room around it; from 320 pixels on, and with letters of twice the size. */
export const FRAME = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem / 1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
.support {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: center;
  gap: 0.5rem 1.25rem;
  padding: 0.625rem 1rem;
  border-bottom: 4px solid var(--bad);
  background: var(--bad-paper);
  color: var(--bad);
}
.support p { margin: 0; font-weight: 600; }
.support .button { margin: 0; }
.page {
  display: flex;
  flex-direction: column;
  gap: 1.5rem;
  width: min(100%, 28rem);
  min-height: 100vh;
  margin: 0 auto;
  padding: clamp(1.25rem, 6vh, 4.5rem) 1rem 1.5rem;
}
.wide { width: min(100%, 60rem); padding-top: clamp(1.25rem, 4vh, 2.5rem); }
.top { display: flex; justify-content: center; }
.wide .top { justify-content: flex-start; }
.brand {
  display: inline-flex;
  align-items: center;
  gap: 0.625rem;
  min-height: 2.75rem;
  color: var(--ink);
  font-size: 1.125rem;
  font-weight: 650;
  letter-spacing: -0.01em;
  text-decoration: none;
}
.brand img { display: block; width: auto; max-width: 10rem; }
.brand:hover span { text-decoration: underline; }
main { display: grid; gap: 1.25rem; }
main:focus { outline: none; }
.card {
  min-width: 0;
  padding: clamp(1.25rem, 5vw, 2.25rem);
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: var(--radius-card);
  box-shadow: var(--shadow);
}
.card > :last-child { margin-bottom: 0; }
h1, h2 { line-height: 1.2; letter-spacing: -0.015em; text-wrap: balance; }
h1 { margin: 0 0 1.25rem; font-size: clamp(1.375rem, 1.2rem + 1vw, 1.75rem); font-weight: 680; }
h2 { margin: 1.75rem 0 0.75rem; font-size: 1.0625rem; font-weight: 650; }
.card > h2:first-child { margin-top: 0; }
p { margin: 0 0 1rem; text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 0.15em; }
code { font: 0.875em ui-monospace, "SF Mono", Menlo, "Liberation Mono", monospace; }
hr { margin: 1.75rem 0; border: 0; border-top: 1px solid var(--line); }
.soft { color: var(--soft); }
.small { font-size: 0.9375rem; }
.beside { margin: 0.875rem 0 0; }
.beside a, footer a { display: inline-block; min-height: 1.5rem; }
form + .beside { margin-top: 1.5rem; }
.menu ul, .providers, .list, footer ul { margin: 0; padding: 0; list-style: none; }
.menu ul { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.menu a {
  display: block;
  padding: 0.5rem 0.75rem;
  border-radius: var(--radius);
  color: var(--soft);
  text-decoration: none;
}
.menu a:hover { color: var(--ink); text-decoration: underline; }
.menu [aria-current] { background: var(--card); color: var(--ink); font-weight: 600; box-shadow: inset 0 0 0 1px var(--line); }
footer { margin-top: auto; padding-top: 1rem; font-size: 0.9375rem; }
footer ul { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.5rem 1.5rem; }
footer a { color: var(--soft); }
.skip { position: absolute; left: 1rem; top: -5rem; padding: 0.5rem 1rem; background: var(--card); border-radius: var(--radius); z-index: 1; }
.skip:focus { top: 1rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (min-width: 48rem) {
  .wide { display: grid; grid-template-columns: 13rem minmax(0, 1fr); grid-template-rows: auto 1fr auto; column-gap: 2.5rem; }
  .wide .top, .wide footer { grid-column: 1 / -1; }
  .wide .menu ul { flex-direction: column; }
  .wide main { align-content: start; max-width: 40rem; }
}
@media (prefers-reduced-motion: no-preference) {
  .button, .field input { transition: background-color 0.12s, border-color 0.12s, filter 0.12s; }
}
`
