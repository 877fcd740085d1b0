import { signOut } from '../../auth'

interface Person {
  name: string | null
  email: string | null
}

/** Who is signed in, and the way out. */
export function PersonBar({ user: { name, email } }: { user: Person }) {
  const shownName = name ?? email ?? 'Somebody'
  return (
    <div className="person">
      <span className="initials" aria-hidden="true">
        {initials(shownName)}
      </span>
      <div>
        <h1>{shownName}</h1>
        {email && <p>{email}</p>}
      </div>
      <form
        action={async () => {
          'use server'
          await signOut({ redirectTo: '/' })
        }}
      >
        <button type="submit" className="button">
          Sign out
        </button>
      </form>
    </div>
  )
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => [...word].slice(0, 1).join('').toUpperCase())
    .join('')
}
