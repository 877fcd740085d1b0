import type { Answers } from '../answers.js'
import { waysIn } from './page-lines.js'
import type { Snippet } from './snippet.js'

const SCRIPT = `/** Shows who is signed in. \`/auth\` is Latchkey, which the web server of these pages passes it on to. */
export const showWhoIsHere = async () => {
  const session = await (await fetch('/auth/session')).json()
  for (const part of document.querySelectorAll('[data-when]'))
    part.hidden = part.dataset.when !== session.status
  for (const part of document.querySelectorAll('[data-user-name]'))
    part.textContent = session.status === 'signed_in' ? session.user.name : ''
  return session
}

/** Whatever changes something shows the token that only a page of ours can read. */
export const signOut = async () => {
  const { csrfToken } = await (await fetch('/auth/session')).json()
  await fetch('/auth/session', { method: 'DELETE', headers: { 'x-xsrf-token': csrfToken } })
  return showWhoIsHere()
}
`

/** Pages without a framework: a script without a library, and what nginx passes on. */
export const plainPagesSnippets = (answers: Answers): readonly Snippet[] => [
  { side: 'frontend', file: 'latchkey.js', text: SCRIPT },
  { side: 'frontend', file: 'latchkey.html', text: pageOf(answers) },
  { side: 'frontend', file: 'latchkey.nginx.conf', text: nginxOf(answers) },
]

const pageOf = (answers: Answers): string =>
  [
    '<p data-when="signed_in" hidden><span data-user-name></span> <button id="sign-out">Sign out</button></p>',
    '<p data-when="signed_out" hidden>',
    ...waysIn(answers).map(({ href, text }) => `  <a href="${href}">${text}</a>`),
    '</p>',
    '<script type="module">',
    "  import { showWhoIsHere, signOut } from './latchkey.js'",
    "  document.getElementById('sign-out').addEventListener('click', signOut)",
    '  showWhoIsHere()',
    '</script>',
    '',
  ].join('\n')

const nginxOf = ({ apiUrl }: Answers): string => `# Inside the server { … } that has your pages.
location /auth/ {
  proxy_pass http://localhost:4000/; # with …/auth: http://localhost:4000, without the slash
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
}
location /api/ {
  proxy_pass ${new URL(apiUrl).origin};
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
}
`
