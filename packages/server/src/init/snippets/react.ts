import type { Answers } from '../answers.js'
import { waysIn } from './page-lines.js'
import type { Snippet } from './snippet.js'
import { viteProxy } from './vite-proxy.js'

/** React: the client, and a corner that shows who is signed in. */
export const reactSnippets = (answers: Answers): readonly Snippet[] => [
  { side: 'frontend', file: 'src/with-latchkey.tsx', text: withLatchkey(answers) },
  viteProxy('react', answers),
]

const withLatchkey = (answers: Answers): string => {
  const isHosted = answers.pages === 'hosted'
  const links = waysIn(answers).map(({ href, text }) => `<a href="${href}">${text}</a>`)
  const inside = [...links, ...(isHosted ? [] : ['<PasswordForm />'])]
  return `import { createLatchkeyClient } from '@latchkey/client'
import { LatchkeyProvider, SignedIn, SignedOut, useLatchkey, useUser } from '@latchkey/client/react'
import type { ${isHosted ? 'ReactNode' : 'FormEvent, ReactNode'} } from 'react'

/** The one client of this app. \`/auth\` is Latchkey, through the proxy in vite.config.ts. */
export const latchkey = createLatchkeyClient({ baseUrl: '/auth' })

/** Who the API says is asking. The request carries the session cookie, and the CSRF token where it changes something. */
export const readMe = async (): Promise<unknown> => (await latchkey.fetch('/api/me')).json()

/** Goes around the whole app. */
export const WithLatchkey = ({ children }: { children: ReactNode }) => (
  <LatchkeyProvider client={latchkey}>
    <SignedIn>
      <SignOut />
    </SignedIn>
    <SignedOut>
${inside.map((line) => `      ${line}`).join('\n')}
    </SignedOut>
    {children}
  </LatchkeyProvider>
)

const SignOut = () => {
  const { signOut } = useLatchkey()
  return (
    <button type="button" onClick={() => signOut()}>
      Sign out {useUser()?.name}
    </button>
  )
}
${isHosted ? '' : PASSWORD_FORM}`
}

const PASSWORD_FORM = `
const PasswordForm = () => {
  const { signIn } = useLatchkey()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    return signIn({ email: String(form.get('email')), password: String(form.get('password')) })
  }
  return (
    <form onSubmit={submit}>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button>Sign in</button>
    </form>
  )
}
`
