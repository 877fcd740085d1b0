import type { Metadata } from 'next'
import Link from 'next/link'

export const metadata: Metadata = { title: 'Signed out' }

/** Where a page leads when the session it was showing has ended: here, elsewhere, or with time. */
export default function SessionEnded() {
  return (
    <section className="card narrow">
      <h1>Your session has ended</h1>
      <p>
        You signed out in another place, or the session was ended for you. Your todos are safe: sign in again
        and they are back.
      </p>
      <div className="actions">
        <Link href="/" className="button primary">
          Sign in again
        </Link>
      </div>
    </section>
  )
}
