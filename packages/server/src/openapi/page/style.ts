/** How the page of the API looks, in light and in dark, from 320 pixels on. */
export const API_PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#17202a, #e8ecf1);
  --soft: light-dark(#566272, #9aa7b8);
  --paper: light-dark(#ffffff, #11161d);
  --side: light-dark(#f5f7f9, #0c1016);
  --line: light-dark(#dde3ea, #2a323d);
  --link: light-dark(#0b5fb0, #7ab8f5);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 21rem minmax(0, 1fr); color: var(--ink); background: var(--paper);
  font: 1rem / 1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--link); }
code, pre, .method { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; background: var(--side); border-right: 1px solid var(--line); font-size: 0.9rem; }
nav h2 { font-size: 0.95rem; margin: 1.25rem 0 0.4rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 0.2rem 0; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
nav a:hover { text-decoration: underline; }
.brand { font-weight: 650; margin: 0; }
main { padding: 2rem clamp(1rem, 4vw, 4rem) 6rem; max-width: 62rem; }
h1 { margin: 0 0 0.5rem; line-height: 1.2; }
section > h2 { margin: 3rem 0 0.25rem; }
article { border-top: 1px solid var(--line); padding: 1.25rem 0; }
article h3 { margin: 0 0 0.4rem; font-size: 1.05rem; }
article h4 { margin: 1rem 0 0.3rem; font-size: 0.95rem; }
article p { margin: 0.2rem 0; }
.method { font-weight: 700; display: inline-block; min-width: 3.6rem; }
.quiet, .type, .optional, .or, dd { color: var(--soft); }
.optional { font-style: italic; }
.members { margin: 0.3rem 0; padding-left: 1.1rem; }
.members p { color: var(--soft); }
.variant { border-left: 3px solid var(--line); padding-left: 0.8rem; margin: 0.4rem 0; }
.status { font-weight: 700; }
dt { font-weight: 600; }
dd { margin: 0 0 0.6rem; }
pre { background: var(--side); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem; overflow-x: auto; overflow-wrap: normal; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem; }
@media (max-width: 55rem) {
  body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
}
`
