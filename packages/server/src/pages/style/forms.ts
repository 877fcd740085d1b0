/** What is typed into and pressed. Targets are 44 pixels high; in forced colours borders take over from shades. */
export const FORMS = `
form { display: grid; gap: 1.125rem; justify-items: start; }
.field { display: grid; gap: 0.3125rem; width: 100%; }
label { font-weight: 600; }
label .soft { font-weight: 400; }
.hint, .wrong { text-wrap: wrap; }
.hint { margin: 0; color: var(--soft); font-size: 0.9375rem; line-height: 1.45; }
.wrong { margin: 0; color: var(--bad); font-size: 0.9375rem; font-weight: 600; line-height: 1.45; }
.field input {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--edge);
  border-radius: min(var(--radius), 12px);
  background: var(--card);
  color: var(--ink);
  font: inherit;
}
.field input:hover { border-color: var(--ink); }
.field input[readonly] { border-color: var(--line); background: var(--paper); color: var(--soft); }
.field input[aria-invalid] { border: 2px solid var(--bad); padding: calc(0.5rem - 1px) calc(0.75rem - 1px); }
.field input:focus-visible { outline-offset: 1px; }
input[name="code"] { max-width: 12rem; font-size: 1.25rem; letter-spacing: 0.18em; font-variant-numeric: tabular-nums; }
.tick { display: flex; align-items: flex-start; gap: 0.625rem; min-height: 1.5rem; }
.tick input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0.15rem 0 0; accent-color: var(--accent); }
.tick label { font-weight: 400; }
.field textarea {
  width: 100%;
  padding: 0.625rem 0.75rem;
  border: 1px solid var(--edge);
  border-radius: min(var(--radius), 12px);
  background: var(--paper);
  color: var(--ink);
  font: 1rem / 1.5 ui-monospace, "SF Mono", Menlo, "Liberation Mono", monospace;
  overflow-wrap: anywhere;
  resize: vertical;
}
fieldset { display: grid; gap: 0.5rem; width: 100%; min-width: 0; margin: 0; padding: 0; border: 0; }
legend { margin-bottom: 0.3125rem; padding: 0; font-weight: 600; }
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid transparent;
  border-radius: var(--radius);
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.button.main { background: var(--button); color: var(--on-button); }
.button.main:hover { filter: brightness(0.93); }
.button.quiet { border-color: var(--edge); background: var(--card); color: var(--ink); }
.button.quiet:hover { border-color: var(--ink); background: var(--paper); }
.button.danger { border-color: var(--bad); background: var(--card); color: var(--bad); }
.button.danger:hover { background: var(--bad-paper); }
.wide .button { width: auto; }
.providers { display: grid; gap: 0.625rem; }
.or { display: flex; align-items: center; gap: 0.75rem; margin: 1.25rem 0; color: var(--soft); font-size: 0.9375rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.notice { margin: 0 0 1.25rem; padding: 0.875rem 1rem; border: 1px solid; border-left-width: 4px; border-radius: min(var(--radius), 12px); }
.notice p { margin: 0; font-weight: 600; }
.notice:focus { outline: none; }
.notice ul { display: grid; gap: 0.375rem; margin: 0.25rem 0 0; padding: 0; list-style: none; }
.notice a { display: block; min-height: 1.5rem; color: inherit; }
.bad { border-color: var(--bad); background: var(--bad-paper); color: var(--bad); }
.good { border-color: var(--good); background: var(--good-paper); color: var(--good); }
.list { margin-bottom: 1.5rem; }
.list li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.75rem 1.5rem; padding: 1rem 0; border-top: 1px solid var(--line); }
.list li:last-child { border-bottom: 1px solid var(--line); }
.list li > div { flex: 1 1 16rem; min-width: 0; }
.list p { margin: 0; }
.name { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.625rem; font-weight: 600; }
.badge { display: inline-block; padding: 0.05rem 0.5rem; border: 1px solid var(--good); border-radius: 1rem; color: var(--good); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
.row { display: flex; flex-wrap: wrap; gap: 0.75rem; }
@media (forced-colors: active) {
  .card, .button, .notice, .menu [aria-current] { border: 1px solid; }
  .menu [aria-current] { text-decoration: underline; }
}
`
